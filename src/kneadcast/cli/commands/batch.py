"""`kneadcast batch`."""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kneadcast.cli.hints import add_hints
from kneadcast.cli.printing import print_json
from kneadcast.cli.shared_options import EXISTING_FILE, json_option
from kneadcast.cli.streams import controls, is_drawable
from kneadcast.units import format_duration

if TYPE_CHECKING:
    from kneadcast.batch import BatchJob, JobResult


@click.command()
@click.argument("file", type=EXISTING_FILE)
@click.option("--dask", metavar="ADDRESS", help="Build on a Dask cluster, such as tcp://HOST:PORT.")
@json_option
@click.pass_context
def batch(ctx: click.Context, /, file: Path, dask: str | None, as_json: bool) -> None:
    """Build many sessions: every combination of the options in a batch file, on all processor cores.

    Sessions that are complete and whose inputs have not changed are not built again, so that a batch that was stopped
    can be continued. Writes manifest.json next to the sessions. The exit code is 1 if a session failed.
    """
    from kneadcast.batch import read_jobs

    try:
        results = _run(read_jobs(file), dask)
    except KeyboardInterrupt:
        add_hints(ctx, ["The sessions that are complete are kept; run the command again to build the others."])
        raise
    if as_json:
        print_json([asdict(result) for result in results])
    else:
        _print_results(results)
    ctx.exit(1 if any(result.status == "failed" for result in results) else 0)


def _run(jobs: tuple[BatchJob, ...], dask: str | None) -> tuple[JobResult, ...]:
    from kneadcast.batch import dask_workers, run_batch

    is_terminal = is_drawable(sys.stderr)
    label = f"{len(jobs)} sessions"
    with click.progressbar(length=len(jobs), label=label, file=controls(sys.stderr), hidden=not is_terminal) as bar:

        def progress(done: int, total: int, result: JobResult) -> None:
            bar.update(done - bar.pos)
            if not is_terminal:
                click.echo(f"{done}/{total} {result.status} {Path(result.target).name}", err=True)

        return run_batch(jobs, workers=dask_workers(dask) if dask else None, progress=progress)


def _print_results(results: tuple[JobResult, ...]) -> None:
    width = max((len(Path(result.target).name) for result in results), default=0)
    for result in results:
        facts = result.error if result.status == "failed" else format_duration(result.length_ms)
        click.echo(f"{result.status:<9}  {Path(result.target).name:<{width}}  {facts}")
    counts = Counter(result.status for result in results)
    click.echo(", ".join(f"{number} {status}" for status, number in counts.items()))
