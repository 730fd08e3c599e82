"""A clip by itself, as loud as it would be in a session, for somebody who wants to hear one line."""

from __future__ import annotations

from pathlib import Path

import soundfile

from kneadcast.errors import SoundError
from kneadcast.sound.clips import load_clip
from kneadcast.sound.loudness import level
from kneadcast.sound.pcm import CHANNELS, FRAME_RATE

SPEECH_LUFS = -18.0
"""Spoken audio for headphones and small loudspeakers, as AES TD1008 has it."""


def write_solo(clip: Path, target: Path) -> None:
    """Writes a clip as a stereo WAV of 16 bits, whatever the target's name.

    Raises:
        SoundError: If the clip cannot be read, or the target not be written.
    """
    samples = level(load_clip(clip), SPEECH_LUFS)
    try:
        soundfile.write(target, samples.repeat(CHANNELS).reshape(-1, CHANNELS), FRAME_RATE, "PCM_16", format="WAV")
    except (OSError, soundfile.LibsndfileError) as reason:
        raise SoundError(f"'{target}' could not be written: {reason}") from reason
