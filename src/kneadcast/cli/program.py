"""The program: the group of all commands, behind the boundary that turns whatever ends one into a sentence."""

from __future__ import annotations

import sys
import warnings
from collections.abc import Sequence
from typing import Any

import click
from click.exceptions import Exit

from kneadcast.cli.boundary import DEBUG_OPTION, Boundary, separate_debug
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
from kneadcast.cli.commands.serve import serve
from kneadcast.cli.commands.show import show
from kneadcast.cli.commands.start import start
from kneadcast.cli.commands.templates import templates
from kneadcast.cli.commands.verify import verify
from kneadcast.cli.commands.voices import voices
from kneadcast.cli.shared_options import take_length
from kneadcast.cli.streams import safe_streams
from kneadcast.errors import KneadcastWarning, NearestLengthWarning
from kneadcast.version import __version__

_DEBUG_KEY = "kneadcast.debug"


class _Program(click.Group):
    """Prints errors and warnings as text; an error ends the program with exit code 1, a wrong command line with 2."""

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        **extra: Any,
    ) -> Any:
        """Runs a command line, and ends the program with its exit code, or returns it if `standalone_mode` is false."""
        with safe_streams() as errors:
            try:
                with Boundary():
                    code = super().main(args, prog_name, complete_var, standalone_mode=False, **extra) or 0
            except Exit as done:
                code = done.exit_code
        code = code or int(errors.has_failed)
        if standalone_mode:
            sys.exit(code)
        return code

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        """Parses the options before the command, and `--debug` wherever it is."""
        debug, args = separate_debug(args)
        with Boundary(debug=debug):
            ctx = super().make_context(info_name, args, parent, **extra)
        ctx.meta[_DEBUG_KEY] = debug
        return ctx

    def invoke(self, ctx: click.Context) -> Any:
        """Runs the command."""
        with Boundary(debug=ctx.meta[_DEBUG_KEY], meta=ctx.meta), warnings.catch_warnings():
            warnings.simplefilter("always", KneadcastWarning)
            warnings.showwarning = _show_warning
            return super().invoke(ctx)


@click.group(cls=_Program, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="kneadcast")
@click.option(
    DEBUG_OPTION, is_flag=True, expose_value=False, help="Show the details of an error; may also follow the command."
)
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
    serve,
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
