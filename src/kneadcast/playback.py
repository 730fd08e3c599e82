"""Playback of a session without writing a file, from any moment on: mixed while it plays, decoded, or without sound."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from kneadcast import output
from kneadcast.build import compile_script_with_notes, compile_session
from kneadcast.cache.kept_sound import kept_sound
from kneadcast.choices import DEFAULT_ROUTINE
from kneadcast.options import Options
from kneadcast.output.formats import FORMATS
from kneadcast.pipeline import Compiled, Progress, compile_written
from kneadcast.routine import RoutineSource
from kneadcast.script.editing import excerpt
from kneadcast.script.file import is_script, read_script
from kneadcast.script.model import Script
from kneadcast.sound import Mix
from kneadcast.sound.pcm import CHANNELS, FRAME_RATE, SAMPLE_WIDTH, AudioSegment, segment_of, to_segment
from kneadcast.speech import Narrator
from kneadcast.units import Length, frames_at

_PLAYBACK_BLOCK_FRAMES = FRAME_RATE
"""Length of a block; short, so that playback begins without delay."""


class Playback(Protocol):
    """A session that can be played from any moment on."""

    @property
    def script(self) -> Script:
        """The script of the session."""
        ...

    @property
    def notes(self) -> tuple[str, ...]:
        """What was left out or softened because of cautions."""
        ...

    def blocks_from(self, at_ms: int) -> Iterator[AudioSegment]:
        """Returns the sound of the session from a moment on, in blocks; each is made when it is requested."""
        ...


@dataclass(frozen=True)
class MixedPlayback:
    """A compiled session, which is mixed while it plays."""

    compiled: Compiled

    @property
    def script(self) -> Script:
        """The script of the session."""
        return self.compiled.script

    @property
    def notes(self) -> tuple[str, ...]:
        """What was left out or softened because of cautions."""
        return self.compiled.notes

    def blocks_from(self, at_ms: int) -> Iterator[AudioSegment]:
        """Returns the mix from a moment on."""
        rest = excerpt(self.script, at_ms, self.script.length_ms)
        mix = Mix(rest, self.compiled.narration, self.compiled.template, kept_sound())
        return mix.blocks(most_frames=_PLAYBACK_BLOCK_FRAMES)


@dataclass(frozen=True)
class FilePlayback:
    """A finished session, which is decoded while it plays."""

    path: Path
    script: Script
    notes: tuple[str, ...] = ()

    def blocks_from(self, at_ms: int) -> Iterator[AudioSegment]:
        """Returns the sound of the file from a moment on.

        Raises:
            OutputError: If the file cannot be decoded.
        """
        return map(to_segment, output.decoded_blocks(self.path, from_frame=frames_at(at_ms, FRAME_RATE)))


@dataclass(frozen=True)
class SilentPlayback:
    """A session of which nothing is heard, so that nothing has to be spoken, mixed or decoded."""

    script: Script
    notes: tuple[str, ...] = ()

    def blocks_from(self, at_ms: int) -> Iterator[AudioSegment]:
        """Returns silence from a moment to the end of the session."""
        end = frames_at(self.script.length_ms, FRAME_RATE)
        for start in range(frames_at(at_ms, FRAME_RATE), end, _PLAYBACK_BLOCK_FRAMES):
            yield segment_of(bytes(min(_PLAYBACK_BLOCK_FRAMES, end - start) * CHANNELS * SAMPLE_WIDTH))


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
    return MixedPlayback(
        compile_session(routine, length=length, nearest=nearest, options=options, narrator=narrator, progress=progress)
    )


def open_silent_playback(
    routine: RoutineSource = DEFAULT_ROUTINE,
    *,
    length: Length | None = None,
    nearest: bool = False,
    options: Options = Options(),
    narrator: Narrator | None = None,
    progress: Progress | None = None,
) -> Playback:
    """Plans a session that is not heard, with the lengths of its words; only lines of unknown length are spoken.

    Raises:
        KneadcastError: If the routine, the length or the voice is not available.
    """
    script, notes = compile_script_with_notes(
        routine, length=length, nearest=nearest, options=options, narrator=narrator, progress=progress
    )
    return SilentPlayback(script, notes)


def is_written(source: str | Path) -> bool:
    """Returns whether a source is a finished session or a script file, rather than a routine.

    Raises:
        ScriptError: If it is a file that cannot be read as YAML.
    """
    return _is_finished(Path(source)) or is_script(source)


def open_written(path: Path, *, silent: bool = False, progress: Progress | None = None) -> Playback:
    """Opens a finished session or a script file, which is played as it is.

    Args:
        path: A file for which `is_written` is true.
        silent: Whether nothing will be heard; then the lines of a script are not spoken.
        progress: Called with the number of lines of a script.

    Raises:
        KneadcastError: If the file cannot be read, a session does not contain its script, or a script cannot be
            rendered.
    """
    if _is_finished(path):
        script = output.read_provenance(path).script
        return SilentPlayback(script) if silent else FilePlayback(path, script)
    source = read_script(path)
    return (
        SilentPlayback(source.script)
        if silent
        else MixedPlayback(compile_written(source, Options(), progress=progress))
    )


def _is_finished(path: Path) -> bool:
    return path.suffix.lower() in {format_.suffix for format_ in FORMATS.values()}
