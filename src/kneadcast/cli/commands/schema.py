"""`kneadcast schema`."""

from __future__ import annotations

import click

from kneadcast.cli.printing import print_json


@click.command()
@click.argument("kind", type=click.Choice(["routine", "template", "script"]), default="routine", required=False)
def schema(kind: str) -> None:
    """Print the JSON Schema of a kind of file, for editors that complete and validate YAML.

    KIND is routine, template or script. The default is routine.
    """
    from kneadcast.routine.schema import routine_schema
    from kneadcast.script.model import Script
    from kneadcast.sound import AudioTemplate

    schemas = {
        "routine": routine_schema,
        "template": AudioTemplate.model_json_schema,
        "script": Script.model_json_schema,
    }
    print_json(schemas[kind]())
