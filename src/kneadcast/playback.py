"""Playback of a session without writing a file: blocks are mixed while it plays, from any moment on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kneadcast.cache.kept_sound import kept_sound
from kneadcast.choices import DEFAULT_ROUTINE
from kneadcast.options import Options
from kneadcast.pipeline import Compiled, Progress, measure, prepare, speak
from kneadcast.routine import RoutineSource
from kneadcast.script.editing import excerpt
from kneadcast.script.model import Script
from kneadcast.sound import Mix
from kneadcast.sound.pcm import FRAME_RATE, AudioSegment
from kneadcast.speech import Narrator
from kneadcast.units import Length, length_in_ms

_PLAYBACK_BLOCK_FRAMES = FRAME_RATE
"""Length of a block; short, so that playback begins without delay."""


@dataclass(frozen=True)
class Playback:
    """A session that can be played from any moment on."""

    compiled: Compiled

    @property
    def script(self) -> Script:
        """The script of the session."""
        return self.compiled.script

    def blocks_from(self, at_ms: int) -> Iterator[AudioSegment]:
        """Returns the sound of the session from a moment on, in blocks; each is mixed when it is requested."""
        rest = excerpt(self.script, at_ms, self.script.length_ms)
        mix = Mix(rest, self.compiled.narration, self.compiled.template, kept_sound())
        return mix.blocks(most_frames=_PLAYBACK_BLOCK_FRAMES)


def open_playback(
    routine: RoutineSource = DEFAULT_ROUTINE,
    *,
    length: Length | None = None,
    nearest: bool = False,
    options: Options = Options(),
    narrator: Narrator | None = None,
    progress: Progress | None = None,
) -> Playback:
    """Compiles a session for playback; see `kneadcast.build.build_session`.

    Raises:
        KneadcastError: If the routine, the length or the voice is not available.
    """
    prepared = prepare(routine, options, length_in_ms(length), nearest=nearest)
    return Playback(speak(measure(prepared, narrator, progress), progress))
