"""`kneadcast cache`."""

from __future__ import annotations

import json
from dataclasses import asdict

import click

from kneadcast.cli.options import json_option


@click.command()
@click.option("--clear", is_flag=True, help="Remove all that is kept; it is spoken again when it is needed.")
@json_option
def cache(clear: bool, as_json: bool) -> None:
    """Show where spoken lines are kept, and how much room they take.

    KNEADCAST_CACHE names another folder, KNEADCAST_CACHE_MB another limit; what was not used for the longest time goes
    first.
    """
    from kneadcast.speech.cache.usage import cache_use, clear_cache

    if clear:
        click.echo(f"{clear_cache()} clips removed", err=True)
    use = cache_use()
    if as_json:
        click.echo(json.dumps({**asdict(use), "folder": str(use.folder)}))
        return
    click.echo(f"{use.folder}: {use.clips} clips, {use.size_bytes / 1e6:.1f} of {use.limit_bytes / 1e6:.0f} MB")
