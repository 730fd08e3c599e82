"""Routines adapted to cautions: what they leave out, soften and announce."""

from __future__ import annotations

from functools import lru_cache
from itertools import combinations

import pytest

from kneadcast.errors import RoutineError
from kneadcast.reports.routine_summary import area_times
from kneadcast.routine.avoidance import AdaptedRoutine, avoid, rules_out
from kneadcast.routine.contraindications import CAUTIONS
from kneadcast.routine.library import load_routine as read_routine
from kneadcast.routine.library import routine_names
from kneadcast.routine.model import Move, Routine, Step
from kneadcast.routine.phrases import load_phrases
from kneadcast.routine.rules import broken_rules

PHRASES = load_phrases("en")
load_routine = lru_cache(maxsize=32)(read_routine)


def adapted(name: str, *cautions: str) -> AdaptedRoutine:
    return avoid(load_routine(name), cautions, PHRASES)


def steps(of: Routine) -> list[Step]:
    return [step for section in of.sections for step in section.steps]


def supported(name: str, *cautions: str) -> Routine | None:
    try:
        return adapted(name, *cautions).routine
    except RoutineError:
        return None


@pytest.mark.parametrize("name", routine_names())
@pytest.mark.parametrize("caution", CAUTIONS)
def test_remaining_steps_are_not_ruled_out_and_not_too_firm(name: str, caution: str) -> None:
    routine = supported(name, caution)
    for section in routine.sections if routine else ():
        for step in section.steps:
            if CAUTIONS[caution].self_only and routine and routine.mode == "partner":
                continue
            assert not rules_out(CAUTIONS[caution], step, section.position or "")
            assert (step.pressure or 0) <= CAUTIONS[caution].ceilings.get(step.area, 10)


@pytest.mark.parametrize("name", routine_names())
def test_an_adapted_routine_breaks_no_rule(name: str) -> None:
    for pair in combinations(list(CAUTIONS)[::3], 2):
        if routine := supported(name, *pair):
            assert [finding for finding in broken_rules(routine) if finding[1].severity == "error"] == []


@pytest.mark.parametrize("name", routine_names())
@pytest.mark.parametrize("caution", ["numb-feet", "blood-thinners", "pregnancy", "fragile-skin"])
def test_softened_steps_are_softer_in_their_words_too(name: str, caution: str) -> None:
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


def test_a_step_that_is_only_done_firmly_is_left_out_rather_than_softened() -> None:
    found = adapted("preventive", "numb-feet")
    assert "sole" not in {step.area for step in steps(found.routine)}
    assert any("which is only done firmly, for numb feet or diabetes" in note for note in found.notes)


def test_a_softened_session_has_no_reminder_to_be_firm() -> None:
    base = load_routine("classical")
    firm = base.model_copy(update={"remind": (*base.remind, "Firm, and still pleasant.")})
    assert "Firm, and still pleasant." not in avoid(firm, ["blood-thinners"], PHRASES).routine.remind


def test_the_opening_announces_each_caution() -> None:
    settle = adapted("toes-to-hip", "knee").routine.opening.settle
    assert settle.say.startswith("We leave the knees alone today. [if bed] First lay two cushions")
    assert (settle.brief or "").startswith("We leave the knees alone today. ")


@pytest.mark.parametrize("caution", ["knee", "hip-replacement", "side-lying", "standing"])
def test_nothing_is_announced_as_left_out_that_the_routine_does_not_have(caution: str) -> None:
    routine = load_routine("desk-break")
    section = routine.sections[0].model_copy(update={"steps": routine.sections[0].steps[:1]})
    toes = routine.model_copy(update={"sections": (section,), "length": 60_000})
    said = avoid(toes, [caution], PHRASES).routine.opening.settle.say
    assert "today" not in said.removesuffix(routine.opening.settle.say)


def test_the_safety_line_never_changes() -> None:
    assert (
        adapted("toes-to-hip", "knee", "pregnancy").routine.opening.safety == load_routine("toes-to-hip").opening.safety
    )


def test_every_change_has_a_note_with_its_reason() -> None:
    before = load_routine("toes-to-hip")
    found = adapted("toes-to-hip", "knee")
    gone = len(steps(before)) - len(steps(found.routine))
    assert sum(note.startswith("left out: ") for note in found.notes) == gone == 1
    assert found.notes[0] == (
        "left out: knee, circular rubbing, in 'Knees and thighs', "
        "for a sore or operated knee: a sore joint is not rubbed"
    )


def test_the_time_of_omitted_steps_goes_to_the_others() -> None:
    def ideal_ms(of: Routine) -> int:
        return sum(area_times(of).values())

    before, after = ideal_ms(load_routine("toes-to-hip")), ideal_ms(adapted("toes-to-hip", "side-lying").routine)
    assert abs(after - before) <= 100


def test_a_position_that_is_left_out_loses_its_move() -> None:
    routine = adapted("toes-to-hip", "side-lying").routine
    assert [section.position for section in routine.sections if section.move] == [
        "foot-drawn-in",
        "seated-edge",
        "bed-seated",
    ]


WHOLE_LEGS_MOVE = Move.model_validate(
    {
        "preview": "Soon you will lean back.",
        "say": "Settle on your bed. Bend your {side} knee.",
        "time": "15s/25s/40s",
        "remind": ["Lean on your {side} hand.", "Take your time."],
    }
)


def without_whole_legs(*, feet_sides: str) -> Move | None:
    """Returns the move to the last section of a routine whose second to last section is left out."""
    base = load_routine("toes-to-hip")
    *others, whole_legs, feet = base.sections
    knees_only = tuple(step.model_copy(update={"cautions": ("knee",)}) for step in whole_legs.steps)
    whole_legs = whole_legs.model_copy(update={"steps": knees_only, "move": WHOLE_LEGS_MOVE})
    feet = feet.model_copy(update={"sides": feet_sides})
    routine = base.model_copy(update={"sections": (*others, whole_legs, feet)})
    last = avoid(routine, ["knee"], PHRASES).routine.sections[-1]
    assert last.name == "Both feet"
    return last.move


def test_the_next_section_takes_over_the_move_of_one_that_is_left_out() -> None:
    assert without_whole_legs(feet_sides="left") == WHOLE_LEGS_MOVE


def test_a_move_that_is_taken_over_by_a_section_without_sides_names_none_not_even_in_its_reminders() -> None:
    move = without_whole_legs(feet_sides="none")
    assert move is not None
    assert move.say == "Settle on your bed."
    assert move.remind == ("Take your time.",)


def test_a_listener_who_never_left_a_position_is_not_asked_to_move_to_it() -> None:
    base = load_routine("toes-to-hip")
    feet = base.sections[0].model_copy(update={"position": "seated", "move": None})
    only_knee = tuple(step.model_copy(update={"cautions": ("knee",)}) for step in feet.steps)
    gone = [feet.model_copy(update={"steps": only_knee, "position": "reclined", "move": WHOLE_LEGS_MOVE})]
    gone.append(feet.model_copy(update={"steps": only_knee, "position": "seated", "move": WHOLE_LEGS_MOVE}))
    sections = [section.model_copy(update={"name": str(number)}) for number, section in enumerate([feet, *gone, feet])]
    routine = avoid(base.model_copy(update={"sections": tuple(sections)}), ["knee"], PHRASES).routine
    assert [(section.name, section.move) for section in routine.sections] == [("0", None), ("3", None)]


def test_a_step_may_name_a_caution_that_rules_it_out() -> None:
    assert {step.area for step in steps(adapted("seated-only", "hip-replacement").routine)}.isdisjoint({"foot", "sole"})


def test_feet_out_of_reach_do_not_rule_out_a_ball() -> None:
    assert steps(adapted("hands-free-feet", "cannot-reach-feet").routine) == steps(load_routine("hands-free-feet"))


def test_feet_out_of_reach_change_nothing_if_other_hands_do_the_work() -> None:
    found = adapted("partner-full", "cannot-reach-feet")
    assert found.routine == load_routine("partner-full")
    assert found.notes == ("feet out of reach: nothing to leave out, because a partner does the work",)


@pytest.mark.parametrize(
    ("name", "caution", "message"),
    [
        ("five-minute-feet", "cannot-reach-feet", "nothing of 'five-minute-feet' is safe with feet out of reach"),
        ("hands-free-feet", "numb-feet", "too little of 'hands-free-feet' is safe with numb feet or diabetes"),
        ("anti-cellulite", "pregnancy", "'anti-cellulite' is of type anti-cellulite, which does not suit pregnancy"),
        ("toes-to-hip", "kneee", r"there is no caution 'kneee' \(did you mean 'knee'\?\)"),
    ],
)
def test_a_routine_with_too_little_safe_work_is_refused_with_the_reason(name: str, caution: str, message: str) -> None:
    with pytest.raises(RoutineError, match=message):
        adapted(name, caution)


def test_without_cautions_nothing_changes() -> None:
    assert adapted("toes-to-hip") == AdaptedRoutine(load_routine("toes-to-hip"), ())
