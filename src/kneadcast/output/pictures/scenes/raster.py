"""SVG pictures as PNG, painted by resvg."""

from __future__ import annotations

import resvg_py


def png(svg: str, width: int) -> bytes:
    """Returns an SVG picture as PNG.

    Args:
        svg: The complete file, without text: no font is loaded, since those of machines differ.
        width: Pixels; the height follows from the picture's frame.
    """
    return bytes(resvg_py.svg_to_bytes(svg_string=svg, width=width, skip_system_fonts=True))
