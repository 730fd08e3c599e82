"""`kneadcast diff`."""

from __future__ import annotations

from dataclasses import asdict
from datetime import timedelta
from typing import Any

import click

from kneadcast.cli.config_defaults import ConfiguredCommand
from kneadcast.cli.printing import print_json
from kneadcast.cli.progress import ProgressDisplay
from kneadcast.cli.session_options import body_options, parse_options, sound_options
from kneadcast.cli.shared_options import json_option, length_option
from kneadcast.units import format_clock


@click.command(cls=ConfiguredCommand)
@click.argument("before")
@click.argument("after")
@length_option
@sound_options
@body_options
@json_option
def diff(before: str, after: str, length: timedelta | None, as_json: bool, **options: Any) -> None:
    """Compare two routines at the same length: the seconds that each area of the body gains or loses.

    BEFORE and AFTER are names of routines or YAML files. The default length is that of BEFORE.
    """
    from kneadcast.build import compile_script
    from kneadcast.reports.comparison import compare

    chosen = parse_options(options)
    with ProgressDisplay() as progress:
        one = compile_script(before, length=length, options=chosen, progress=progress)
        same_length = timedelta(milliseconds=one.length_ms)
        other = compile_script(after, length=same_length, options=chosen, progress=progress)
    changes = compare(one, other)
    if as_json:
        print_json([{**asdict(change), "gained_ms": change.gained_ms} for change in changes])
        return
    click.echo(f"{'':<20}{one.routine[:18]:>20}{other.routine[:18]:>20}{'seconds':>9}")
    for change in changes:
        times = "".join(f"{format_clock(ms):>20}" for ms in (change.before_ms, change.after_ms))
        click.echo(f"{change.area:<20}{times}{round(change.gained_ms / 1000):>+9d}")
