"""Scenes in the simulated room, which drive a whole listener with the real networks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import soxr

from kneadcast.build import compile_session
from kneadcast.cache.kept_sound import kept_sound
from kneadcast.listening.listener import Listener, ListenerEvent
from kneadcast.listening.recogniser import Recogniser
from kneadcast.listening.samples import BLOCK_SAMPLES, RATE, Samples, silence
from kneadcast.listening.voice_activity import SileroVoiceActivity
from kneadcast.options import Options
from kneadcast.sound import Mix
from kneadcast.sound.pcm import CHANNELS, FRAME_RATE
from tests.listening.room import Place, level, noise, room
from tests.listening.speakers import LEVEL, Speak

_FULL_SCALE = 32_768
_BETWEEN_S = 1.6
"""The silence between two commands."""


@dataclass(frozen=True)
class Played:
    """What a session plays, at 16 kHz, and when it speaks."""

    sound: Samples
    lines: tuple[tuple[int, int, str], ...]
    """The first and the last sample of each line, and its words."""

    def spoken(self, at: int) -> str | None:
        """Returns the words that sound at a sample."""
        return next((text for start, end, text in self.lines if start <= at < end), None)


def played(routine: str, options: Options) -> Played:
    """Returns a session as a loudspeaker plays it."""
    compiled = compile_session(routine, options=options)
    mix = Mix(compiled.script, compiled.narration, compiled.template, kept_sound())
    stereo = np.concatenate([np.frombuffer(block.raw_data, "<i2") for block in mix.blocks()])
    mono = stereo.reshape(-1, CHANNELS).mean(axis=1) / _FULL_SCALE
    lines = tuple(
        (cue.at_ms * RATE // 1000, cue.end_ms * RATE // 1000, cue.text) for cue in compiled.script.cues if cue.text
    )
    return Played(np.asarray(soxr.resample(mono, FRAME_RATE, RATE), np.float32), lines)


def heard_of_a_session(recogniser: Recogniser, session: Played, place: Place, snr_db: float) -> list[ListenerEvent]:
    """Returns what a listener hears of a session to which nobody says anything."""
    echo = room(place).played(session.sound)
    echo *= np.float32(LEVEL / level(echo))
    microphone = echo + noise(len(echo), seed=1) * np.float32(LEVEL * 10 ** (-snr_db / 20))
    listener = Listener(SileroVoiceActivity(), recogniser)
    events: list[ListenerEvent] = []
    for start in range(0, len(echo) - BLOCK_SAMPLES, BLOCK_SAMPLES):
        block = slice(start, start + BLOCK_SAMPLES)
        text = session.spoken(start)
        events += listener.feed(microphone[block], session.sound[block], speaking=text is not None, spoken_text=text)
    return events


def heard_of_people(
    recogniser: Recogniser, said: Sequence[tuple[str, Speak]], place: Place, snr_db: float, *, asked: bool = False
) -> list[list[ListenerEvent]]:
    """Returns what a listener hears of each utterance that is said in silences, over noise."""
    listener = Listener(SileroVoiceActivity(), recogniser)
    listener.expect_answer(asked)
    return [list(_heard(listener, text, speak, place, snr_db)) for text, speak in said]


def _heard(listener: Listener, text: str, speak: Speak, place: Place, snr_db: float) -> Iterable[ListenerEvent]:
    pause = silence(int(_BETWEEN_S * RATE / 2))
    voice = room(place).spoken(np.concatenate([pause, speak(text), pause]))
    voice *= np.float32(LEVEL / level(voice))
    voice += noise(len(voice), seed=len(text)) * np.float32(LEVEL * 10 ** (-snr_db / 20))
    for start in range(0, len(voice) - BLOCK_SAMPLES, BLOCK_SAMPLES):
        yield from listener.feed(voice[start : start + BLOCK_SAMPLES], silence(), speaking=False)
