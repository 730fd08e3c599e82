"""`kneadcast batch`."""

from __future__ import annotations

import json
import sys
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kneadcast.cli.options import json_option
from kneadcast.units import format_duration

if TYPE_CHECKING:
    from kneadcast.batch import JobResult


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dask", metavar="ADDRESS", help="Build on a Dask cluster, such as tcp://HOST:PORT.")
@json_option
@click.pass_context
def batch(ctx: click.Context, /, file: Path, dask: str | None, as_json: bool) -> None:
    """Build many sessions: all combinations that a batch file asks for, over all cores.

    Sessions that are whole and whose inputs have not changed are left alone, so a batch that was stopped is taken up
    where it was. Writes manifest.json beside them. Exits with 1 if one failed.
    """
    from kneadcast.batch import dask_workers, read_jobs, run_batch

    jobs = read_jobs(file)
    with click.progressbar(
        length=len(jobs), label=f"{len(jobs)} sessions", file=sys.stderr, hidden=not sys.stderr.isatty()
    ) as bar:

        def progress(done: int, total: int, outcome: JobResult) -> None:
            bar.update(done - bar.pos)
            if not sys.stderr.isatty():
                click.echo(f"{done}/{total} {outcome.status} {Path(outcome.target).name}", err=True)

        outcomes = run_batch(jobs, workers=dask_workers(dask) if dask else None, progress=progress)
    if as_json:
        click.echo(json.dumps([asdict(outcome) for outcome in outcomes], ensure_ascii=False, indent=2))
    else:
        _show(outcomes)
    ctx.exit(1 if any(outcome.status == "failed" for outcome in outcomes) else 0)


def _show(outcomes: tuple[JobResult, ...]) -> None:
    for outcome in outcomes:
        facts = outcome.error if outcome.status == "failed" else format_duration(outcome.length_ms)
        click.echo(f"{outcome.status:<8}{Path(outcome.target).name:<48}{facts}")
    counts = Counter(outcome.status for outcome in outcomes)
    click.echo(", ".join(f"{number} {status}" for status, number in counts.items()))
