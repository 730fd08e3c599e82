"""`kneadcast routines`."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

import click

from kneadcast.cli.config_defaults import Configured
from kneadcast.cli.options import body_options, duration, json_option, sound_options
from kneadcast.cli.progress import ShownProgress
from kneadcast.units import format_duration


@click.command(cls=Configured)
@click.option(
    "--length", "-l", "length_ms", callback=duration, metavar="LENGTH", help="Only those that can last so long."
)
@click.option("--area", "parts", multiple=True, metavar="PART", help="Only those that work this part, such as calf.")
@click.option("--type", "type_", metavar="TYPE", help="Only of this type, such as relaxing.")
@click.option(
    "--position",
    "positions",
    multiple=True,
    metavar="POSITION",
    help="Only those done in this position, such as seated.",
)
@sound_options
@body_options
@json_option
def routines(
    length_ms: int | None,
    parts: tuple[str, ...],
    type_: str | None,
    positions: tuple[str, ...],
    as_json: bool,
    **options: Any,
) -> None:
    """List the routines, with the shortest, default and longest session each can make.

    With --avoid, only those that are safe then. The lengths hang on how long the voice takes for its lines, which are
    spoken once to measure them.
    """
    from kneadcast.catalog import list_routines, near_misses
    from kneadcast.pipeline import Options
    from kneadcast.search import Search

    search = Search(length_ms, parts, type_, positions)
    with ShownProgress() as progress:
        rows = list_routines(search=search, options=Options(**options), progress=progress)
        near = {} if rows else near_misses(search, options=Options(**options), progress=progress)
    if as_json:
        click.echo(json.dumps([asdict(row) for row in rows], ensure_ascii=False, indent=2))
        return
    if not rows:
        click.echo("No routine is all of that.", err=True)
        for label, names in near.items():
            click.echo(f"without {label}: {', '.join(names)}", err=True)
        return
    click.echo(f"{'name':<24}{'type':<16}{'mode':<10}{'shortest':>10}{'default':>10}{'longest':>10}  title")
    for row in rows:
        lengths = "".join(f"{format_duration(ms):>10}" for ms in (row.shortest_ms, row.default_ms, row.longest_ms))
        click.echo(f"{row.name:<24}{row.type:<16}{row.mode:<10}{lengths}  {row.title}")
