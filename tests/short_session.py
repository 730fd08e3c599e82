"""A session that is compiled and mixed fast: three minutes of one foot, without ambience."""

from __future__ import annotations

from dataclasses import replace

from kneadcast import Options, SoundSettings, parse_preferences
from kneadcast.build import compile_session
from kneadcast.pipeline import Compiled
from kneadcast.script.editing import preview

ROUTINE = "five-minute-feet"
LENGTH = "3m"
LENGTH_MS = 180_000
OPTIONS = Options(sound=SoundSettings(template="plain"), preferences=parse_preferences(side="left"))


def compiled() -> Compiled:
    """Returns the compiled session; needs the fixture `silent_narrator`."""
    return compile_session(ROUTINE, length=LENGTH, options=OPTIONS)


def compiled_part(length_ms: int = 20_000) -> Compiled:
    """Returns the session from its first step of work on, of which a short part takes a moment to mix."""
    whole = compiled()
    return replace(whole, script=preview(whole.script, length_ms=length_ms))
