"""Pictures inside a file: the cover of a session, and a small drawing of what each chapter works."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from io import BytesIO
from itertools import combinations

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

from kneadcast.output.pictures import leg
from kneadcast.script.model import Script, Side
from kneadcast.units import MS_PER_MINUTE

PICTURE_MIME = "image/png"
COVER_SIZE = 600
CHAPTER_SIZE = 300
"""Pixels: what a phone shows beside a chapter. Every chapter carries its own, for ID3 cannot share a picture."""

_FINER = 3
"""Painted so many times larger and then shrunk, which smooths the edges."""
_NIGHT, _LIMB, _LINE, _AREA, _WORDS = (24, 28, 38), (58, 64, 80), (126, 134, 156), (240, 178, 122), (238, 233, 224)
_ASIDE, _TRAIT = (42, 47, 60), (88, 95, 114)
_SOFT = 3
"""How far what is lit up fades out at its edge, in units of the drawing."""
_SHADES = 8
"""Between any two colours; a palette of our own keeps a chapter's picture small, and its colours true."""


def draw_cover(script: Script) -> bytes:
    """Paints the cover of a session: what it works lit up on the leg, its name and its length, as PNG."""
    worked = {step.area for step in script.steps if step.area} - {"whole-leg"}
    image = _canvas(COVER_SIZE)
    _draw_leg(image, worked, None, scale=COVER_SIZE * 0.7 / leg.HEIGHT, left=COVER_SIZE * 0.29, top=COVER_SIZE * 0.03)
    pen = ImageDraw.Draw(image)
    _write(pen, script.title, COVER_SIZE * 0.79, COVER_SIZE * 0.075)
    _write(pen, f"{round(script.length_ms / MS_PER_MINUTE)} min", COVER_SIZE * 0.89, COVER_SIZE * 0.05, _AREA)
    return _png(image, COVER_SIZE)


@lru_cache(maxsize=256)
def draw_chapter(areas: tuple[str, ...], side: Side | None) -> bytes:
    """Paints what a chapter works, as PNG.

    Args:
        areas: Areas of a script, which light up.
        side: The leg that is worked; none for both or neither.
    """
    image = _canvas(CHAPTER_SIZE)
    scale = CHAPTER_SIZE * 0.94 / leg.HEIGHT
    _draw_leg(image, areas, side, scale, left=(CHAPTER_SIZE - leg.WIDTH * scale) / 2, top=CHAPTER_SIZE * 0.03)
    return _png(image, CHAPTER_SIZE)


def _canvas(size: int) -> Image.Image:
    return Image.new("RGB", (size * _FINER, size * _FINER), _NIGHT)


def _draw_leg(image: Image.Image, lit: Iterable[str], side: Side | None, scale: float, left: float, top: float) -> None:
    def place(points: Iterable[leg.Point]) -> list[leg.Point]:
        return [((left + x * scale) * _FINER, (top + y * scale) * _FINER) for x, y in points]

    pen, wanted, aside = ImageDraw.Draw(image), set(lit), {"left": "right", "right": "left"}.get(side or "")
    for shape in leg.outlines():
        pen.polygon(place(shape.points), fill=_ASIDE if shape.view == aside else _LIMB)
    limbs = _mask(image, [place(shape.points) for shape in leg.outlines()])
    shapes = [shape for shape in leg.areas() if shape.area in wanted and shape.view != aside]
    glow = _mask(image, [place(shape.points) for shape in shapes])
    image.paste(_AREA, mask=ImageChops.multiply(limbs, glow.filter(ImageFilter.GaussianBlur(_SOFT * scale * _FINER))))
    for shape in (*leg.lines(), *leg.outlines()):
        # Open at the waist, as a drawing that goes on above the frame.
        colour = _ASIDE if shape.view == aside else _LINE if shape in leg.outlines() else _TRAIT
        pen.line(place(shape.points), fill=colour, width=round(1.8 * _FINER), joint="curve")


def _mask(image: Image.Image, polygons: Iterable[list[leg.Point]]) -> Image.Image:
    mask = Image.new("L", image.size)
    pen = ImageDraw.Draw(mask)
    for points in polygons:
        pen.polygon(points, fill=255)
    return mask


def _write(pen: ImageDraw.ImageDraw, text: str, top: float, size: float, colour: tuple[int, int, int] = _WORDS) -> None:
    """Writes a line in the middle, smaller where it would not fit."""
    font = ImageFont.load_default(size * _FINER)
    widest = COVER_SIZE * 0.9 * _FINER
    if (width := pen.textlength(text, font)) > widest:
        font = ImageFont.load_default(size * _FINER * widest / width)
    pen.text((COVER_SIZE * _FINER / 2, top * _FINER), text, font=font, fill=colour, anchor="mt")


def _png(image: Image.Image, size: int) -> bytes:
    small = image.resize((size, size), Image.Resampling.LANCZOS).quantize(palette=_palette(), dither=Image.Dither.NONE)
    file = BytesIO()
    small.save(file, "PNG", optimize=True)
    return file.getvalue()


@lru_cache(maxsize=1)
def _palette() -> Image.Image:
    pairs = combinations((_NIGHT, _LIMB, _LINE, _AREA, _WORDS, _ASIDE), 2)
    mixed = {
        tuple(round(a + (b - a) * step / _SHADES) for a, b in zip(one, other, strict=True))
        for one, other in pairs
        for step in range(_SHADES + 1)
    }
    palette = Image.new("P", (1, 1))
    palette.putpalette([value for colour in sorted(mixed) for value in colour])
    return palette
