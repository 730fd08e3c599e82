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
    help="Remove all spoken lines, their lengths and all pieces of sound; they are made again when they are needed.",
)
@json_option
def cache(clear: bool, as_json: bool) -> None:
    """Show the folder and the size of the cache of spoken lines and pieces of sound.

    The environment variable KNEADCAST_CACHE sets another folder, KNEADCAST_CACHE_MB another limit of the lines, and
    KNEADCAST_SOUND_CACHE_MB another limit of the pieces of sound; 0 keeps none. What has not been used for the longest
    time is removed first; the lengths of lines are kept.
    """
    from kneadcast.cache.usage import cache_use, clear_cache

    if clear:
        cleared = clear_cache()
        click.echo(f"{cleared.clips} clips and {cleared.sound_pieces} pieces of sound removed", err=True)
    use = cache_use()
    if as_json:
        print_json({**asdict(use), "folder": str(use.folder)}, indent=None)
        return
    clips = f"{use.clips} clips, {_share(use.size_bytes, use.limit_bytes)}"
    pieces = f"{use.sound_pieces} pieces of sound, {_share(use.sound_size_bytes, use.sound_limit_bytes)}"
    click.echo(f"{use.folder}: {clips}; {pieces}")


def _share(size_bytes: int, limit_bytes: int) -> str:
    return f"{size_bytes / 1e6:.1f} of {limit_bytes / 1e6:.0f} MB"
