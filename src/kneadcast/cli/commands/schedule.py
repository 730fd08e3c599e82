"""`kneadcast schedule`."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import click

from kneadcast.cli.config_defaults import ConfiguredCommand
from kneadcast.cli.printing import print_path
from kneadcast.cli.session_options import language_option
from kneadcast.cli.shared_options import duration_option, output_option, replace_option, routine_argument

if TYPE_CHECKING:
    from kneadcast.reminders import Day

_DAY_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SHORT = 3
"""The number of letters in the short name of a day."""
_MOST_WEEKS = 520


def _days(_ctx: click.Context, _param: click.Parameter, value: str | None) -> tuple[Day, ...]:
    """Parses a comma-separated list of days of the week.

    Raises:
        click.BadParameter: If an entry is not a day of the week.
    """
    names = [name.strip().lower() for name in (value or "").split(",") if name.strip()]
    for name in names:
        if len(name) < _SHORT or not any(day.startswith(name) for day in _DAY_NAMES):
            known = ", ".join(day[:_SHORT] for day in _DAY_NAMES)
            raise click.BadParameter(f"'{name}' is not one of {known}")
    return tuple(dict.fromkeys(cast("Day", name[:_SHORT]) for name in names))


@click.command(cls=ConfiguredCommand)
@routine_argument
@click.option(
    "--days",
    callback=_days,
    metavar="DAYS",
    help="Days such as mon,wed,fri. By default the usual days of the type of massage.",
)
@click.option("--at", "time", type=click.DateTime(["%H:%M"]), default="20:30", show_default=True, help="Time of day.")
@click.option(
    "--starting", type=click.DateTime(["%Y-%m-%d"]), help="First day, such as 2030-01-31. By default from now on."
)
@click.option("--weeks", type=click.IntRange(1, _MOST_WEEKS), help="Number of weeks. By default without end.")
@duration_option
@language_option
@output_option("Calendar file to write, such as reminders.ics.", required=True)
@replace_option
def schedule(routine: str, time: datetime, starting: datetime | None, output: Path, force: bool, **plan: Any) -> None:
    """Write reminders of a routine as a calendar file."""
    from kneadcast.atomic_file import atomic_file
    from kneadcast.output import Target, check_targets
    from kneadcast.reminders import schedule_routine

    inputs = [Path(routine)] if Path(routine).suffix in (".yaml", ".yml") else []
    check_targets([Target.document(output, "the calendar")], inputs=inputs, force=force)
    calendar = schedule_routine(routine, start=_start(time, starting), **plan)
    with atomic_file(output) as part:
        part.write_bytes(calendar)
    print_path(output)


def _start(time: datetime, starting: datetime | None) -> datetime:
    """Returns the first day at the time of day; without a first day, the next moment of that time."""
    now = datetime.now()
    start = datetime.combine(starting or now, time.time())
    return start + timedelta(days=1) if starting is None and start < now else start
