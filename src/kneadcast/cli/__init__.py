"""The command line: each command parses its options, calls one function of the API and prints the result.

Command modules import the API inside their functions, so that `kneadcast --help` starts fast.
"""

from __future__ import annotations

import signal
import warnings
from types import FrameType
from typing import Any

import click

from kneadcast.cli.commands.avoidances import avoidances
from kneadcast.cli.commands.batch import batch
from kneadcast.cli.commands.build import build
from kneadcast.cli.commands.cache import cache
from kneadcast.cli.commands.check import check
from kneadcast.cli.commands.config import config
from kneadcast.cli.commands.diff import diff
from kneadcast.cli.commands.inspect import inspect
from kneadcast.cli.commands.new import new
from kneadcast.cli.commands.plan import plan
from kneadcast.cli.commands.play import play
from kneadcast.cli.commands.plot import plot
from kneadcast.cli.commands.preview import preview
from kneadcast.cli.commands.record_list import record_list
from kneadcast.cli.commands.render import render
from kneadcast.cli.commands.routines import routines
from kneadcast.cli.commands.say import say
from kneadcast.cli.commands.schedule import schedule
from kneadcast.cli.commands.schema import schema
from kneadcast.cli.commands.script import script
from kneadcast.cli.commands.show import show
from kneadcast.cli.commands.start import start
from kneadcast.cli.commands.templates import templates
from kneadcast.cli.commands.verify import verify
from kneadcast.cli.commands.voices import voices
from kneadcast.cli.printing import print_error
from kneadcast.cli.shared_options import take_length
from kneadcast.errors import KneadcastError, KneadcastWarning, NearestLengthWarning
from kneadcast.version import __version__

INTERRUPTED = 130
"""The exit code of a program that was interrupted with Ctrl-C, by the convention of shells."""


class _Program(click.Group):
    """Prints Kneadcast's errors and warnings as text; an error ends the program with exit code 1."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("always", KneadcastWarning)
                warnings.showwarning = _show_warning
                return super().invoke(ctx)
        except KneadcastError as error:
            print_error(error)
            ctx.exit(1)
        except KeyboardInterrupt:
            click.echo("\nkneadcast: interrupted; no incomplete file remains.", err=True)
            ctx.exit(INTERRUPTED)


@click.group(cls=_Program, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="kneadcast")
def cli() -> None:
    """Build voice-guided massage sessions: choose a routine and a length, and get an MP3 that guides you through it.

    \b
    kneadcast build                     build the default session, 30 minutes from toes to hip
    kneadcast build --length 20m        build it in 20 minutes
    kneadcast script --length 20m       show what the voice says, and when
    """  # noqa: D301 (click requires the backspace character)


for _command in (
    start,
    build,
    plan,
    preview,
    script,
    render,
    play,
    inspect,
    verify,
    plot,
    check,
    routines,
    templates,
    voices,
    avoidances,
    show,
    diff,
    new,
    schema,
    say,
    record_list,
    schedule,
    batch,
    config,
    cache,
):
    cli.add_command(_command)


def _show_warning(message: Warning | str, category: type[Warning], *_where: Any, **_more: Any) -> None:
    if issubclass(category, KneadcastWarning):
        click.echo(f"kneadcast: note: {message}", err=True)
    if isinstance(message, NearestLengthWarning):
        take_length(click.get_current_context(), message.length_ms)


def main() -> None:
    """Runs the command line: the entry point of the `kneadcast` command."""
    signal.signal(signal.SIGTERM, _interrupt)
    cli()


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    # SIGTERM then removes incomplete files and ends the workers, like Ctrl-C.
    raise KeyboardInterrupt
