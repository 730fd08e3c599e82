"""The value of the option `--variation`: a number, or `fresh` for a new one."""

from __future__ import annotations

import secrets

import click

from kneadcast.choices import VARIATIONS

FRESH = "fresh"


class FreshVariation(int):
    """The number that `fresh` has taken; a preset saves the word instead, so that it takes a new one each time."""


def parse_variation(ctx: click.Context, param: click.Parameter, value: str | int) -> int:
    """Returns the number of a variation; `fresh` is any but the first, which a listener hears without the option.

    Raises:
        click.BadParameter: If the value is neither a number from `VARIATIONS` nor `fresh`.
    """
    if isinstance(value, int):
        return value
    if value == FRESH:
        return FreshVariation(2 + secrets.randbelow(int(VARIATIONS.high) - 1))
    if not value.isdecimal() or not VARIATIONS.low <= int(value) <= VARIATIONS.high:
        expected = f"a number from {VARIATIONS.low:g} to {VARIATIONS.high:g}"
        raise click.BadParameter(f"'{value}' is neither {expected} nor '{FRESH}'", ctx, param)
    return int(value)
