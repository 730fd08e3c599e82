"""Pictures inside a file: the cover of a session, and a picture for each chapter."""

from __future__ import annotations

from io import BytesIO

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageColor, ImageFont

from kneadcast.output.chapters import Chapter
from kneadcast.output.pictures.cover import (
    CHAPTER_SIZE,
    COVER_SIZE,
    PICTURE_MIME,
    draw_chapter,
    draw_cover,
    title_lines,
)
from kneadcast.output.pictures.fonts import FONT_FACES
from kneadcast.routine.library import languages_of, load_routine, routine_names
from kneadcast.routine.model import Mode
from kneadcast.script.model import ScriptStep, Side
from tests.examples import examples
from tests.output.pictures.scenes.painting import Mask, color_of
from tests.output.pictures.scenes.steps import built_in_steps
from tests.output.sessions import session, step

Pixels = np.ndarray[tuple[int, int, int], np.dtype[np.int64]]

MOST_CHAPTER_BYTES = 25_000
LEAST_COVER_PX = 1400
"""What podcast directories ask for."""
ALPHABET = "abcdefghijklmnopqrstuvwxyzäöüßáéíñóú"
LETTERS = ALPHABET + ALPHABET.replace("ß", "").upper() + "0123456789.,:;!?¡¿-–—'’„“”«»&()"
"""The letters and signs of English, German and Spanish."""
MODES: tuple[Mode, ...] = ("self", "partner")
WORK = {f"{work.area} {mode}": (work, mode) for _, work, mode in built_in_steps()}
"""A step of the routines for each area that they work, alone and for another."""
SMALL = 500
"""Pixels of a cover that is painted only to see where its letters are."""


def pixels(picture: bytes) -> Pixels:
    """Returns the red, green and blue of a picture."""
    found: Pixels = np.asarray(Image.open(BytesIO(picture)).convert("RGB")).astype(np.int64)
    return found


def where(picture: bytes, css_class: str) -> Mask:
    """Returns where a picture has a fill of the artwork, which JPEG blurs."""
    distance = np.abs(pixels(picture) - ImageColor.getrgb(color_of(css_class, "fill"))).sum(axis=2)
    found: Mask = distance < 60
    return found


def lit(picture: bytes) -> Mask:
    """Returns where a picture has the colour of what is worked."""
    return where(picture, "lit")


def chapter(area: str | None, side: Side | None = "left", mode: Mode | None = "self", **more: object) -> Chapter:
    """Returns a chapter whose longest step works an area."""
    longest = step("longest", 0, 9_000, area=area, side=side).model_copy(update=more)
    return Chapter("A part", 0, 9_000, side, longest, mode)


def with_title(title: str) -> bytes:
    return draw_cover(session().model_copy(update={"title": title}), SMALL)


def with_step(only: ScriptStep) -> bytes:
    return draw_cover(session().model_copy(update={"steps": (only,)}), SMALL)


def test_a_cover_is_a_jpeg_as_large_as_podcast_directories_ask_for() -> None:
    image = Image.open(BytesIO(draw_cover(session())))
    assert (image.format, PICTURE_MIME) == ("JPEG", "image/jpeg")
    assert image.size == (COVER_SIZE, COVER_SIZE)
    assert min(image.size) >= LEAST_COVER_PX
    assert Image.open(BytesIO(draw_cover(session(), 512))).size == (512, 512)


def test_the_same_session_has_the_same_cover() -> None:
    assert draw_cover(session()) == draw_cover(session().model_copy())
    assert draw_cover(session()) != draw_cover(session().model_copy(update={"title": "Another"}))


def test_a_cover_lights_up_what_the_session_works() -> None:
    nothing = draw_cover(session().model_copy(update={"steps": ()}), SMALL)
    assert lit(draw_cover(session(), SMALL)).sum() > 20 * max(1, int(lit(nothing).sum()))


def test_the_cover_of_a_right_leg_is_turned_to_the_right() -> None:
    left, right = (with_step(step("one", 0, 9_000, area="sole", side=side)) for side in ("left", "right"))
    scene = slice(0, SMALL * 3 // 4)
    mirrored = np.abs(pixels(left)[scene, ::-1] - pixels(right)[scene]).mean()
    assert mirrored < np.abs(pixels(left)[scene] - pixels(right)[scene]).mean() / 5


@pytest.mark.parametrize("weight", FONT_FACES)
def test_the_font_of_a_cover_has_every_letter_of_the_languages_of_the_routines(weight: int) -> None:
    font = ImageFont.truetype(str(FONT_FACES[weight]), 60)
    missing = bytes(font.getmask("\ue000"))
    assert [letter for letter in LETTERS if bytes(font.getmask(letter)) == missing] == []


@pytest.mark.parametrize("name", routine_names())
def test_a_title_of_a_routine_is_on_its_cover_in_at_most_two_large_lines(name: str) -> None:
    for language in ("en", *languages_of(name)):
        title = load_routine(name, language=language).title
        lines, size = title_lines(title)
        assert " ".join(lines) == title
        assert len(lines) <= 2
        assert size >= 56


@settings(max_examples=examples(25))
@given(st.lists(st.text(LETTERS, min_size=1, max_size=60), min_size=1, max_size=9))
def test_a_title_of_any_letters_is_whole_and_within_the_cover(words: list[str]) -> None:
    title = " ".join(words)
    lines, _ = title_lines(title)
    assert "".join("".join(lines).split()) == "".join(words)
    written = np.abs(pixels(with_title(title)) - pixels(with_title(""))).sum(axis=2) > 100
    rows, columns = np.nonzero(written)
    margin = SMALL // 20
    assert columns.min() >= margin
    assert columns.max() < SMALL - margin
    assert rows.max() < SMALL - margin
    assert rows.min() > SMALL // 2


def test_a_title_that_fills_no_cover_ends_in_an_ellipsis() -> None:
    lines, _ = title_lines("A session with a name " * 60)
    assert lines[-1].endswith("…")


@pytest.mark.parametrize("name", WORK)
def test_a_chapter_s_picture_lights_up_its_area_and_stays_small(name: str) -> None:
    work, mode = WORK[name]
    picture = draw_chapter(Chapter("A part", work.start_ms, work.end_ms, work.side, work, mode))
    image = Image.open(BytesIO(picture))
    assert (image.format, image.size) == ("JPEG", (CHAPTER_SIZE, CHAPTER_SIZE))
    assert lit(picture).sum() > 50
    assert len(picture) <= MOST_CHAPTER_BYTES


def test_chapters_of_different_areas_have_different_pictures_and_of_the_same_area_the_same() -> None:
    assert draw_chapter(chapter("sole")) == draw_chapter(chapter("sole", start_ms=1, id="other"))
    assert draw_chapter(chapter("sole")) != draw_chapter(chapter("heel"))


@pytest.mark.parametrize("area", ["sole", "calf", "inner-thigh"])
def test_the_picture_of_a_right_side_is_the_mirror_of_the_left(area: str) -> None:
    left, right = (pixels(draw_chapter(chapter(area, side))) for side in ("left", "right"))
    assert np.abs(left[:, ::-1] - right).mean() < np.abs(left - right).mean() / 2


def test_in_a_session_for_two_the_leg_is_turned_as_the_giver_sees_it() -> None:
    own, given = (draw_chapter(chapter("front-thigh", mode=mode, position="supine")) for mode in MODES)
    trunk_of_own, trunk_of_given = (np.nonzero(where(picture, "cloth"))[0].mean() for picture in (own, given))
    assert trunk_of_own > CHAPTER_SIZE * 2 / 3
    assert trunk_of_given < CHAPTER_SIZE / 3


def test_a_chapter_without_work_shows_the_position_in_which_it_is_spent() -> None:
    seated, lying = (draw_chapter(chapter(None, None, position=position)) for position in ("seated", "supine"))
    nothing = draw_chapter(Chapter("A part", 0, 9_000))
    assert len({seated, lying, nothing}) == 3
    assert pixels(seated).std() > 2 * pixels(nothing).std()
    assert max(map(len, (seated, lying, nothing))) <= MOST_CHAPTER_BYTES
