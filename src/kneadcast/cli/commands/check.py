"""`kneadcast check`."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kneadcast.cli.options import json_option

if TYPE_CHECKING:
    from kneadcast.errors import Problem


@click.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path), metavar="FILE...")
@click.option("--explain", metavar="RULE", help="Tell what a rule refuses, why, and how to mend it.")
@json_option
@click.pass_context
def check(ctx: click.Context, files: tuple[Path, ...], explain: str | None, as_json: bool) -> None:
    """Check routines, translations and audio templates: their form, that they are safe to follow, and their words.

    Prints a line a problem, as FILE:LINE:COLUMN: what is wrong. Exits with 1 if there is an error, not for warnings.
    """
    from kneadcast.catalog import check_file

    if explain is not None:
        _explain(explain, as_json=as_json)
        return
    if not files:
        raise click.UsageError("Missing argument 'FILE...'.")
    found = {file: check_file(_file(file)) for file in files}
    problems = [problem for file in files for problem in found[file]]
    if as_json:
        click.echo(json.dumps([asdict(problem) for problem in problems], ensure_ascii=False, indent=2))
    else:
        for file in files:
            for problem in found[file]:
                click.echo(_line(problem))
            if not found[file]:
                click.echo(f"{file}: nothing to mend")
    ctx.exit(1 if any(problem.severity == "error" for problem in problems) else 0)


def _file(given: Path) -> Path:
    """Takes a routine's name for its file, where there is no file of that name."""
    from kneadcast.routine.library import find_routine

    return given if given.suffix or given.exists() else find_routine(given)


def _line(problem: Problem) -> str:
    """Writes a problem with its place first, where editors look for it."""
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
        facts = {"rule": rule.id, "refuses": rule.refuses, "why": rule.why, "mend": rule.remedy}
        click.echo(json.dumps(facts, ensure_ascii=False, indent=2))
    else:
        click.echo(f"{rule.id}: {rule.refuses}\n\nWhy: {rule.why}\nWhat to do: {rule.remedy}")
