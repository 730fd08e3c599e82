"""Standards of the built-in routines, beyond the rules for all routines."""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import pairwise

import pytest

from kneadcast.planning.preferences import Preferences
from kneadcast.planning.sequence.arrangement import arrange
from kneadcast.planning.sequence.drop_order import drop_order
from kneadcast.routine.body import AREAS, HAND_WORK_MS, place_of
from kneadcast.routine.conditions import without_conditions
from kneadcast.routine.library import check_routine_file, find_routine, load_routine, routine_names
from kneadcast.routine.model import Routine, Step
from kneadcast.routine.wording import split_sentences
from kneadcast.units import MS_PER_MINUTE
from tests.routines import PHRASES, measured
from tests.samples import all_routines

ROUTINES = routine_names()
LENGTHS = {"toes-to-hip": (18, 30, 45, 70), "self-massage-at-home": (6, 10, 18)}
"""Usual lengths in minutes."""
WARM_APART_MS = 15 * MS_PER_MINUTE
"""The least time until a line that asks for nothing is heard again, when all others have been heard."""
PACES_WPM = (105, 118, 135)
"""Voices are calibrated to a pace, but no voice keeps to it in every line."""
SAFETY_WORDS = (60, 100)
"""Half a minute at 118 words a minute, and more where more people are to leave it out."""
ONE_PART_MS, ONE_PART_IN_BED_MS = 200_000, 260_000
"""The longest of the shortest sessions of one part: three minutes, and what a welcome and cautions take; more where
somebody lies down first, or is covered."""
SLOW = 8
"""Strokes a minute that go with the breath."""
AMBIGUOUS = ("knead", "wound", "close to", "minute ", "relax harder", "tap the screen", "phone", "pause the")
"""Words that sound like others when spoken, and requests that oily hands cannot follow."""
PROMISES = (
    "cure",
    "heal",
    "treats",
    "prevent",
    "immun",
    "detox",
    "toxin",
    "metabol",
    "circulation",
    "organ",
    "pain-free",
)


def steps(of: Routine) -> list[Step]:
    return [step for section in of.sections for step in section.steps]


def spoken(of: Routine) -> list[str]:
    """Returns every line that a session may speak, with sides filled in."""
    segments = arrange(of, PHRASES)
    texts = [line.text for one in segments for line in (*one.lines, *one.brief)]
    return [*texts, *map(without_conditions, of.remind)]


@pytest.fixture(scope="module", params=ROUTINES)
def routine(request: pytest.FixtureRequest) -> Routine:
    return load_routine(str(request.param))


@pytest.mark.parametrize("name", ROUTINES)
def test_it_has_no_problem_at_all_not_even_a_warning(name: str) -> None:
    routine, problems = check_routine_file(find_routine(name))
    assert problems == ()
    assert routine is not None
    assert routine.name == name


@pytest.mark.parametrize("pace_wpm", PACES_WPM)
@pytest.mark.parametrize("name", LENGTHS)
def test_every_usual_length_can_be_planned_in_every_voice(name: str, pace_wpm: int) -> None:
    routine = load_routine(name)
    found = measured(routine, pace_wpm=pace_wpm).limits()
    assert found.shortest_ms + 30_000 <= LENGTHS[name][0] * MS_PER_MINUTE
    assert LENGTHS[name][-1] * MS_PER_MINUTE <= found.longest_ms - 30_000


@pytest.mark.parametrize("name", all_routines(ROUTINES))
def test_every_length_between_the_shortest_and_the_longest_can_be_planned(name: str) -> None:
    of = measured(load_routine(name))
    found = of.limits()
    for length_ms in range(found.shortest_ms, found.longest_ms, 90_000):
        assert of.plan(length_ms).segments[-1].end_ms == length_ms


def test_its_default_length_can_be_planned(routine: Routine) -> None:
    found = measured(routine).limits()
    assert found.shortest_ms <= routine.length <= found.longest_ms


def test_it_can_last_from_two_fifths_of_its_own_length_to_three_times_that(routine: Routine) -> None:
    found = measured(routine).limits()
    assert found.shortest_ms <= max(3 * MS_PER_MINUTE, routine.length * 2 // 5)
    assert found.longest_ms >= 3 * routine.length


@pytest.mark.parametrize("name", ["toes-to-hip", "classical", "relaxing"])
def test_a_routine_from_toes_to_hip_can_last_from_8_minutes_to_2_hours(name: str) -> None:
    of = measured(load_routine(name))
    for minutes in range(8, 121):
        assert of.plan(minutes * MS_PER_MINUTE).length_ms == minutes * MS_PER_MINUTE


def test_any_group_of_its_parts_alone_can_last_from_3_to_20_minutes(routine: Routine) -> None:
    limits = {part: measured(routine, Preferences(only=(part,))).limits() for part in groups_of(routine)}
    most_ms = ONE_PART_IN_BED_MS if place_of(routine.opening.position) == "bed" else ONE_PART_MS
    assert {part: of for part, of in limits.items() if of.shortest_ms > most_ms} == {}
    assert {part: of for part, of in limits.items() if of.longest_ms < 20 * MS_PER_MINUTE} == {}


def groups_of(of: Routine) -> list[str]:
    return list(dict.fromkeys(AREAS[step.area].group for step in steps(of)))


def test_its_shortest_session_works_every_group_of_its_parts_on_both_sides(routine: Routine) -> None:
    """The whole leg is no part of its own: the strokes over it take in the others, as a hold of a knee does."""
    of = measured(routine)
    sides = defaultdict(set)
    for timed in of.plan(of.limits().shortest_ms).segments:
        if timed.segment.area:
            sides[AREAS[timed.segment.area].group].add(timed.segment.side)
    worked = {AREAS[step.area].group for step in steps(routine) if step.technique not in ("hold", "mobilisation")}
    assert worked - {"whole-leg"} <= {*sides}
    one_sided = {AREAS[step.area].group for one in routine.sections if one.sides == "right" for step in one.steps}
    both = {group: found for group, found in sides.items() if group not in one_sided}
    assert all(found in ({"left", "right"}, {None}) for found in both.values())


def test_hands_rest_in_time_at_any_length(routine: Routine) -> None:
    of = measured(routine)
    found = of.limits()
    for length_ms in (*range(found.shortest_ms, found.longest_ms, 5 * MS_PER_MINUTE), found.longest_ms):
        worked_ms = 0
        for timed in of.plan(length_ms).segments:
            by_hand = timed.segment.kind == "work" and timed.segment.tool != "none"
            worked_ms = worked_ms + timed.end_ms - timed.start_ms if by_hand else 0
            assert worked_ms <= HAND_WORK_MS, (length_ms, timed.segment.id)


def test_no_sentence_is_heard_more_often_than_there_are_rounds(routine: Routine) -> None:
    of = measured(routine)
    found = of.limits()
    warm = set(routine.remind)
    for length_ms in (found.shortest_ms, routine.length, 2 * routine.length, found.longest_ms):
        plan = of.plan(length_ms)
        pauses = {timed.segment.id for timed in plan.segments if timed.segment.kind == "pause"}
        cues = [cue for cue in of.script(length_ms).cues if cue.text and cue.step not in pauses]
        heard = Counter(cue.text for cue in cues)
        instructions = {cue.text for cue in cues if cue.role in ("action", "preview")}
        assert {text for text, times in heard.items() if times > plan.rounds and text in instructions} == set()
        if plan.rounds == 1:
            assert {text for text, times in heard.items() if times > 1} <= set(warm), length_ms
        for text in heard.keys() & warm if plan.rounds == 1 else ():
            times_ms = [cue.at_ms for cue in cues if cue.text == text]
            assert all(later - earlier >= WARM_APART_MS for earlier, later in pairwise(times_ms)), text


def test_a_pause_says_no_sentence_more_often_than_it_is_held(routine: Routine) -> None:
    """A sentence without a side, such as that the next round is lighter, is heard on both sides of each section."""
    plan = measured(routine).plan(measured(routine).limits().longest_ms)
    heard = Counter(
        (timed.segment.section, timed.segment.id.split(".")[1], line.text)
        for timed in plan.segments
        if timed.segment.kind == "pause"
        for line in timed.segment.action
    )
    assert max(heard.values()) <= plan.rounds - 1


def test_no_sentence_is_written_twice(routine: Routine) -> None:
    texts = [line.text for one in arrange(routine, PHRASES) for line in (*one.action, *one.preview)]
    texts += [line for step in steps(routine) for line in step.remind]
    texts += routine.remind
    assert [text for text, times in Counter(texts).items() if times > 1] == []


def test_the_side_is_named_whenever_there_are_two(routine: Routine) -> None:
    for section in routine.sections:
        if section.sides == "each":
            assert section.switch is not None
            assert "{side}" in section.switch.say
            for step in section.steps:
                assert "{side}" in split_sentences(step.say)[0], step.slug
                assert "{side}" in (step.again or ""), step.slug


def test_the_second_side_has_one_sentence_and_fewer_words(routine: Routine) -> None:
    for section in routine.sections:
        for step in section.steps if section.sides == "each" else ():
            unconditional = [one for one in split_sentences(step.again or "") if not one.startswith("[")]
            assert len(unconditional) == 1, step.slug
            assert len((step.again or "").split()) <= len(step.say.split()), step.slug


def test_a_step_begins_with_one_to_three_sentences(routine: Routine) -> None:
    assert all(1 <= len(split_sentences(step.say)) <= 3 for step in steps(routine))


def test_every_step_has_two_to_four_reminders_of_three_to_nine_words(routine: Routine) -> None:
    for step in steps(routine):
        assert 2 <= len(step.remind) <= 4, step.slug
        assert all(3 <= len(line.split()) <= 9 for line in step.remind), step.slug


def test_general_reminders_are_many_and_short(routine: Routine) -> None:
    assert len(routine.remind) >= 10
    assert all(3 <= len(line.split()) <= 9 for line in routine.remind)


def test_the_safety_line_says_who_skips_who_asks_first_what_to_avoid_and_when_to_stop(routine: Routine) -> None:
    safety = routine.opening.safety.say.lower()
    assert SAFETY_WORDS[0] <= len(safety.split()) <= SAFETY_WORDS[1]
    for word in ("fever", "infection", "clot", "swollen", "doctor", "broken skin", "raised veins", "stop"):
        assert word in safety
    for word in ("blood thinners", "bleeding disorder", "numb feet", "tingles", "goes numb"):
        assert word in safety
    assert "midwife" in safety or all(word in safety for word in ("pregnant", "cancer", "flare-up"))


def test_a_turn_of_the_whole_body_has_a_preview(routine: Routine) -> None:
    for section in routine.sections:
        if section.position == "side-lying" and section.switch:
            assert section.switch.preview


def test_a_giver_dries_the_soles_of_the_receiver(routine: Routine) -> None:
    if routine.mode == "partner" and any("cream" in need for need in routine.needs):
        assert "dry" in routine.closing.close.say
        assert "soles" in routine.closing.close.say


def test_rest_and_close_fit_any_position_unless_they_have_a_condition(routine: Routine) -> None:
    places = {place_of(section.position or routine.opening.position) for section in routine.sections}
    words = routine.closing.close.say + " " + (routine.closing.rest.say if routine.closing.rest else "")
    sentences = [sentence for sentence in split_sentences(words) if not sentence.startswith("[")]
    if len(places) > 1:
        assert not any(word in " ".join(sentences).lower() for word in ("your back", "your side", "chair", "bed "))


def test_slow_strokes_are_led_by_the_breath(routine: Routine) -> None:
    """Five to eight strokes a minute are breaths; who counts them is not at rest."""
    for step in steps(routine):
        if step.technique in ("effleurage", "compression", "lymph_stretch") and step.tempo and step.tempo <= SLOW:
            assert "breath" in " ".join((step.say, *step.remind[:1])).lower(), step.slug


def test_every_session_welcomes_its_listener_and_ends_with_thanks_or_a_wish(routine: Routine) -> None:
    welcome, farewell = routine.opening.welcome, routine.closing.close.farewell
    assert welcome is not None
    assert 8_000 <= welcome.time.min_ms <= welcome.time.ideal_ms <= 17_000
    assert "breath" in welcome.say.lower()
    assert 4 <= len((farewell or "").split()) <= 18


def test_both_sides_are_compared(routine: Routine) -> None:
    two_sided = [section for section in routine.sections if section.sides == "each"]
    assert not two_sided or any(section.compare for section in two_sided)


def test_a_giver_asks_about_the_pressure_and_the_receiver_may_stop_it(routine: Routine) -> None:
    if routine.mode == "partner":
        asked = {AREAS[step.area].group for step in steps(routine) if "pressure" in (step.ask or "")}
        assert {"feet", "lower-leg", "thigh"} & set(groups_of(routine)) <= asked | {"thigh"}
        opening = f"{routine.opening.settle.say} {routine.opening.settle.brief}"
        assert "stop" in opening.lower()


def test_a_rest_says_what_will_end_it(routine: Routine) -> None:
    assert routine.closing.rest is None or "bell" in split_sentences(routine.closing.rest.say)[-1]


def test_no_line_can_be_misheard_or_promises_health(routine: Routine) -> None:
    for text in spoken(routine):
        assert not any(word in text.lower() for word in (*AMBIGUOUS, *PROMISES)), text


def test_every_line_is_plain_words_that_a_voice_reads_well(routine: Routine) -> None:
    for text in spoken(routine):
        assert text[0].isupper(), text
        assert text[-1] in ".?!", text
        assert all(char.isalpha() or char in " ,'.?!:-" for char in text), text


def test_leaving_out_optional_steps_leaves_no_section_without_its_move(routine: Routine) -> None:
    """Checks that every position of a session is reached by a move, however many optional steps are left out."""
    optional = drop_order(routine)
    for number in range(len(optional) + 1):
        position = routine.opening.position
        for one in arrange(routine, PHRASES, optional[:number]):
            position = one.position if one.kind == "move" else position
            assert one.position == position, one.id
