"""`kneadcast routines`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from kneadcast.cli.config_defaults import ConfiguredCommand
from kneadcast.cli.printing import print_json
from kneadcast.cli.progress import ProgressDisplay
from kneadcast.cli.session_options import body_options, parse_options, sound_options
from kneadcast.cli.shared_options import built_length, json_option
from kneadcast.units import format_duration

if TYPE_CHECKING:
    from kneadcast.catalog import RoutineFacts


@click.command(cls=ConfiguredCommand)
@click.option(
    "--length", "-l", callback=built_length, metavar="LENGTH", help="Only routines that can have this length."
)
@click.option("--area", "parts", multiple=True, metavar="PART", help="Only routines that work this part, such as calf.")
@click.option("--type", metavar="TYPE", help="Only routines of this type, such as relaxing.")
@click.option(
    "--position",
    "positions",
    multiple=True,
    metavar="POSITION",
    help="Only routines that are done entirely in this position, such as seated.",
)
@sound_options
@body_options
@json_option
def routines(as_json: bool, **options: Any) -> None:
    """List the routines, with the shortest, the default and the longest length of each.

    With --avoid, lists only routines that are safe with these cautions. The lengths depend on the voice. With another
    voice or pace than the default one, the first call speaks all lines to measure them.
    """
    from kneadcast.catalog import Search, list_routines, near_misses

    search = Search(**{name: options.pop(name) for name in ("length", "parts", "type", "positions")})
    chosen = parse_options(options)
    with ProgressDisplay() as progress:
        rows = list_routines(search=search, options=chosen, progress=progress)
        near = {} if rows else near_misses(search, options=chosen, progress=progress)
    if as_json:
        print_json([asdict(row) for row in rows])
    elif rows:
        _print_table(rows)
    else:
        _print_near_misses(near)


def _print_table(rows: Sequence[RoutineFacts]) -> None:
    click.echo(f"{'name':<24}{'type':<16}{'mode':<10}{'shortest':>10}{'default':>10}{'longest':>10}  title")
    for row in rows:
        lengths = "".join(f"{format_duration(ms):>10}" for ms in (row.shortest_ms, row.default_ms, row.longest_ms))
        own = " (yours)" if row.own else ""
        click.echo(f"{row.name:<24}{row.type:<16}{row.mode:<10}{lengths}  {row.title}{own}")


def _print_near_misses(near: Mapping[str, Sequence[str]]) -> None:
    click.echo("No routine meets all of these criteria.", err=True)
    for label, names in near.items():
        click.echo(f"without {label}: {', '.join(names)}", err=True)
