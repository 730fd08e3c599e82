"""Runs a command again and again, each time with another of its calls failing, and collects what did not hold."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.faults.failing_calls import Fault, Way
from tests.faults.forked_commands import POWER_FAILURE, Run, run_forked
from tests.faults.invariants import Command, Undisturbed, report_problems
from tests.faults.worlds import TMP, litter, without
from tests.faults.writing_commands import Recipe

MARKS = (
    pytest.mark.skipif(sys.platform == "win32", reason="a command runs in a fork, which Windows does not have"),
    pytest.mark.slow,
    pytest.mark.faults,
)
"""The marks of tests that run a complete campaign. They are in several files, which run at the same time."""
WAYS: tuple[Way, ...] = ("error", "disk full", "exit before", "exit after")
_STRIDE_DISK_FULL = 3
"""From most of many calls on, a full disk is first noticed at the same later call."""
_MANY_CALLS = 20
_REMOVALS = ("unlink", "remove", "rmdir")
_UNLIKE_NEXT = ("write", "start")
"""Calls after which it matters that the process ends: half is written, or a program still runs."""
_MOST_SHOWN = 12


def run_campaign(name: str, recipe: Recipe, way: Way, folder: Path, count: Callable[[str], None]) -> None:
    """Lets each call of a command fail in a way, one in each run, and fails the test if something did not hold."""
    campaign = Campaign(recipe.command(name, folder))
    is_long = len(campaign.calls) > _MANY_CALLS
    stride = recipe.stride * (_STRIDE_DISK_FULL if is_long and way == "disk full" else 1)
    count(f"{name}: {campaign.run(way, stride=stride)} calls, {way}")
    campaign.check()


class Campaign:
    """The failing calls of one command."""

    def __init__(self, command: Command) -> None:
        clean = run_forked(command.arguments, command.world)
        assert clean.code == 0, clean.errors
        assert clean.orphans == ()
        self._command = command
        self._world = command.world
        self.calls = clean.calls
        """The names of the calls of an undisturbed run."""
        self._undisturbed = Undisturbed(command, command.world.tree())
        self.problems: list[str] = []
        """What did not hold."""
        assert litter(self._undisturbed.after) == []

    def run(self, way: Way, *, first: int = 1, stride: int = 1) -> int:
        """Lets every `stride`-th call fail in a way, until the command comes through without reaching the fault.

        Returns:
            How often a call failed.
        """
        at, number = first, 0
        while True:
            if way == "exit after" and not self._differs_after(at):
                at += stride
                continue
            self._world.reset()
            run = run_forked(self._command.arguments, self._world, Fault(at, way))
            if not run.failed:
                break
            problems = self._after_exit(run) if way.startswith("exit") else self._after_error(run)
            self._add(f"{way}, call {at}, {run.failed[:160]}", problems)
            at, number = at + stride, number + 1
        self._add("without a fault", self._undisturbed.recovery_problems(run.code, run.errors))
        return number

    def check(self) -> None:
        """Fails the test if something did not hold."""
        more = len(self.problems) - _MOST_SHOWN
        if self.problems:
            pytest.fail("\n".join(self.problems[:_MOST_SHOWN] + [f"and {more} more"] * (more > 0)), pytrace=False)

    def _differs_after(self, at: int) -> bool:
        """Returns whether to end after a call differs from ending before the next, as far as the calls are known."""
        return at > len(self.calls) or self.calls[at - 1] in _UNLIKE_NEXT

    def _add(self, where: str, problems: Iterator[str]) -> None:
        for problem in problems:
            text = f"{self._command.name}, {where}: {problem}"
            self.problems.append(text.replace(f"{self._world.root}/", "").strip())

    def _after_error(self, run: Run) -> Iterator[str]:
        tree = self._world.tree()
        if run.orphans:
            yield f"still running: {run.orphans}"
        yield from report_problems(run.code, run.errors, run.output)
        left = {*litter(tree), *(path for path in tree if path.startswith(f"{TMP}/"))}
        if left and run.failed.split()[0] in _REMOVALS:  # it was the removal that failed
            yield from self._after_next()
            tree = {path: content for path, content in tree.items() if path not in left}
        elif left:
            yield f"litter: {sorted(left)}"
        yield from self._undisturbed.target_problems(tree, whole=run.code != 0)
        if run.code == 0 and (differences := self._undisturbed.differences(tree)):
            yield f"the exit code is 0, but these are not as after an undisturbed run: {differences}"

    def _after_exit(self, run: Run) -> Iterator[str]:
        tree = self._world.tree()
        if run.code != POWER_FAILURE:
            yield f"the exit code is {run.code}: {run.errors}"
        if run.orphans:
            yield f"still running: {run.orphans}"
        unfinished = set(litter(tree))
        finished = {path: content for path, content in tree.items() if path not in unfinished}
        yield from self._undisturbed.target_problems(finished, whole=False)
        if without(tree, TMP) != without(self._world.before, TMP):
            yield from self._after_next()

    def _after_next(self) -> Iterator[str]:
        run = run_forked(self._command.arguments, self._world)
        yield from self._undisturbed.recovery_problems(run.code, run.errors)
