"""Large arrays that were freed do not stay in the process."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

_PROGRAM = """
import sys
from pathlib import Path
from kneadcast.cli.memory import return_large_arrays

def resident_pages():
    return int(Path("/proc/self/statm").read_text().split()[1])

if sys.argv[1] == "returned":
    return_large_arrays()
bytearray(30_000_000)  # the first that is freed raises glibc's own threshold
kept = [bytearray(b"x") * 8_000_000 for _ in range(10)]
last = bytearray(b"x") * 100_000
full = resident_pages()
del kept
print((full - resident_pages()) * 4096 > 70_000_000)
"""


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="this system does not state its memory in /proc")
def test_arrays_of_some_megabytes_are_returned_when_they_are_freed() -> None:
    done = subprocess.run([sys.executable, "-c", _PROGRAM, "returned"], capture_output=True, text=True, check=True)
    assert done.stdout == "True\n"
