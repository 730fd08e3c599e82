"""`kneadcast schedule`."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import click

from kneadcast.cli.config_defaults import Configured
from kneadcast.cli.options import length_option, routine_argument

_DAY_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SHORT = 3


def _days(_ctx: click.Context, _param: click.Parameter, value: str | None) -> tuple[str, ...]:
    """Reads days of the week; one that is none is a usage error."""
    names = [name.strip().lower() for name in (value or "").split(",") if name.strip()]
    for name in names:
        if len(name) < _SHORT or not any(day.startswith(name) for day in _DAY_NAMES):
            known = ", ".join(day[:_SHORT] for day in _DAY_NAMES)
            raise click.BadParameter(f"'{name}' is not one of {known}")
    return tuple(dict.fromkeys(name[:_SHORT] for name in names))


@click.command(cls=Configured)
@routine_argument
@click.option(
    "--days", callback=_days, metavar="DAYS", help="Such as mon,wed,fri; as often as its type is done if not given."
)
@click.option("--at", "time", type=click.DateTime(["%H:%M"]), default="20:30", show_default=True, help="Time of day.")
@click.option(
    "--starting", type=click.DateTime(["%Y-%m-%d"]), help="The first day, such as 2030-01-31; from now on if not given."
)
@click.option("--weeks", type=click.IntRange(1, 520), help="For how many weeks; without end if not given.")
@length_option
@click.option(
    "--output", "-o", type=click.Path(path_type=Path), required=True, help="The calendar file, such as reminders.ics."
)
@click.option("--force", "-f", is_flag=True, help="Replace a file that is there already.")
def schedule(
    routine: str,
    days: tuple[str, ...],
    time: datetime,
    starting: datetime | None,
    weeks: int | None,
    length_ms: int | None,
    output: Path,
    force: bool,
) -> None:
    """Write reminders of a routine for your calendar.

    ROUTINE is a built-in routine's name, a YAML file or @PRESET; toes-to-hip if not given.
    """
    from kneadcast.atomic_file import atomic_file
    from kneadcast.inspection import schedule_routine
    from kneadcast.output import check_new

    if not force:
        check_new(output)
    now = datetime.now()
    start = datetime.combine(starting or now, time.time())
    if starting is None and start < now:
        start += timedelta(days=1)
    calendar = schedule_routine(routine, start=start, days=days, weeks=weeks, length=length_ms)  # type: ignore[arg-type]
    with atomic_file(output) as part:
        part.write_bytes(calendar)
    click.echo(str(output))
