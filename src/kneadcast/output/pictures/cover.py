"""Pictures inside a file: the cover of a session, and for each chapter a small drawing of the areas that it works."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from io import BytesIO
from itertools import combinations

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

from kneadcast.messages import messages_in
from kneadcast.output.pictures import leg
from kneadcast.output.pictures.curves import Point
from kneadcast.output.pictures.leg_data import leg_data
from kneadcast.script.model import Script, Side
from kneadcast.units import MS_PER_MINUTE

PICTURE_MIME = "image/png"
COVER_SIZE = 600
CHAPTER_SIZE = 300
"""Pixels: the size at which a phone shows a picture next to a chapter. ID3 cannot share a picture among chapters."""

_OVERSAMPLING = 3
"""Pictures are painted this many times larger and then reduced, which smooths the edges."""
_BACKGROUND, _LIMB, _OUTLINE = (24, 28, 38), (58, 64, 80), (126, 134, 156)
_WORKED, _TEXT = (240, 178, 122), (238, 233, 224)
_OTHER_LEG, _DETAIL = (42, 47, 60), (88, 95, 114)
_BLUR = 3
"""Radius within which a worked area fades out at its edge, in units of the drawing."""
_SHADES = 8
"""Steps between any two colours; a palette of these alone keeps the files small and the colours exact."""


def draw_cover(script: Script) -> bytes:
    """Paints the cover of a session as PNG: the leg with the worked areas highlighted, the title and the length."""
    worked = {step.area for step in script.steps if step.area} - {"whole-leg"}
    image = _blank(COVER_SIZE)
    scale = COVER_SIZE * 0.7 / leg_data().frame.height
    _draw_leg(image, worked, None, scale, left=COVER_SIZE * 0.29, top=COVER_SIZE * 0.03)
    pen = ImageDraw.Draw(image)
    _draw_text(pen, script.title, COVER_SIZE * 0.79, COVER_SIZE * 0.075)
    minutes = messages_in(script.language).lengths.minutes.format(number=round(script.length_ms / MS_PER_MINUTE))
    _draw_text(pen, minutes, COVER_SIZE * 0.89, COVER_SIZE * 0.05, _WORKED)
    return _png(image, COVER_SIZE)


@lru_cache(maxsize=256)
def draw_chapter(areas: tuple[str, ...], side: Side | None) -> bytes:
    """Paints the areas that a chapter works, as PNG.

    Args:
        areas: Areas of a script, which are highlighted.
        side: The leg that is worked; `None` for both or neither.
    """
    image = _blank(CHAPTER_SIZE)
    frame = leg_data().frame
    scale = CHAPTER_SIZE * 0.94 / frame.height
    _draw_leg(image, areas, side, scale, left=(CHAPTER_SIZE - frame.width * scale) / 2, top=CHAPTER_SIZE * 0.03)
    return _png(image, CHAPTER_SIZE)


def _blank(size: int) -> Image.Image:
    return Image.new("RGB", (size * _OVERSAMPLING, size * _OVERSAMPLING), _BACKGROUND)


def _draw_leg(
    image: Image.Image, worked: Iterable[str], side: Side | None, scale: float, left: float, top: float
) -> None:
    def place(points: Iterable[Point]) -> list[Point]:
        return [((left + x * scale) * _OVERSAMPLING, (top + y * scale) * _OVERSAMPLING) for x, y in points]

    pen, shown, other = ImageDraw.Draw(image), set(worked), {"left": "right", "right": "left"}.get(side or "")
    for shape in leg.outlines():
        pen.polygon(place(shape.points), fill=_OTHER_LEG if shape.view == other else _LIMB)
    limbs = _mask(image, [place(shape.points) for shape in leg.outlines()])
    areas = _mask(image, [place(shape.points) for shape in leg.areas() if shape.area in shown and shape.view != other])
    glow = areas.filter(ImageFilter.GaussianBlur(_BLUR * scale * _OVERSAMPLING))
    image.paste(_WORKED, mask=ImageChops.multiply(limbs, glow))
    # All lines are open. The outlines are open at the waist, because the drawing continues above the frame.
    for shape in (*leg.lines(), *leg.outlines()):
        color = _OTHER_LEG if shape.view == other else _OUTLINE if shape in leg.outlines() else _DETAIL
        pen.line(place(shape.points), fill=color, width=round(1.8 * _OVERSAMPLING), joint="curve")


def _mask(image: Image.Image, polygons: Iterable[list[Point]]) -> Image.Image:
    mask = Image.new("L", image.size)
    pen = ImageDraw.Draw(mask)
    for points in polygons:
        pen.polygon(points, fill=255)
    return mask


def _draw_text(
    pen: ImageDraw.ImageDraw, text: str, top: float, size: float, color: tuple[int, int, int] = _TEXT
) -> None:
    """Writes a centred line, smaller if it would not fit."""
    font = ImageFont.load_default(size * _OVERSAMPLING)
    available = COVER_SIZE * 0.9 * _OVERSAMPLING
    if (width := pen.textlength(text, font)) > available:
        font = ImageFont.load_default(size * _OVERSAMPLING * available / width)
    pen.text((COVER_SIZE * _OVERSAMPLING / 2, top * _OVERSAMPLING), text, font=font, fill=color, anchor="mt")


def _png(image: Image.Image, size: int) -> bytes:
    palette = Image.new("P", (1, 1))
    palette.putpalette(_palette())
    small = image.resize((size, size), Image.Resampling.LANCZOS).quantize(palette=palette, dither=Image.Dither.NONE)
    file = BytesIO()
    small.save(file, "PNG", optimize=True)
    return file.getvalue()


@lru_cache(maxsize=1)
def _palette() -> bytes:
    """Returns the red, green and blue of every colour, and of the shades between any two colours."""
    pairs = combinations((_BACKGROUND, _LIMB, _OUTLINE, _WORKED, _TEXT, _OTHER_LEG), 2)
    mixed = {
        tuple(round(a + (b - a) * step / _SHADES) for a, b in zip(one, other, strict=True))
        for one, other in pairs
        for step in range(_SHADES + 1)
    }
    return bytes(value for color in sorted(mixed) for value in color)
