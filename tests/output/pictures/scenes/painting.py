"""Pictures painted for tests: masks of parts, and the colours of the artwork."""

from __future__ import annotations

import re
from io import BytesIO

import numpy as np
from PIL import Image

from kneadcast.output.pictures.scenes.artwork import SCENE_SIZE, stylesheet
from kneadcast.output.pictures.scenes.raster import png

Mask = np.ndarray[tuple[int, int], np.dtype[np.bool_]]


def pixels(svg: str, width: int = SCENE_SIZE) -> np.ndarray[tuple[int, int, int], np.dtype[np.int64]]:
    """Returns the red, green and blue of an SVG picture on black."""
    image = Image.open(BytesIO(png(svg, width))).convert("RGBA")
    ground = Image.new("RGBA", image.size, "black")
    found: np.ndarray[tuple[int, int, int], np.dtype[np.int64]] = np.asarray(
        Image.alpha_composite(ground, image).convert("RGB")
    ).astype(np.int64)
    return found


def mask(content: str) -> Mask:
    """Returns where white shapes in the square of a scene are painted."""
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SCENE_SIZE} {SCENE_SIZE}">{content}</svg>'
    found: Mask = pixels(svg)[:, :, 0] > 128
    return found


def color_of(css_class: str, name: str) -> str:
    """Returns a colour of the stylesheet, such as the fill of `lit`."""
    rule = re.search(rf"\.{css_class} {{([^}}]*)}}", stylesheet())
    assert rule
    found = re.search(rf"{name}: (#[0-9a-f]{{6}})", rule[1])
    assert found
    return found[1]


def contrast(one: str, other: str) -> float:
    """Returns the contrast of two colours such as `#ffc470`, from 1 to 21 (WCAG 2.2)."""
    bright, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def _luminance(color: str) -> float:
    red, green, blue = (int(color[place : place + 2], 16) / 255 for place in (1, 3, 5))
    linear = (one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in (red, green, blue))
    return sum(weight * one for weight, one in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
