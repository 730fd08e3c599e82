"""Displays progress on standard error: a bar for each stage on a terminal, otherwise a line for each stage."""

from __future__ import annotations

import sys
from types import TracebackType
from typing import TYPE_CHECKING

import click

from kneadcast.cli.streams import controls, is_drawable

if TYPE_CHECKING:
    from click._termui_impl import ProgressBar

_LABELS = {"measure": "Measuring", "speak": "Speaking", "mix": "Mixing"}


class ProgressDisplay:
    """A progress callback that shows each stage; also a context manager, which ends the last bar on exit."""

    def __init__(self) -> None:
        self._stage = ""
        self._total = 0
        self._bar: ProgressBar[int] | None = None

    def __enter__(self) -> ProgressDisplay:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._end()

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Shows that `done` of `total` is done in a stage."""
        if (stage, total) != (self._stage, self._total):
            self._end()
            self._begin(_LABELS[stage], total, announced=stage == self._stage)
            self._stage, self._total = stage, total
        if self._bar:
            self._bar.update(done - self._bar.pos)

    def _begin(self, label: str, total: int, *, announced: bool) -> None:
        if is_drawable(sys.stderr):
            self._bar = click.progressbar(length=total, label=f"{label:<9}", file=controls(sys.stderr))
            self._bar.__enter__()
        elif not announced:
            click.echo(f"{label} ...", err=True)

    def _end(self) -> None:
        if self._bar:
            self._bar.__exit__(None, None, None)
        self._bar = None
