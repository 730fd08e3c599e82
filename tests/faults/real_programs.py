"""Running the real program in a world, and sending it a signal at some moment."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.faults.invariants import Command, Undisturbed, report_problems
from tests.faults.processes import PROC, wait_until_gone
from tests.faults.worlds import TMP, litter
from tests.faults.writing_commands import KILLED

MARKS = (
    pytest.mark.skipif(
        sys.platform != "linux" or not PROC.is_dir(), reason="it needs the signals and the list of processes of Linux"
    ),
    pytest.mark.slow,
    pytest.mark.faults,
)
"""The marks of tests that send signals to real programs."""
LIMIT_S = 60
PROGRAM = (sys.executable, "-m", "kneadcast")
KILLS_A_ROUND = 5
_ROOT = Path(__file__).parents[2]
_START_S = 0.3
"""No program has begun to write by then."""


@dataclass(frozen=True)
class Ended:
    """The result of a run."""

    code: int
    output: str
    errors: str
    orphans: tuple[str, ...]


class Victim:
    """A command that is run as a real program, and what it writes when nothing disturbs it."""

    def __init__(self, command: Command) -> None:
        self._command = command
        self._world = command.world
        self.ended_by_signal = 0
        """How often the program was still running when it got a signal."""
        self._first_s = self._time()
        self._undisturbed = Undisturbed(command, self._world.tree())
        assert litter(self._undisturbed.after) == []
        self._later_s = self._time()

    def run(self) -> Ended:
        """Runs the command undisturbed."""
        return self._run()

    def kill(self, times: int, rounds: int, chance: random.Random) -> Iterator[str]:
        """Kills the program at random moments, and yields what does not hold afterwards.

        Args:
            times: How often it is killed before it runs undisturbed.
            rounds: How often all of that is done, each time from the beginning.
            chance: The source of the moments.
        """
        for _ in range(rounds):
            self._world.reset()
            for number in range(times):
                at_s = _moment(chance, self._later_s if number else self._first_s)
                ended = self._run(signal.SIGKILL, at_s)
                yield from self._named(f"killed after {at_s:.2f} s", self._of_files(ended, killed=True))
            after = self.run()
            yield from self._named("after kills", self._undisturbed.recovery_problems(after.code, after.errors))

    def interrupt(self, number: signal.Signals, times: int, chance: random.Random) -> Iterator[str]:
        """Sends a signal to the program at random moments, and yields what does not hold at once."""
        for _ in range(times):
            self._world.reset()
            at_s = _moment(chance, self._first_s)
            ended = self._run(number, at_s)
            yield from self._named(f"{number.name} after {at_s:.2f} s", self._of_interrupt(ended))

    def _named(self, when: str, problems: Iterator[str]) -> Iterator[str]:
        for problem in problems:
            yield f"{self._command.name}, {when}: {problem}".replace(f"{self._world.root}/", "")

    def _time(self) -> float:
        """Returns how many seconds an undisturbed run takes; it takes longer while nothing is in the cache."""
        start_s = time.monotonic()
        clean = self.run()
        assert clean.code == 0, clean.errors
        assert clean.orphans == ()
        return time.monotonic() - start_s

    def _run(self, number: signal.Signals | None = None, at_s: float = LIMIT_S) -> Ended:
        """Runs the command, and sends it a signal at a moment if it has not ended by then."""
        # Not through pipes: processes that remain would keep them open.
        streams = [self._world.root.parent / name for name in ("stdout", "stderr")]
        with streams[0].open("wb") as output, streams[1].open("wb") as errors:
            process = subprocess.Popen(
                [*PROGRAM, *self._command.arguments],
                cwd=self._world.here,
                env={**os.environ, **self._world.environment()},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=errors,
                start_new_session=True,
            )
        try:
            process.wait(at_s)
        except subprocess.TimeoutExpired:
            self.ended_by_signal += 1
            _send(process, number or signal.SIGKILL)
            process.wait(LIMIT_S)
        texts = [stream.read_text("utf-8", "replace") for stream in streams]
        return Ended(process.returncode, texts[0], texts[1], wait_until_gone(str(self._world.root)))

    def _of_files(self, ended: Ended, *, killed: bool) -> Iterator[str]:
        tree = self._world.tree()
        if ended.orphans:
            yield f"still running: {ended.orphans}"
        if "Traceback" in ended.errors:
            yield from report_problems(1, ended.errors)
        left = set(litter(tree)) if killed else set()
        finished = {path: content for path, content in tree.items() if path not in left}
        yield from self._undisturbed.target_problems(finished, whole=False)

    def _of_interrupt(self, ended: Ended) -> Iterator[str]:
        yield from self._of_files(ended, killed=False)
        tree = self._world.tree()
        left = [*litter(tree), *(path for path in tree if path.startswith(f"{TMP}/"))]
        if left:
            yield f"litter: {left}"
        if ended.code == 0 and self._undisturbed.differences(tree):
            yield "the exit code is 0, but not everything is written"


def _send(process: subprocess.Popen[bytes], number: signal.Signals) -> None:
    if number == signal.SIGINT:
        os.killpg(process.pid, number)  # the keyboard interrupts all processes of a terminal
    else:
        process.send_signal(number)


def _moment(chance: random.Random, length_s: float) -> float:
    """Returns a moment in a run: mostly late, because files are written late."""
    return chance.triangular(min(_START_S, length_s / 2), length_s, 0.8 * length_s)


def check_kills(name: str, folder: Path, rounds: int, count: Callable[[str], None]) -> None:
    """Kills a program at random moments, and fails the test if something does not hold afterwards.

    Args:
        name: One of `KILLED`.
        folder: An empty folder.
        rounds: How often it is killed `KILLS_A_ROUND` times and then run undisturbed.
        count: Receives how often it was killed.
    """
    victim = Victim(KILLED[name].command(name, folder))
    problems = list(victim.kill(KILLS_A_ROUND, rounds, random.Random(name)))
    count(f"{name}: {victim.ended_by_signal} times SIGKILL")
    fail_with(problems)


def fail_with(problems: Sequence[str]) -> None:
    """Fails the test if there are problems."""
    if problems:
        pytest.fail("\n".join(problems), pytrace=False)
