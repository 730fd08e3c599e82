"""`kneadcast avoidances`."""

from __future__ import annotations

import json

import click

from kneadcast.cli.options import json_option


@click.command()
@json_option
def avoidances(as_json: bool) -> None:
    """List what a session can spare a body, for `--avoid`."""
    from kneadcast.routine.contraindications import CAUTIONS

    if as_json:
        rows = [
            {"id": caution.id, "label": caution.label, "reason": caution.reason, "excludes": dict(caution.excludes)}
            for caution in CAUTIONS.values()
        ]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    for caution in CAUTIONS.values():
        click.echo(f"{caution.id:<20}{caution.label}: {caution.reason}")
        for type_, reason in caution.excludes.items():
            click.echo(f"{'':<20}no {type_} routine: {reason}")
