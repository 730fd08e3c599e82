"""Running a command in a fork of this process, which has imported everything already, so that it starts at once."""

from __future__ import annotations

import io
import json
import os
import select
import signal
import sys
import tempfile
import traceback
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, NoReturn

from kneadcast.cli import main
from tests.faults.failing_calls import FailingCalls, Fault
from tests.faults.processes import wait_until_gone
from tests.faults.worlds import World

LIMIT_S = 60
"""No command takes a tenth of it."""
POWER_FAILURE = 137
HANGS = -signal.SIGKILL
"""The exit code of a command that did not end."""


@dataclass(frozen=True)
class Run:
    """The result of a run."""

    code: int
    output: str
    errors: str
    calls: tuple[str, ...]
    """The names of the calls that were counted."""
    failed: str
    """The call that failed; empty if the command came through without it."""
    orphans: tuple[str, ...]
    """Programs that were still running long after the command."""


def run_forked(
    arguments: Sequence[str],
    world: World,
    fault: Fault | None = None,
    variables: Mapping[str, str] | None = None,
) -> Run:
    """Runs a command in a world; one call of the operating system may fail, and `variables` are in its environment."""
    streams = (world.root.parent / "stdout", world.root.parent / "stderr")
    report, report_end = os.pipe()
    with warnings.catch_warnings():
        # The fork has one thread, and uses nothing that another thread of this process could have locked.
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if not child:
        os.environ.update({**world.environment(), **(variables or {})})
        _become_program(arguments, world, fault, streams, report_end)
    os.close(report_end)
    with os.fdopen(report, "rb") as pipe:
        facts = _report_of(pipe, child)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    orphans = wait_until_gone(str(world.root))
    output, errors = (path.read_text("utf-8", "replace") for path in streams)
    return Run(code, output, errors, tuple(facts.get("calls", ())), facts.get("failed", ""), orphans)


def _report_of(pipe: IO[bytes], child: int) -> dict[str, Any]:
    if not select.select([pipe], [], [], LIMIT_S)[0]:
        os.kill(child, signal.SIGKILL)
        return {"failed": "nothing known, because the command did not end"}
    facts: dict[str, Any] = json.loads(pipe.read() or b"{}")
    return facts


def _become_program(
    arguments: Sequence[str], world: World, fault: Fault | None, streams: tuple[Path, Path], report: int
) -> NoReturn:
    """Runs a command as the program does, reports on it and ends this process."""
    write, leave = os.write, os._exit

    def end(code: int) -> NoReturn:
        write(report, json.dumps({"calls": calls.names, "failed": calls.failed}).encode())
        leave(code)

    calls = FailingCalls(world.root, fault, lambda: end(POWER_FAILURE))
    code = 1
    try:
        _take_streams(streams)
        os.chdir(world.here)
        tempfile.tempdir = None
        sys.argv = ["kneadcast", *arguments]
        calls.install()
        code = _exit_code()
        sys.stdout.flush()
        sys.stderr.flush()
    finally:
        end(code)


def _take_streams(streams: tuple[Path, Path]) -> None:
    for number, path in enumerate((Path(os.devnull), *streams)):
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_TRUNC)
        os.dup2(descriptor, number)
        os.close(descriptor)
    sys.stdin = io.TextIOWrapper(io.FileIO(0))
    sys.stdout, sys.stderr = (
        io.TextIOWrapper(io.BufferedWriter(io.FileIO(number, "w")), "utf-8", line_buffering=True) for number in (1, 2)
    )


def _exit_code() -> int:
    try:
        main()
    except SystemExit as ending:
        if isinstance(ending.code, str):
            sys.stderr.write(ending.code)
        return ending.code if isinstance(ending.code, int) else int(ending.code is not None)
    except BaseException:  # as Python does
        traceback.print_exc()
        return 1
    return 0
