"""`kneadcast schedule`."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from kneadcast.cli.options import length_option, routine_argument

_DAY_NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def _days(_ctx: click.Context, _param: click.Parameter, value: str | None) -> tuple[str, ...]:
    """Reads days of the week; one that is none is a usage error."""
    names = [name.strip().lower()[:3] for name in (value or "").split(",") if name.strip()]
    for name in names:
        if name not in _DAY_NAMES:
            raise click.BadParameter(f"'{name}' is not one of {', '.join(_DAY_NAMES)}")
    return tuple(dict.fromkeys(names))


@click.command()
@routine_argument
@click.option(
    "--days", callback=_days, metavar="DAYS", help="Such as mon,wed,fri; as often as its type is done if not given."
)
@click.option("--at", "time", type=click.DateTime(["%H:%M"]), default="20:30", show_default=True, help="Time of day.")
@click.option(
    "--starting", type=click.DateTime(["%Y-%m-%d"]), help="The first day, such as 2030-01-31; today if not given."
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

    ROUTINE is a built-in routine's name or a YAML file; toes-to-hip if not given.
    """
    from kneadcast.finished import schedule_routine
    from kneadcast.output import check_new, whole_file

    if not force:
        check_new(output)
    start = datetime.combine(starting or datetime.now(), time.time())
    calendar = schedule_routine(routine, start=start, days=days, weeks=weeks, length=length_ms)  # type: ignore[arg-type]
    with whole_file(output) as part:
        part.write_bytes(calendar)
    click.echo(str(output))
