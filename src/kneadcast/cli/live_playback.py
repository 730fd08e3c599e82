"""Playing a live session on the command line: the screen or the list of steps, the log, and the recording."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kneadcast.cli.keyboard import keys
from kneadcast.cli.printing import print_session
from kneadcast.cli.progress import ProgressDisplay
from kneadcast.cli.shared_options import local_time
from kneadcast.cli.streams import is_drawable
from kneadcast.errors import ListeningError

if TYPE_CHECKING:
    from kneadcast.live.command_log import CommandLog
    from kneadcast.live.hearing import Hearing
    from kneadcast.live.player import LivePlayer
    from kneadcast.live.session import LiveSession
    from kneadcast.options import Options
    from kneadcast.output.devices import Device


@dataclass(frozen=True)
class Ears:
    """What hears spoken commands."""

    hearing: Hearing | None = None
    """The microphone and what understands it; `None` if there are keys alone."""
    notice: str = ""
    """What the listener has to know about it, in the language of the session if there is one."""


@dataclass(frozen=True)
class LiveOutput:
    """What is written of a live session."""

    record: Path | None = None
    """The session file, or `None`."""
    log: Path | None = None
    """The log of the commands, or `None`."""

    def check(self, options: Options) -> None:
        """Checks that the files can be written. Call it before any slow work.

        Raises:
            OutputError: If one of them cannot be written.
        """
        from kneadcast.live.command_log import check_log
        from kneadcast.rendering import check_output

        if self.record:
            check_output(self.record, options)
        if self.log:
            check_log(self.log, force=options.force)


def play_live(
    session: LiveSession, device: Device, output: LiveOutput, options: Options, ears: Ears, *, silent: bool
) -> None:
    """Plays a session and lets the listener command it, and records what was heard, also if it is left early.

    Args:
        session: The session.
        device: The audio device.
        output: What is written of it.
        options: How it is written.
        ears: What hears commands.
        silent: Whether nothing is heard, so that no loudness is shown.

    Raises:
        OutputError: If it cannot be played any further, or what was heard cannot be written.
        SoundError: If the recording has levels that are out of range.
    """
    from kneadcast.live.player import LivePlayer

    with (
        _recorded(session, output.record, options),
        _logged(output.log) as log,
        _said(ears),
        LivePlayer(session, device, log, ears.hearing) as player,
    ):
        _follow(player, ears.notice, silent=silent)


def open_ears(language: str) -> Ears:
    """Opens the microphone, and says so on standard error; or says why not, and that the keys work without it.

    Call it immediately before the session is played.

    Args:
        language: The language of the session, as a BCP 47 tag.
    """
    from kneadcast.live.hearing import open_hearing
    from kneadcast.messages import ENGLISH, messages_in

    try:
        hearing = open_hearing(language)
    except ListeningError as reason:
        click.echo(reason, err=True)
        return Ears(None, str(reason))
    click.echo(messages_in(ENGLISH).player.microphone, err=True)
    return Ears(hearing, messages_in(language).player.microphone)


@contextmanager
def _said(ears: Ears) -> Iterator[None]:
    """Says at the end if the microphone has failed meanwhile, which the screen showed for some seconds only."""
    try:
        yield
    finally:
        if ears.hearing and ears.hearing.problem:
            click.echo(ears.hearing.problem, err=True)


def _follow(player: LivePlayer, notice: str, *, silent: bool) -> None:
    """Shows the session on a terminal, or lists its steps elsewhere."""
    from kneadcast.cli.full_screen import full_screen
    from kneadcast.cli.live_control import LiveControl, LiveView, list_live

    if not (sys.stdin.isatty() and is_drawable(sys.stdout)):
        list_live(player)
        return
    with full_screen(sys.stdout) as canvas, keys(sys.stdout) as read_key:
        LiveControl(player, LiveView(local_time, canvas.glyphs, silent, notice)).run(canvas, read_key)


@contextmanager
def _recorded(session: LiveSession, target: Path | None, options: Options) -> Iterator[None]:
    """Writes what was heard when the body ends, however it ends."""
    from kneadcast.live.recording import record

    try:
        yield
    finally:
        if target and session.at_ms:
            with ProgressDisplay() as progress:
                recorded = record(session, target, options, progress)
            print_session(replace(recorded, notes=()), as_json=False)  # the notes were printed before the session


@contextmanager
def _logged(path: Path | None) -> Iterator[CommandLog | None]:
    """Yields the log, if there shall be one, and says at the end if it is not complete."""
    from kneadcast.live.command_log import CommandLog

    if path is None:
        yield None
        return
    log = CommandLog(path)
    try:
        yield log
    finally:
        log.close()
        if log.problem:
            click.echo(log.problem, err=True)
