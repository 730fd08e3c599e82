"""The type of the option `--variation`: a number, or `fresh` for a new one."""

from __future__ import annotations

import secrets
from typing import Any

import click

from kneadcast.choices import VARIATIONS

FRESH = "fresh"


class FreshVariation(int):
    """The number that `fresh` has taken; a preset saves the word instead, so that it takes a new one each time."""


class VariationType(click.ParamType):
    """A number from `VARIATIONS`, or `fresh`."""

    name = "N|fresh"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Returns the number."""
        if value == FRESH:
            # The first variation is the one that a listener hears without the option.
            return FreshVariation(2 + secrets.randbelow(int(VARIATIONS.high) - 1))
        number: int = click.IntRange(int(VARIATIONS.low), int(VARIATIONS.high)).convert(value, param, ctx)
        return FreshVariation(number) if isinstance(value, FreshVariation) else number
