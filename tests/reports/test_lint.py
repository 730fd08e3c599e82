"""What only a whole session shows, held against every built-in routine with everything it can spare a listener."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import pytest

from kneadcast.errors import RoutineError
from kneadcast.reports.lint import FORGOTTEN_MS, Remark, lint, speech_share
from kneadcast.routine.avoidance import avoid
from kneadcast.routine.contraindications import CAUTIONS
from kneadcast.routine.library import load_routine, routine_names
from kneadcast.routine.model import Routine
from kneadcast.routine.phrases import load_phrases
from kneadcast.script.model import Cue, Script
from kneadcast.units import MS_PER_MINUTE, format_duration
from tests.routines import measured
from tests.samples import all_routines

PHRASES = load_phrases("en")


def written(of: Routine, length_ms: int) -> Script:
    return measured(of, phrases=PHRASES).script(length_ms)


def remarks(of: Routine, *, complete: bool = True) -> list[str]:
    """Returns what a listener would stumble over at the shortest, the usual and the longest session.

    With something left out, fewer steps share as many words about the listener's own cautions.
    """
    found = measured(of, phrases=PHRASES).limits()
    return [
        f"{length_ms // 1000} s: {remark}"
        for length_ms in (found.shortest_ms, of.length, found.longest_ms)
        for remark in lint(written(of, length_ms), PHRASES, usual=complete and length_ms == of.length)
    ]


@pytest.mark.parametrize("name", routine_names())
def test_no_built_in_routine_makes_a_listener_stumble_at_any_length(name: str) -> None:
    assert remarks(load_routine(name)) == []


@pytest.mark.parametrize("name", all_routines(routine_names()))
def test_nor_does_it_with_anything_that_it_can_leave_out(name: str) -> None:
    routine = load_routine(name)
    kept = []
    for caution in CAUTIONS:
        try:
            kept.append((caution, avoid(routine, [caution], PHRASES).routine))
        except RoutineError:
            continue
    assert {caution: found for caution, spared in kept if (found := remarks(spared, complete=False))} == {}
    assert len(kept) >= len(CAUTIONS) // 2


def session() -> Script:
    return written(load_routine("self-massage-at-home"), 600_000)


def rules(script: Script) -> set[str]:
    found: tuple[Remark, ...] = lint(script, PHRASES)
    return {remark.rule for remark in found}


def saying(script: Script, changed: Cue, text: str | None) -> Script:
    """Returns a script in which one cue says another text."""
    cues = tuple(cue.model_copy(update={"text": text}) if cue == changed else cue for cue in script.cues)
    return script.model_copy(update={"cues": cues})


def repeated(script: Script) -> list[str]:
    return [str(remark) for remark in lint(script, PHRASES, usual=False) if remark.rule == "repeated-line"]


def test_a_line_that_is_heard_twice_is_remarked() -> None:
    script = session()
    first, second = [cue for cue in script.cues if cue.role == "reminder"][:2]
    (remark,) = repeated(saying(script, second, first.text))
    after = format_duration(round(second.at_ms - first.at_ms, -3))
    assert remark.endswith(f"[repeated-line] '{first.text}' has been heard {after} before")


def in_rounds() -> Script:
    """Returns a session of several rounds, each with one pause before it."""
    script = written(load_routine("self-massage-at-home"), 60 * MS_PER_MINUTE)
    assert any(step.kind == "pause" for step in script.steps)
    return script


def test_instructions_may_come_back_in_another_round() -> None:
    script = in_rounds()
    texts = [cue.text for cue in script.cues if cue.role == "action"]
    assert len(texts) > len(set(texts))
    assert repeated(script) == []


def test_an_instruction_that_comes_back_at_once_is_remarked() -> None:
    script = in_rounds()
    ends = {step.id for step in script.steps if step.kind in ("pause", "switch")}
    works = [cue for cue in script.cues if cue.role == "action" and cue.step not in ends]
    first, second = next(pair for pair in pairwise(works) if pair[0].step != pair[1].step)
    (remark,) = repeated(saying(script, second, first.text))
    assert f"'{first.text}' has been heard" in remark


def test_a_reminder_may_come_back_in_a_session_of_rounds_when_it_has_been_forgotten() -> None:
    script = in_rounds()
    reminders = [cue for cue in script.cues if cue.role == "reminder"]
    uses = Counter(cue.text for cue in reminders)
    first = next(cue for cue in reminders if uses[cue.text] == 1)
    for other in reminders:
        apart_ms = abs(other.at_ms - first.at_ms)
        if other != first and uses[other.text] == 1:
            found = repeated(saying(script, other, first.text))
            assert len(found) == (apart_ms < FORGOTTEN_MS), apart_ms
    assert any(0 < abs(other.at_ms - first.at_ms) < FORGOTTEN_MS for other in reminders)


def test_silence_that_nothing_announced_is_remarked() -> None:
    script = written(load_routine("self-massage-at-home"), 20 * MS_PER_MINUTE)
    cues = tuple(cue for cue in script.cues if cue.role != "reminder")
    assert "silence" in rules(script.model_copy(update={"cues": cues}))


def test_too_little_and_too_much_speech_are_remarked() -> None:
    script = session()
    for share in (0.05, 0.65):
        factor = share / speech_share(script)
        cues = tuple(cue.model_copy(update={"length_ms": round(cue.length_ms * factor)}) for cue in script.cues)
        assert "speech-share" in rules(script.model_copy(update={"cues": cues}))


def test_a_step_that_does_not_name_its_side_is_remarked() -> None:
    script = session()
    cues = tuple(
        cue.model_copy(update={"text": cue.text.replace("left", "good")}) if cue.text else cue for cue in script.cues
    )
    assert "side-named" in rules(script.model_copy(update={"cues": cues}))


def test_a_position_that_no_move_leads_to_is_remarked() -> None:
    script = session()
    steps = (*script.steps[:-1], script.steps[-1].model_copy(update={"position": "reclined"}))
    assert rules(script.model_copy(update={"steps": steps})) == {"position"}


def test_a_sentence_that_is_too_long_is_remarked() -> None:
    script = session()
    cue = script.cues[1].model_copy(update={"text": "word " * 15})
    assert "sentence-length" in rules(script.model_copy(update={"cues": (script.cues[0], cue, *script.cues[2:])}))
