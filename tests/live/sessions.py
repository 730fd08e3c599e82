"""Live sessions that tests pull or play, faster than real time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from hypothesis import strategies as st
from numpy.typing import NDArray

from kneadcast.cache.kept_sound import kept_sound
from kneadcast.choices import PacerMode
from kneadcast.live.opening import open_live
from kneadcast.live.session import CHUNK_FRAMES, CHUNK_MS, LiveSession
from kneadcast.options import Options
from kneadcast.planning.live.commands import Command, CommandName
from kneadcast.script.model import Script
from kneadcast.script.sound_settings import SoundSettings
from kneadcast.sound import Mix
from kneadcast.sound.pcm import CHANNELS, FRAME_RATE
from kneadcast.units import frames_at
from tests.short_session import LENGTH, OPTIONS, ROUTINE

CHUNKS_IN_TENTH = 100 // CHUNK_MS
TENTH_FRAMES = CHUNKS_IN_TENTH * CHUNK_FRAMES
"""A tenth of a second, in which tests count."""
Frames = NDArray[np.int16]
Requests = Mapping[int, Sequence[Command]]
"""Commands by the tenth of a second before which they are given."""
PLAIN_NAMES: tuple[CommandName, ...] = (
    *("stay", "next", "back", "again", "pause", "resume", "less_talk", "more_talk"),
    *("time_left", "help", "stop", "yes", "no"),
)
"""The commands without an argument, other than those for the loudness."""


def with_template(template: str, pacer: PacerMode | None = None, options: Options = OPTIONS) -> Options:
    """Returns the options of the short session with another template."""
    return replace(options, sound=SoundSettings(template=template, pacer=pacer))


def opened(options: Options = OPTIONS, *, routine: str = ROUTINE, length: str = LENGTH) -> LiveSession:
    """Opens a live session; needs the fixture `silent_narrator`."""
    return open_live(routine, length=length, options=options)


def frames_of(data: bytes) -> Frames:
    """Returns 16-bit stereo as one row a frame."""
    return np.frombuffer(data, dtype="<i2").reshape(-1, CHANNELS)


def pulled(session: LiveSession, requests: Requests, most_tenths: int | None = None) -> Frames:
    """Pulls a session with commands to its end, or for a number of tenths of a second."""
    tenths: list[bytes] = []
    while not session.ended and (most_tenths is None or len(tenths) < most_tenths):
        for command in requests.get(len(tenths), ()):
            session.command(command)
        tenths.append(b"".join(session.next_chunk() or b"" for _ in range(CHUNKS_IN_TENTH)))
        if len(tenths) % 5 == 0:
            session.mix_ahead()
    return frames_of(b"".join(tenths))


def rendered(session: LiveSession, script: Script | None = None) -> Frames:
    """Mixes the script of a session as it happened, as a mix of its own."""
    compiled = session.compiled()
    assert compiled
    mix = Mix(script or compiled.script, compiled.narration, compiled.template, kept_sound())
    return frames_of(b"".join(block.raw_data for block in mix.blocks()))


def replanned_frames(session: LiveSession) -> list[int]:
    """Returns the frames at which the rest was planned anew."""
    return [frames_at(entry.at_ms, FRAME_RATE) for entry in session.plan.log]


def largest_step(sound: Frames, first: int = 0, end: int | None = None) -> int:
    """Returns the largest difference of neighbouring samples."""
    return int(np.abs(np.diff(sound[first:end].astype(np.int32), axis=0)).max(initial=0))


commands = st.one_of(
    st.sampled_from(PLAIN_NAMES).map(Command),
    st.sampled_from(["foot", "sole", "heel", "toes", "feet", "knee"]).map(lambda part: Command("skip", part=part)),
    st.integers(1, 12).map(lambda minutes: Command("end_in", minutes=minutes)),
)
"""Any command that changes the plan."""


def requests_within(tenths: int) -> st.SearchStrategy[dict[int, list[Command]]]:
    """Draws commands at moments within a number of tenths of a second."""
    return st.dictionaries(st.integers(0, tenths), st.lists(commands, min_size=1, max_size=2), max_size=6)
