"""Lines like those of a session, and the samples of the clips that they become."""

from __future__ import annotations

import shutil
import wave
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from kneadcast.cache.store import speech_folder
from kneadcast.speech import Clip, Line

LINES = [
    Line(text)
    for text in (
        "Set that foot down, and bring up the other.",
        "Thumbs again, on your left sole.",
        "Glide a soft fist from the ball of your foot to the heel.",
        "Shake your right calf loosely from side to side.",
        "Turn over onto your other side, and take your time.",
        "Draw wide circles around the bony point of your hip.",
        "Squeeze your heel between both palms, then set it free.",
        "Let your shoulders sink, and breathe as you like.",
        "Sweep lightly upward, from the ankle to the knee.",
        "About five minutes are left.",
        "Skip today if you have a fever, or a leg that is newly swollen.",
        "Ask your doctor first if you are pregnant or take blood thinners.",
        "Stop if anything hurts.",
        "Next, your right foot. Slow circles, row by row.",
        "Dry your soles before you stand.",
        "Press gently, hold, and release.",
    )
]


def samples_of(path: Path) -> tuple[np.ndarray[tuple[int], np.dtype[np.int16]], int]:
    """Returns the samples of a clip and its frame rate in hertz."""
    with wave.open(str(path), "rb") as wav:
        return np.frombuffer(wav.readframes(wav.getnframes()), "<i2"), wav.getframerate()


def mean_wpm(clips: Mapping[Line, Clip]) -> float:
    """Returns the pace of clips in words a minute."""
    return sum(len(line.text.split()) for line in clips) * 60_000 / sum(clip.length_ms for clip in clips.values())


def cache_without_clips(cache: Path, folder: Path) -> Path:
    """Copies the measured paces of a cache, so that a test has to speak its lines and nothing else."""
    shutil.copytree(speech_folder(cache) / "paces", speech_folder(folder) / "paces")
    return folder
