"""A URL as a QR code on a terminal."""

from __future__ import annotations

import segno

_BORDER = 2
"""Modules: the standard asks for four, readers need two, and on a dark terminal the light border has to be drawn."""
_BLOCKS = {(False, False): "█", (False, True): "▀", (True, False): "▄", (True, True): " "}
"""For two modules, one above the other, whether each is dark: the character that is light where they are not."""
_COLORS, _PLAIN = "\x1b[97;40m", "\x1b[0m"
"""Bright white on black, whatever the colours of the terminal are, so that the code is never inverted."""


def qr_lines(url: str) -> tuple[str, ...]:
    """Returns the lines of a QR code, in which a block of half a line is a light module, for light text on dark."""
    rows = [[bool(module) for module in row] for row in segno.make_qr(url, error="l").matrix_iter(border=_BORDER)]
    light = [False] * len(rows[0])
    rows += [light] if len(rows) % 2 else []
    return tuple(
        "".join(_BLOCKS[pair] for pair in zip(upper, lower, strict=True))
        for upper, lower in zip(rows[::2], rows[1::2], strict=True)
    )


def qr_on_terminal(url: str) -> str:
    """Returns a QR code with the control characters that give it its colours on any terminal."""
    return "".join(f"{_COLORS}{line}{_PLAIN}\n" for line in qr_lines(url))
