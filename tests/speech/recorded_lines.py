"""Recordings of a reader, as the tests need them: a tone for each line."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import soundfile


def record(folder: Path, name: str, length_s: float = 1.0, *, frame_rate: int = 44_100, level: float = 0.5) -> Path:
    folder.mkdir(exist_ok=True)
    tone = level * np.sin(np.arange(int(length_s * frame_rate)) * (2 * np.pi * 200 / frame_rate))
    silence = np.zeros(frame_rate // 2)
    path = folder / name
    soundfile.write(path, np.stack([np.concatenate([silence, tone, silence])] * 2, axis=1), frame_rate)
    return path
