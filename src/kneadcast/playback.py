"""Playback of a finished session or a script, from any moment on: decoded, mixed while it plays, or without sound."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from kneadcast import output
from kneadcast.cache.kept_sound import kept_sound
from kneadcast.options import Options
from kneadcast.output.formats import FORMATS
from kneadcast.pipeline import Compiled, Progress, compile_written
from kneadcast.script.editing import excerpt
from kneadcast.script.file import is_script, read_script
from kneadcast.script.model import Script
from kneadcast.sound import Mix
from kneadcast.sound.pcm import CHANNELS, FRAME_RATE, SAMPLE_WIDTH, AudioSegment, segment_of, to_segment
from kneadcast.units import frames_at

_PLAYBACK_BLOCK_FRAMES = FRAME_RATE
"""Length of a block; short, so that playback begins without delay."""


class Playback(Protocol):
    """A session that can be played from any moment on."""

    @property
    def script(self) -> Script:
        """The script of the session."""
        ...

    def blocks_from(self, at_ms: int) -> Iterator[AudioSegment]:
        """Returns the sound of the session from a moment on, in blocks; each is made when it is requested."""
        ...


@dataclass(frozen=True)
class MixedPlayback:
    """A script, which is mixed while it plays."""

    compiled: Compiled

    @property
    def script(self) -> Script:
        """The script of the session."""
        return self.compiled.script

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

    def blocks_from(self, at_ms: int) -> Iterator[AudioSegment]:
        """Returns silence from a moment to the end of the session."""
        end = frames_at(self.script.length_ms, FRAME_RATE)
        for start in range(frames_at(at_ms, FRAME_RATE), end, _PLAYBACK_BLOCK_FRAMES):
            yield segment_of(bytes(min(_PLAYBACK_BLOCK_FRAMES, end - start) * CHANNELS * SAMPLE_WIDTH))


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
