"""`kneadcast check`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kneadcast.cli.printing import print_json
from kneadcast.cli.shared_options import json_option

if TYPE_CHECKING:
    from kneadcast.errors import Problem


@click.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path), metavar="FILE...")
@click.option("--explain", metavar="RULE", help="Explain a rule: what it refuses, why, and how to correct it.")
@json_option
@click.pass_context
def check(ctx: click.Context, files: tuple[Path, ...], explain: str | None, as_json: bool) -> None:
    """Check the format, the safety and the wording of routines, translations and audio templates.

    FILE is a file, or the name of a routine. Prints each problem on a line that begins with FILE:LINE:COLUMN. The exit
    code is 1 if there is an error; warnings do not change it.
    """
    if explain is not None:
        _explain(explain, as_json=as_json)
        return
    if not files:
        raise click.UsageError("Missing argument 'FILE...'.")

    from kneadcast.authoring import check_file

    found = {file: check_file(_path(file)) for file in files}
    problems = [problem for some in found.values() for problem in some]
    if as_json:
        print_json([asdict(problem) for problem in problems])
    else:
        _print_problems(found)
    ctx.exit(1 if any(problem.severity == "error" for problem in problems) else 0)


def _path(file: Path) -> Path:
    """Returns a file as given if it exists or has a suffix, otherwise the file of the routine with that name."""
    from kneadcast.routine.library import find_routine

    return file if file.suffix or file.exists() else find_routine(file)


def _print_problems(found: Mapping[Path, tuple[Problem, ...]]) -> None:
    for file, problems in found.items():
        for problem in problems:
            click.echo(_line(problem))
        if not problems:
            click.echo(f"{file}: no problems")


def _line(problem: Problem) -> str:
    """Returns the text of a problem, with its place first, where editors expect it."""
    text = str(problem)
    if problem.severity == "error":
        return text
    where = f"{problem.path}:{problem.line}:{problem.column}: "
    return f"{where}warning: {text.removeprefix(where)}"


def _explain(name: str, *, as_json: bool) -> None:
    from kneadcast.errors import RoutineError, did_you_mean
    from kneadcast.routine.rules import RULES

    rule = RULES.get(name)
    if rule is None:
        raise RoutineError(f"there is no rule '{name}'{did_you_mean(name, RULES)}; known: {', '.join(RULES)}")
    if as_json:
        print_json({"rule": rule.id, "refuses": rule.refuses, "why": rule.why, "remedy": rule.remedy})
    else:
        click.echo(f"{rule.id}: {rule.refuses}\n\nWhy: {rule.why}\nWhat to do: {rule.remedy}")
