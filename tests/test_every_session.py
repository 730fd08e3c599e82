"""Every built-in routine in a real voice, at all its ends, with everything that it can leave out."""

from __future__ import annotations

import pytest

from kneadcast import Options, compile_script, routine_limits
from kneadcast.errors import RoutineError
from kneadcast.routine.avoidance import avoid
from kneadcast.routine.cautions import CAUTIONS
from kneadcast.routine.library import load_phrases, load_routine, routine_names
from kneadcast.session.lint import lint
from kneadcast.speech import Delivery, open_narrator

VOICE = "en-us"
"""Of espeak: the natural voice would take an hour over all these lines."""
PHRASES = load_phrases("en")


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
            script = compile_script(routine, length=length_ms, options=options, narrator=narrator)
            remarked = lint(script, PHRASES, usual=length_ms == routine.length)
            remarks.setdefault(caution, []).extend(f"{length_ms // 1000} s: {remark}" for remark in remarked)
    assert {caution: found for caution, found in remarks.items() if found} == {}
