"""What a routine leaves out, softens and says for a body that must be spared something."""

from __future__ import annotations

from functools import cache
from itertools import combinations

import pytest

from kneadcast.errors import RoutineError
from kneadcast.reports.routine_summary import area_times
from kneadcast.routine.avoidance import AdaptedRoutine, avoid, ruled_out
from kneadcast.routine.body import AREAS, POSITIONS, TECHNIQUES, TOOLS, TYPES
from kneadcast.routine.contraindications import CAUTIONS
from kneadcast.routine.library import load_phrases, routine_names
from kneadcast.routine.library import load_routine as read_routine
from kneadcast.routine.model import Routine, Step
from kneadcast.routine.rules import broken_rules

PHRASES = load_phrases("en")
load_routine = cache(read_routine)


def spared(name: str, *cautions: str) -> AdaptedRoutine:
    return avoid(load_routine(name), cautions, PHRASES)


def steps(of: Routine) -> list[Step]:
    return [step for section in of.sections for step in section.steps]


def supported(name: str, *cautions: str) -> Routine | None:
    try:
        return spared(name, *cautions).routine
    except RoutineError:
        return None


def test_every_caution_speaks_of_things_that_there_are() -> None:
    for caution in CAUTIONS.values():
        for out in caution.left_out:
            assert out.areas <= AREAS.keys()
            assert out.techniques <= TECHNIQUES.keys()
        assert caution.ceilings.keys() <= AREAS.keys()
        assert caution.positions <= POSITIONS.keys()
        assert caution.tools <= TOOLS.keys()
        assert caution.excludes.keys() <= TYPES.keys()


@pytest.mark.parametrize("language", ["en", "de", "es"])
def test_every_language_has_words_for_every_caution(language: str) -> None:
    assert load_phrases(language).avoided.keys() == CAUTIONS.keys()


@pytest.mark.parametrize("name", routine_names())
@pytest.mark.parametrize("caution", CAUTIONS)
def test_what_is_left_is_not_ruled_out_and_not_too_firm(name: str, caution: str) -> None:
    routine = supported(name, caution)
    for section in routine.sections if routine else ():
        for step in section.steps:
            if CAUTIONS[caution].self_only and routine and routine.mode == "partner":
                continue
            assert not ruled_out(step, section.position or "", CAUTIONS[caution])
            assert (step.pressure or 0) <= CAUTIONS[caution].ceilings.get(step.area, 10)


@pytest.mark.parametrize("name", routine_names())
def test_what_is_left_breaks_no_rule(name: str) -> None:
    for pair in combinations(list(CAUTIONS)[::3], 2):
        if routine := supported(name, *pair):
            assert [finding for finding in broken_rules(routine) if finding[1].severity == "error"] == []


@pytest.mark.parametrize("language", ["en", "de", "es"])
def test_every_language_can_ask_for_light_hands_and_dry_soles(language: str) -> None:
    phrases = load_phrases(language)
    assert len(set(phrases.softly)) >= 10
    assert phrases.dry_soles is not None


@pytest.mark.parametrize("name", routine_names())
@pytest.mark.parametrize("caution", ["numb-feet", "blood-thinners", "pregnancy", "fragile-skin"])
def test_softer_work_is_softer_in_its_words_too(name: str, caution: str) -> None:
    routine = supported(name, caution)
    if routine is None:
        return
    firm = {step.slug: step.pressure or 0 for step in steps(load_routine(name))}
    asked = []
    for step in steps(routine):
        before, now = firm[step.slug], step.pressure or 0
        if 3 < before != now <= 3:
            words = " ".join((step.say, step.again or "", *step.remind)).casefold()
            assert not any(word in words for word in ("firm and", "firmly", "deep and", "knuckles", "hard ")), step.slug
            asked += [line for line in PHRASES.softly if step.say.endswith(line)]
    assert len(set(asked)) == len(asked) == sum(3 < firm[step.slug] != step.pressure for step in steps(routine))


def test_what_is_only_done_firmly_is_left_out_rather_than_softened() -> None:
    found = spared("preventive", "numb-feet")
    assert "sole" not in {step.area for step in steps(found.routine)}
    assert any("which is only done firmly, for numb feet or diabetes" in note for note in found.notes)


def test_a_session_made_softer_is_not_reminded_to_be_firm() -> None:
    assert "Firm, and still pleasant." in load_routine("classical").remind
    assert "Firm, and still pleasant." not in spared("classical", "blood-thinners").routine.remind


def test_the_opening_says_what_is_spared() -> None:
    said = spared("toes-to-hip", "knee").routine.opening.settle.say
    assert said.startswith("Today leaves the knees alone. Sit well back")


def test_the_safety_line_is_never_touched() -> None:
    assert (
        spared("toes-to-hip", "knee", "pregnancy").routine.opening.safety == load_routine("toes-to-hip").opening.safety
    )


def test_every_change_is_told_with_its_reason() -> None:
    before = load_routine("toes-to-hip")
    found = spared("toes-to-hip", "knee")
    gone = len(steps(before)) - len(steps(found.routine))
    assert sum(note.startswith("left out: ") for note in found.notes) == gone == 1
    assert found.notes[0] == (
        "left out: knee, circular rubbing, in 'Knees and thighs', "
        "for a sore or operated knee: a sore joint is not rubbed"
    )


def test_the_time_of_what_is_left_out_goes_to_the_rest() -> None:
    def ideal_ms(of: Routine) -> int:
        return sum(area_times(of).values())

    before, after = ideal_ms(load_routine("toes-to-hip")), ideal_ms(spared("toes-to-hip", "side-lying").routine)
    assert abs(after - before) <= 100


def test_a_position_that_is_left_out_takes_its_move_along() -> None:
    routine = spared("toes-to-hip", "side-lying").routine
    assert [section.position for section in routine.sections if section.move] == ["seated-edge", "reclined"]


def test_a_move_is_handed_on_when_only_its_section_goes() -> None:
    base = load_routine("toes-to-hip")
    *others, whole_legs, feet = base.sections
    only_feet = whole_legs.model_copy(
        update={"steps": (whole_legs.steps[0].model_copy(update={"cautions": ("knee",)}),)}
    )
    routine = avoid(base.model_copy(update={"sections": (*others, only_feet, feet)}), ["knee"], PHRASES).routine
    assert routine.sections[-1].name == "Both feet"
    move = routine.sections[-1].move
    assert move is not None
    assert "{side}" not in move.say


def test_a_step_may_carry_a_caution_of_its_own() -> None:
    assert {step.area for step in steps(spared("seated-only", "hip-replacement").routine)}.isdisjoint({"foot", "sole"})


def test_a_foot_out_of_reach_is_no_matter_to_a_ball() -> None:
    assert steps(spared("hands-free-feet", "cannot-reach-feet").routine) == steps(load_routine("hands-free-feet"))


def test_what_others_hands_do_needs_no_reach() -> None:
    found = spared("partner-full", "cannot-reach-feet")
    assert found.routine == load_routine("partner-full")
    assert found.notes == ("feet out of reach: nothing to leave out, since other hands do the work",)


@pytest.mark.parametrize(
    ("name", "caution", "message"),
    [
        ("five-minute-feet", "cannot-reach-feet", "nothing of 'five-minute-feet' is safe with feet out of reach"),
        ("hands-free-feet", "numb-feet", "too little of 'hands-free-feet' is safe with numb feet or diabetes"),
        ("anti-cellulite", "pregnancy", "'anti-cellulite' is of type anti-cellulite, which does not suit pregnancy"),
        ("toes-to-hip", "kneee", r"there is no caution 'kneee' \(did you mean 'knee'\?\)"),
    ],
)
def test_where_nothing_safe_is_left_it_refuses_and_says_why(name: str, caution: str, message: str) -> None:
    with pytest.raises(RoutineError, match=message):
        spared(name, caution)


def test_sparing_nothing_changes_nothing() -> None:
    assert spared("toes-to-hip") == AdaptedRoutine(load_routine("toes-to-hip"), ())
