"""Every built-in routine in a real voice, at all its ends, with everything that it can leave out."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kneadcast import Options, SoundSettings, compile_script, routine_limits
from kneadcast.errors import RoutineError
from kneadcast.planning.timing import SENTENCE_PAUSE_MS
from kneadcast.reports.lint import lint
from kneadcast.routine.avoidance import avoid
from kneadcast.routine.body import TYPES
from kneadcast.routine.contraindications import CAUTIONS
from kneadcast.routine.library import load_routine, routine_names
from kneadcast.routine.phrases import load_phrases
from kneadcast.routine.wording import split_sentences
from kneadcast.speech import Delivery, Line, open_narrator

VOICE = "en-us"
"""Of espeak: the natural voice would take an hour over all these lines."""
PHRASES = load_phrases("en")


@pytest.mark.slow
@pytest.mark.parametrize("voice", [VOICE, "natural"])
def test_the_safety_line_takes_40_seconds_and_longer_only_where_more_people_are_to_leave_it_out(voice: str) -> None:
    narrator = open_narrator(Delivery(voice))
    for name in routine_names():
        routine = load_routine(name)
        sentences = split_sentences(routine.opening.safety.say)
        clips = narrator.speak([Line(text) for text in sentences]).clips
        speech_ms = sum(clip.length_ms for clip in clips.values()) + SENTENCE_PAUSE_MS * (len(sentences) - 1)
        more_people = TYPES[routine.type].contraindications or routine.mode == "partner" or "pregnancy" in name
        assert 35_000 <= speech_ms <= (56_000 if more_people else 45_000), name


@pytest.mark.slow
@pytest.mark.parametrize("name", routine_names())
def test_a_real_voice_makes_nobody_stumble_at_any_length_with_anything_left_out(name: str) -> None:
    routine = load_routine(name)
    narrator = open_narrator(Delivery(VOICE))
    remarks: dict[str, list[str]] = {}
    for caution in ("", *CAUTIONS):
        options = Options(avoid=(caution,) if caution else ())
        try:
            avoid(routine, options.avoid, PHRASES)
        except RoutineError:
            continue
        found = routine_limits(routine, options=options, narrator=narrator)
        for length_ms in (found.shortest_ms, routine.length, found.longest_ms):
            script = compile_script(
                routine, length=timedelta(milliseconds=length_ms), options=options, narrator=narrator
            )
            remarked = lint(script, PHRASES, usual=length_ms == routine.length)
            remarks.setdefault(caution, []).extend(f"{length_ms // 1000} s: {remark}" for remark in remarked)
    assert {caution: found for caution, found in remarks.items() if found} == {}


@pytest.mark.slow
@pytest.mark.parametrize("voice", [VOICE, "natural"])
@pytest.mark.parametrize("name", routine_names())
def test_the_instructions_of_a_session_are_spoken_at_the_pace_asked_for(name: str, voice: str) -> None:
    script = compile_script(name, options=Options(sound=SoundSettings(voice=voice)))
    instructions = [cue for cue in script.cues if cue.text and cue.role in ("action", "preview")]
    words = sum(len(cue.text.split()) for cue in instructions if cue.text)
    assert words * 60_000 / sum(cue.length_ms for cue in instructions) == pytest.approx(script.sound.pace_wpm, rel=0.05)
