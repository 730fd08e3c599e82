"""Pictures inside a file."""

from __future__ import annotations

from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from kneadcast.output.pictures.cover import CHAPTER_SIZE, COVER_SIZE, draw_chapter, draw_cover
from kneadcast.routine.body import AREAS
from tests.output.sessions import session


def warm(picture: bytes) -> np.ndarray[tuple[int, int], np.dtype[np.bool_]]:
    """Returns where a picture has the colour of what is worked."""
    pixels = np.asarray(Image.open(BytesIO(picture)).convert("RGB")).astype(int)
    found: np.ndarray[tuple[int, int], np.dtype[np.bool_]] = np.abs(pixels - (240, 178, 122)).sum(axis=2) < 30
    return found


def test_the_cover_lights_up_what_the_session_works() -> None:
    assert Image.open(BytesIO(draw_cover(session()))).size == (COVER_SIZE, COVER_SIZE)
    assert warm(draw_cover(session())).sum() > warm(draw_cover(session().model_copy(update={"steps": ()}))).sum()


@pytest.mark.parametrize("area", AREAS)
def test_a_chapter_s_picture_lights_up_its_area_and_stays_small(area: str) -> None:
    picture = draw_chapter((area,), "left")
    assert Image.open(BytesIO(picture)).size == (CHAPTER_SIZE, CHAPTER_SIZE)
    assert warm(picture).sum() > 20
    assert len(picture) < 8_000


def test_a_picture_shows_the_leg_that_is_worked() -> None:
    left, right = (np.nonzero(warm(draw_chapter(("inner-thigh",), side)))[1].mean() for side in ("left", "right"))
    assert left < right


def test_the_same_session_has_the_same_cover_and_a_long_title_fits() -> None:
    long = session().model_copy(update={"title": "A session with a name " * 8})
    assert draw_cover(long) == draw_cover(long)
    edge = np.asarray(Image.open(BytesIO(draw_cover(long))).convert("RGB"))[:, [0, -1]]
    assert len(np.unique(edge.reshape(-1, 3), axis=0)) == 1
