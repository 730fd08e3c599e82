"""The icon of the library on a home screen: a hand that presses, drawn as a dot with rings that widen under it."""

from __future__ import annotations

from io import BytesIO

from PIL import Image, ImageDraw

ICON_SIZES = (192, 512)
"""Pixels: the sizes that browsers ask a web app for."""
TOUCH_ICON_SIZE = 180
"""Pixels: the size that iOS takes for its home screen."""
_OVERSAMPLING = 4
_BACKGROUND, _DOT = (0x15, 0x12, 0x0F), (0xFF, 0xB8, 0x6B)
_RINGS = ((0.36, (0x4A, 0x35, 0x22)), (0.27, (0x85, 0x5C, 0x33)), (0.18, _DOT))
"""The radius and the colour of each ring, in shares of the size; all is within the 40 % that no mask cuts off."""
_RING_WIDTH, _DOT_RADIUS = 0.045, 0.085


def draw_icon(size: int) -> bytes:
    """Paints the icon as PNG, up to its edges: the system cuts it to the shape of its icons.

    Args:
        size: Pixels.
    """
    large = size * _OVERSAMPLING
    image = Image.new("RGB", (large, large), _BACKGROUND)
    pen = ImageDraw.Draw(image)
    for radius, color in _RINGS:
        pen.ellipse(_square(large, radius), outline=color, width=round(large * _RING_WIDTH))
    pen.ellipse(_square(large, _DOT_RADIUS), fill=_DOT)
    file = BytesIO()
    image.resize((size, size), Image.Resampling.LANCZOS).save(file, "PNG", optimize=True)
    return file.getvalue()


def _square(size: int, radius: float) -> tuple[float, float, float, float]:
    low, high = size * (0.5 - radius), size * (0.5 + radius)
    return (low, low, high, high)
