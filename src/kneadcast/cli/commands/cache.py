"""`kneadcast cache`."""

from __future__ import annotations

from dataclasses import asdict

import click

from kneadcast.cli.printing import print_json
from kneadcast.cli.shared_options import json_option


@click.command()
@click.option(
    "--clear",
    is_flag=True,
    help="Remove all spoken lines and their lengths; they are spoken again when they are needed.",
)
@json_option
def cache(clear: bool, as_json: bool) -> None:
    """Show the folder and the size of the cache of spoken lines.

    The environment variable KNEADCAST_CACHE sets another folder, KNEADCAST_CACHE_MB another limit. The lines that have
    not been used for the longest time are removed first; their lengths are kept.
    """
    from kneadcast.speech.cache.usage import cache_use, clear_cache

    if clear:
        click.echo(f"{clear_cache()} clips removed", err=True)
    use = cache_use()
    if as_json:
        print_json({**asdict(use), "folder": str(use.folder)}, indent=None)
        return
    click.echo(f"{use.folder}: {use.clips} clips, {use.size_bytes / 1e6:.1f} of {use.limit_bytes / 1e6:.0f} MB")
