"""The contrast of two colours."""

from __future__ import annotations


def contrast(one: str, other: str) -> float:
    """Returns the contrast of two colours such as `#1f2430`, from 1 to 21 (WCAG 2.2, contrast ratio)."""
    high, low = sorted(map(_luminance, (one, other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _luminance(color: str) -> float:
    channels = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    return sum(weight * value for weight, value in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
