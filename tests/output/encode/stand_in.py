"""A program that is used as ffmpeg: it claims to have every encoder, and then does what a test says."""

from __future__ import annotations

import sys
from pathlib import Path

import imageio_ffmpeg
import pytest

OWN_FFMPEG = "IMAGEIO_FFMPEG_EXE"

_START = """#!{python}
import os, signal, subprocess, sys, time
from pathlib import Path

arguments, target = sys.argv[1:], Path(sys.argv[-1].removeprefix("file:"))
runs = Path({runs!r})
probed = "-encoders" in arguments
if not probed:
    with runs.open("a") as counted:
        counted.write(str(os.getpid()) + "\\n")
number = len(runs.read_text().split()) if runs.exists() else 0

def encode():
    return subprocess.run([{real!r}, *arguments]).returncode

def answer():
    print("libmp3lame libopus aac flac pcm_s16le")
    sys.exit()
"""
_ANSWER = "if probed:\n    answer()\n"

posix_only = pytest.mark.skipif(sys.platform == "win32", reason="a script cannot stand in for ffmpeg on Windows")


def use_python(monkeypatch: pytest.MonkeyPatch, folder: Path, work: str, *, answers: bool = True) -> Path:
    """Uses a Python program as ffmpeg, and returns the file with the ids of its processes, without the probes.

    The program may use `encode()`, which runs the real ffmpeg with the same arguments, `answer()`, `probed`, `target`
    and `number`, the number of the run.
    """
    runs = folder / "runs"
    start = _START.format(python=sys.executable, runs=str(runs), real=imageio_ffmpeg.get_ffmpeg_exe())
    script = folder / "stand-in"
    script.write_text(start + (_ANSWER if answers else "") + work + "\n", encoding="utf-8")
    script.chmod(0o755)
    monkeypatch.setenv(OWN_FFMPEG, str(script))
    return runs
