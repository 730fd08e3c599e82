"""Segments and samples, and how pydub is brought in."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from kneadcast.sound.pcm import FRAME_RATE, to_segment


def test_sound_is_imported_without_a_warning_where_there_is_no_ffmpeg(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-W", "always", "-c", "import kneadcast.sound, kneadcast.output"],
        env={**os.environ, "PATH": str(tmp_path), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout + done.stderr == ""


@pytest.mark.parametrize("frames", [0, 1, 43, 44, 45, 441, 100_001])
def test_segments_have_every_frame(frames: int) -> None:
    assert to_segment(np.zeros((frames, 2), dtype=np.float32)).frame_count() == frames


def test_samples_are_rounded_and_clipped_and_do_not_wrap_around() -> None:
    segment = to_segment(np.array([[0.5, -1.0], [2.0, -2.0], [0.6 / 32_768, 0.4 / 32_768]], dtype=np.float32))
    rows = np.frombuffer(segment.raw_data, dtype="<i2").reshape(-1, 2)
    assert rows.tolist() == [[16_384, -32_768], [32_767, -32_768], [1, 0]]
    assert segment.frame_rate == FRAME_RATE
