"""An ffmpeg that fails in a given way: a program that passes what it is asked on to the real one, as far as it goes."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

_PROGRAM = """\
#!{python} -SE
import os, subprocess, sys

REAL, ARGUMENTS = {real!r}, sys.argv[1:]
ENCODES = "pipe:0" in ARGUMENTS
DECODES = "pipe:1" in ARGUMENTS
TARGET = ARGUMENTS[-1].removeprefix("file:")

def encode(limit=-1):
    encoder = subprocess.Popen([REAL, *ARGUMENTS], stdin=subprocess.PIPE)
    encoder.stdin.write(sys.stdin.buffer.read(limit))
    encoder.stdin.close()
    return encoder.wait()

def say(words):
    os.write(2, words)

{body}
os.execv(REAL, [REAL, *ARGUMENTS])
"""
FAILURES: Mapping[str, str] = {
    "ends at once": "if ENCODES: sys.exit(1)",
    "ends after some kilobytes": "if ENCODES: encode(60_000); say(b'no more'); sys.exit(1)",
    "is killed in the middle": "if ENCODES: encode(600_000); os.kill(os.getpid(), 9)",
    "writes no file": "if ENCODES: sys.stdin.buffer.read(); sys.exit(0)",
    "writes an empty file": "if ENCODES: sys.stdin.buffer.read(); open(TARGET, 'wb').close(); sys.exit(0)",
    "writes half of a file": "if ENCODES: encode(); os.truncate(TARGET, os.path.getsize(TARGET) // 2); sys.exit(0)",
    "encodes half of the sound": ("if ENCODES: encode(44_100 * 4); sys.stdin.buffer.read(); sys.exit(0)"),
    "writes noise": "if ENCODES: sys.stdin.buffer.read(); open(TARGET, 'wb').write(os.urandom(50_000)); sys.exit(0)",
    "reports in binary": "if ENCODES: say(bytes(range(256)) * 9); sys.exit(1)",
    "reports in binary about its encoders": "if '-encoders' in ARGUMENTS: os.write(1, bytes(range(256))); sys.exit(0)",
    "knows no encoder": "if '-encoders' in ARGUMENTS: sys.exit(0)",
    "fails at its encoders": "if '-encoders' in ARGUMENTS: say(b'\\x1b[31mno'); sys.exit(3)",
}
"""What it does instead of what it should, by a description."""


def write_broken_ffmpeg(folder: Path, failure: str, real: str) -> Path:
    """Writes an ffmpeg that fails in a way, and returns its path."""
    program = folder / "ffmpeg"
    program.write_text(_PROGRAM.format(python=sys.executable, real=real, body=FAILURES[failure]), encoding="utf-8")
    program.chmod(0o755)
    return program
