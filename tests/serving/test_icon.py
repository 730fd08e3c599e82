"""The icon on a home screen."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image

from kneadcast.serving.icon import ICON_SIZES, TOUCH_ICON_SIZE, draw_icon


@pytest.mark.parametrize("size", [*ICON_SIZES, TOUCH_ICON_SIZE])
def test_an_icon_is_a_square_without_transparency_and_keeps_to_what_no_mask_cuts_off(size: int) -> None:
    image = Image.open(BytesIO(draw_icon(size)))
    assert (image.format, image.mode, image.size) == ("PNG", "RGB", (size, size))
    edge = image.getpixel((0, 0))
    outside = [
        (x, y)
        for x in range(0, size, 7)
        for y in range(0, size, 7)
        if (x - size / 2) ** 2 + (y - size / 2) ** 2 > (0.4 * size) ** 2
    ]
    assert {image.getpixel(place) for place in outside} == {edge}
    assert image.getpixel((size // 2, size // 2)) != edge
