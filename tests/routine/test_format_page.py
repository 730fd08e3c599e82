"""The page on the routine format agrees with the code."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pydantic import BaseModel

from kneadcast.planning.layouts import MOST_TALK, MOST_TALK_ON_PARTS
from kneadcast.planning.sequence import MOST_TIMES_LONGER
from kneadcast.routine.body import (
    AREAS,
    HAND_WORK_MS,
    LONGEST_REST_MS,
    LONGEST_SESSION_MS,
    MOST_ROUNDS,
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
from kneadcast.routine.contraindications import CAUTIONS
from kneadcast.routine.library import check_routine_file
from kneadcast.routine.model import (
    FIRST,
    PAUSE_TIME,
    Closing,
    Move,
    Opening,
    Pause,
    Rest,
    Routine,
    Section,
    Spoken,
    Step,
    Switch,
)
from kneadcast.routine.rules import MOST_WORDS_A_SENTENCE, RULES
from kneadcast.units import MS_PER_MINUTE, MS_PER_SECOND, format_duration
from tests.routine.files import write

PAGE = (Path(__file__).parents[2] / "docs" / "routine-format.md").read_text(encoding="utf-8")


def rows(heading: str) -> list[str]:
    """Returns the rows of the table under a heading, without its head."""
    section = PAGE.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    return [line for line in section.splitlines() if line.startswith("| `")]


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


@pytest.mark.parametrize("model", [Routine, Opening, Closing, Spoken, Rest, Section, Move, Switch, Pause, Step])
def test_every_key_has_a_row(model: type[BaseModel]) -> None:
    named = {key.split(".")[-1] for key in re.findall(r"^\| `([a-z.]+)` \|", PAGE, re.MULTILINE)}
    assert set(model.model_fields) <= named


@pytest.mark.parametrize(
    "sentence",
    [
        f"at most {MOST_TALK:.0%} of a session, or {MOST_TALK_ON_PARTS:.0%} with".replace("%", " %"),
        f"the lowest one that fills the length, {MOST_ROUNDS} at most",
        f"every {HAND_WORK_MS // MS_PER_MINUTE} minutes",
        f"to {LONGEST_REST_MS // MS_PER_MINUTE} minutes at most",
        f"A session in rounds lasts {format_duration(LONGEST_SESSION_MS).removesuffix('00s')} at most",
        f"`{'/'.join(f'{ms // MS_PER_SECOND}s' for ms in PAUSE_TIME.model_dump().values())}`",
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
    whole = [group for group in groups if areas_of(group) <= position.reaches]
    single = [id_ for id_ in AREAS if id_ in position.reaches and AREAS[id_].group not in whole]
    return f"| `{position.id}` | {position.label} | {place_of(position.id)} | {', '.join((*whole, *single)) or 'none'} |"


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
