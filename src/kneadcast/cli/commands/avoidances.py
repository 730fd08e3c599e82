"""`kneadcast avoidances`."""

from __future__ import annotations

import click

from kneadcast.cli.printing import print_json
from kneadcast.cli.shared_options import json_option


@click.command()
@json_option
def avoidances(as_json: bool) -> None:
    """List the cautions that `--avoid` takes, and the reason for each."""
    from kneadcast.routine.contraindications import CAUTIONS

    if as_json:
        print_json(
            [
                {"id": caution.id, "label": caution.label, "reason": caution.reason, "excludes": dict(caution.excludes)}
                for caution in CAUTIONS.values()
            ]
        )
        return
    for caution in CAUTIONS.values():
        click.echo(f"{caution.id:<20}{caution.label}: {caution.reason}")
        for type_, reason in caution.excludes.items():
            click.echo(f"{'':<20}no {type_} routine: {reason}")
