"""No command opens a connection to another computer, nor anything that could become one."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.faults.real_programs import LIMIT_S, PROGRAM
from tests.faults.short_files import NATURAL_SCRIPT
from tests.faults.worlds import World

_TRACED = ("strace", "--follow-forks", "--quiet=all", "--trace=socket,connect,sendto,sendmsg,sendmmsg")


def can_trace() -> bool:
    if shutil.which("strace") is None:
        return False
    return subprocess.run([*_TRACED, "--output=/dev/null", "true"], capture_output=True, check=False).returncode == 0


pytestmark = [
    pytest.mark.slow,
    pytest.mark.faults,
    pytest.mark.skipif(not can_trace(), reason="strace is not installed, or may not trace processes here"),
]


def fill(world: World) -> None:
    (world.here / "s.yaml").write_text(NATURAL_SCRIPT, encoding="utf-8")


@pytest.mark.parametrize(
    "arguments",
    [
        ("render", "s.yaml", "--with", "transcript,captions,lyrics,page,plot"),
        ("say", "Rub your sole.", "--voice", "en-us", "--output", "said.wav"),
        ("routines",),
        ("voices",),
        ("templates",),
        ("script", "five-minute-feet"),
    ],
    ids=lambda arguments: arguments[0],
)
def test_no_command_has_a_socket_of_the_internet(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    """All processes of a command, from their start to their end, have local sockets at most."""
    world = World(tmp_path, fill)
    trace = tmp_path / "trace"
    done = subprocess.run(
        [*_TRACED, f"--output={trace}", *PROGRAM, *arguments],
        cwd=world.here,
        env={**os.environ, **world.environment()},
        capture_output=True,
        text=True,
        timeout=3 * LIMIT_S,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert [line for line in trace.read_text("utf-8").splitlines() if "AF_INET" in line] == []


def test_a_socket_of_the_internet_would_be_found(tmp_path: Path) -> None:
    """The trace has the sockets of a process that a process of the command has started."""
    trace = tmp_path / "trace"
    inner = "import socket; socket.socket(socket.AF_INET, socket.SOCK_DGRAM)"
    outer = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {inner!r}], check=True)"
    subprocess.run([*_TRACED, f"--output={trace}", PROGRAM[0], "-c", outer], check=True, timeout=LIMIT_S)
    assert "AF_INET" in trace.read_text("utf-8")
