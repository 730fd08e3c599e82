"""`kneadcast diff`."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

import click

from kneadcast.cli.config_defaults import Configured
from kneadcast.cli.options import body_options, json_option, length_option, sound_options
from kneadcast.cli.progress import ShownProgress
from kneadcast.units import format_clock


@click.command(cls=Configured)
@click.argument("before")
@click.argument("after")
@length_option
@sound_options
@body_options
@json_option
def diff(before: str, after: str, length_ms: int | None, as_json: bool, **options: Any) -> None:
    """Compare two routines at one length: seconds won and lost for each part of the body.

    BEFORE and AFTER are routines' names or YAML files; the length is the default of BEFORE if not given.
    """
    from kneadcast.build import compile_script
    from kneadcast.pipeline import Options
    from kneadcast.reports.comparison import compare

    with ShownProgress() as progress:
        one = compile_script(before, length=length_ms, options=Options(**options), progress=progress)
        other = compile_script(after, length=one.length_ms, options=Options(**options), progress=progress)
    changes = compare(one, other)
    if as_json:
        rows = [{**asdict(change), "won_ms": change.won_ms} for change in changes]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    click.echo(f"{'':<20}{one.routine[:18]:>20}{other.routine[:18]:>20}{'seconds':>9}")
    for change in changes:
        times = "".join(f"{format_clock(ms):>20}" for ms in (change.before_ms, change.after_ms))
        click.echo(f"{change.area:<20}{times}{round(change.won_ms / 1000):>+9d}")
