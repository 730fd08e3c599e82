"""The page on the routine format agrees with the code."""

from __future__ import annotations

import itertools
import re
from pathlib import Path
from typing import get_args

import pytest
from pydantic import BaseModel

from kneadcast.choices import VARIATIONS
from kneadcast.planning.cue_drafts import WARM_LINE_AFTER_MS, WARM_LINE_EVERY_MS
from kneadcast.planning.layouts import MOST_TALK, MOST_TALK_ON_PARTS
from kneadcast.planning.sequence.section_arranger import MOST_TIMES_LONGER
from kneadcast.routine.body import (
    AREAS,
    HAND_WORK_MS,
    LONGEST_REST_MS,
    LONGEST_SESSION_MS,
    MOST_ROUNDS,
    PLACES,
    POSITIONS,
    TECHNIQUES,
    TOOLS,
    TYPES,
    Area,
    Position,
    Technique,
    longest_work_ms,
    place_of,
)
from kneadcast.routine.conditions import condition_problems
from kneadcast.routine.contraindications import CAUTIONS
from kneadcast.routine.endangerment_sites import ENDANGERMENT_SITES, EndangermentSite
from kneadcast.routine.library import check_routine_file
from kneadcast.routine.model import (
    COMPARE_TIME,
    FIRST,
    PAUSE_TIME,
    TRANSITIONS,
    Approach,
    Close,
    Closing,
    Compare,
    CushionPlace,
    Drape,
    Furnishing,
    Move,
    Opening,
    Pause,
    Rest,
    Routine,
    Section,
    Settle,
    Spoken,
    Step,
    Switch,
    TimeRange,
)
from kneadcast.routine.parts import areas_of
from kneadcast.routine.phrases import Phrases
from kneadcast.routine.rules import MOST_WORDS_A_SENTENCE, RULES
from kneadcast.routine.variation import VARIED
from kneadcast.units import MS_PER_MINUTE, MS_PER_SECOND, format_duration
from tests.routine.files import write

PAGE = (Path(__file__).parents[2] / "docs" / "routine-format.md").read_text(encoding="utf-8")


def rows(heading: str) -> list[str]:
    """Returns the rows of the table under a heading, without its head."""
    section = PAGE.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    return [line for line in section.splitlines() if line.startswith("| `")]


NUMBERS = ("no", "one", "two", "three")


def written(time: TimeRange) -> str:
    return "/".join(f"{ms // MS_PER_SECOND}s" for ms in time.model_dump().values())


def area_row(area: Area) -> str:
    minutes = longest_work_ms(area.id, "hands") // MS_PER_MINUTE
    return f"| `{area.id}` | {area.label} | {area.pressure_cap} | {area.reason} | {minutes} |"


def tool_row(id_: str, label: str) -> str:
    longest_ms = [longest_work_ms(area, id_) for area in AREAS]
    as_hands = longest_ms == [longest_work_ms(area, "hands") for area in AREAS]
    return f"| `{id_}` | {label} | {'as the area' if as_hands else max(longest_ms) // MS_PER_MINUTE} |"


def technique_row(of: Technique) -> str:
    pressure = "{} to {}".format(*of.pressure) if of.pressure else "none"
    tempo = " or ".join(f"{low} to {high}" for low, high in of.tempi) or "none"
    return f"| `{of.id}` | {of.label} | {of.direction} | {pressure} | {tempo} |"


TABLES = {
    Routine: "A key that is not on this page is refused",
    Opening: "## Opening and closing",
    Closing: "## Opening and closing",
    Spoken: "Each of these, apart from `position`, has the keys",
    Rest: "Each of these, apart from `position`, has the keys",
    Close: "Each of these, apart from `position`, has the keys",
    Settle: "Each of these, apart from `position`, has the keys",
    Section: "## A section",
    Move: "A `move` and a `switch` have the keys",
    Switch: "A `move` and a `switch` have the keys",
    Approach: "An entry of `from` has the keys",
    Compare: "A `compare` has the keys",
    Pause: "A `pause` has the keys",
    Furnishing: "### Cushions and covers",
    Step: "## A step",
}
"""The text before the table of the keys of each model."""


def keys_in_table(before: str) -> set[str]:
    """Returns the keys in the first table after a text; those of `opening.position` are `position`."""
    lines = PAGE.split(before)[1].splitlines()
    table = itertools.takewhile(
        lambda line: line.startswith("|"), itertools.dropwhile(lambda line: not line.startswith("|"), lines)
    )
    return {name.split(".")[-1] for row in table for name in re.findall(r"`([a-z.]+)`", row.split("|")[1])}


@pytest.mark.parametrize("model", TABLES)
def test_every_key_has_a_row(model: type[BaseModel]) -> None:
    assert {field.alias or name for name, field in model.model_fields.items()} <= keys_in_table(TABLES[model])


@pytest.mark.parametrize(
    "sentence",
    [
        f"at most {MOST_TALK:.0%} of a session, or {MOST_TALK_ON_PARTS:.0%} with".replace("%", " %"),
        f"the lowest one that fills the length, {MOST_ROUNDS} at most",
        f"every {HAND_WORK_MS // MS_PER_MINUTE} minutes",
        f"to {LONGEST_REST_MS // MS_PER_MINUTE} minutes at most",
        f"A session in rounds lasts {format_duration(LONGEST_SESSION_MS).removesuffix('00s')} at most",
        f"| `time` | [its range](#times) | `{written(PAUSE_TIME)}` |",
        f"| `time` | [its range](#times) | `{written(COMPARE_TIME)}` |",
        f"about every {NUMBERS[WARM_LINE_EVERY_MS // MS_PER_MINUTE]} minutes of work"
        f" and never within {WARM_LINE_AFTER_MS // MS_PER_SECOND} s",
        f"further numbers, up to {VARIATIONS.high:g},",
        f"| `optional` | an earlier spelling: `true` is `priority: {FIRST}` |",
    ],
)
def test_the_numbers_of_the_page_agree_with_the_code(sentence: str) -> None:
    assert sentence in PAGE


def test_a_step_without_hands_takes_as_many_times_longer_as_the_page_says() -> None:
    assert MOST_TIMES_LONGER == 3
    assert "takes up to\n  three times as long" in PAGE


def test_the_table_of_areas_agrees_with_the_code() -> None:
    assert rows("Areas") == [area_row(area) for area in AREAS.values()]
    for area in AREAS.values():
        only = ", ".join(f"`{technique}`" for technique in sorted(area.techniques or ()))
        assert (f"- `{area.id}`: {only}\n" in PAGE) == bool(area.techniques), area.id


def test_the_tables_of_tools_and_cautions_agree_with_the_code() -> None:
    assert rows("Tools") == [tool_row(id_, label) for id_, label in TOOLS.items()]
    assert rows("Cautions") == [f"| `{caution.id}` | {caution.label} |" for caution in CAUTIONS.values()]


def test_the_table_of_techniques_agrees_with_the_code() -> None:
    assert rows("Techniques") == [technique_row(technique) for technique in TECHNIQUES.values()]


def position_row(position: Position) -> str:
    """Returns the row of a position; a group that is reached as a whole stands for its areas."""
    groups = dict.fromkeys(area.group for area in AREAS.values())
    whole = [group for group in groups if len(areas_of(group)) > 1 and areas_of(group) <= position.reaches]
    single = [id_ for id_ in AREAS if id_ in position.reaches and AREAS[id_].group not in whole]
    reached = ", ".join([*(f"all of `{group}`" for group in whole), *(f"`{id_}`" for id_ in single)])
    return f"| `{position.id}` | {position.label} | {place_of(position.id)} | {reached or 'none'} |"


def site_row(site: EndangermentSite) -> str:
    areas = ", ".join(f"`{area}`" for area in AREAS if area in site.areas)
    techniques = ", ".join(f"`{technique}`" for technique in TECHNIQUES if technique in site.techniques)
    return f"| {site.label} | {areas} | {techniques} |"


def test_the_table_of_places_that_a_caution_names_agrees_with_the_code() -> None:
    table = PAGE.split("| place | areas | techniques |\n|---|---|---|\n")[1].split("\n\n")[0]
    assert table.splitlines() == [site_row(site) for site in ENDANGERMENT_SITES]


def test_the_values_of_cushions_and_drape_are_those_of_the_code() -> None:
    rows_ = {row.split("|")[1].strip(" `"): row.split("|")[3] for row in rows("A section")}
    assert set(re.findall(r"`([a-z-]+)`", rows_["cushions"])) == set(get_args(CushionPlace))
    assert re.findall(r"`([a-z-]+)`", rows_["drape"]) == list(get_args(Drape))


def test_the_conditions_of_the_page_can_be_read_and_name_every_tool_and_place() -> None:
    section = PAGE.split("\n### Conditions\n")[1].split("\n### ")[0]
    conditions = re.findall(r"\[(?:if|unless) [^\]]+\]", section)
    assert conditions
    assert [problem for one in conditions for problem in condition_problems(f"Rest. {one} Breathe.")] == []
    for name in ("rest", "sides", *PLACES, *TOOLS):
        assert f"`{name}`" in section
        assert list(condition_problems(f"Rest. [if {name}] Breathe.")) == []


def test_the_keys_with_several_wordings_are_those_of_the_code() -> None:
    sentence = PAGE.split("\nThe keys ")[1].split(" can have several wordings")[0]
    assert set(re.findall(r"`([a-z]+)`", sentence)) == VARIED


def test_a_step_cannot_have_the_id_of_a_transition() -> None:
    *others, last = (f"`{name}`" for name in TRANSITIONS)
    assert f"and not {', '.join(others)} or {last};" in PAGE


def test_every_phrase_that_is_named_exists() -> None:
    named = re.findall(r"`([a-z]+_[a-z_]+)`", PAGE.split("\n## Languages\n")[1].split("\n## ")[0])
    assert named
    assert set(named) <= set(Phrases.model_fields)


def test_the_table_of_types_agrees_with_the_code() -> None:
    assert rows("Types") == [f"| `{of.id}` | {of.label} | {of.goal} | {of.frequency} |" for of in TYPES.values()]


def test_the_table_of_positions_agrees_with_the_code() -> None:
    assert rows("Positions") == [position_row(position) for position in POSITIONS.values()]


def test_the_table_of_rules_agrees_with_the_code() -> None:
    assert re.findall(r"`([a-z-]+)`", " ".join(row.split("|")[1] for row in rows("Rules"))) == list(RULES)
    assert rows("Rules") == [f"| `{rule.id}` | {rule.refuses} |" for rule in RULES.values()]
    assert f"more than {MOST_WORDS_A_SENTENCE} words" in PAGE


def test_the_example_of_the_page_is_a_routine_without_a_problem(tmp_path: Path) -> None:
    (example,) = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
    assert check_routine_file(write(tmp_path, example))[1] == ()


def test_the_message_shown_on_the_page_is_a_real_one() -> None:
    ankle = AREAS["ankle"]
    message = f"pressure 5 on the {ankle.label} is above its cap of {ankle.pressure_cap}: {ankle.reason}"
    assert f"sections[0].steps[2].pressure: [pressure-cap] {message}\n" in PAGE
