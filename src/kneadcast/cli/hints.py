"""Hints: lines that are printed below the error that ends a command."""

from __future__ import annotations

from collections.abc import Iterable, MutableMapping
from typing import Any

import click

_META_KEY = "kneadcast.hints"


def add_hints(ctx: click.Context, lines: Iterable[str]) -> None:
    """Adds lines that are printed if an error ends the command."""
    ctx.meta.setdefault(_META_KEY, []).extend(lines)


def take_hints(meta: MutableMapping[str, Any]) -> list[str]:
    """Removes the hints from the metadata of a context, and returns them."""
    hints: list[str] = meta.pop(_META_KEY, [])
    return hints
