"""The scene of a page: its sides, the ways of its hands, and their tempo."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import BrowserContext, Page

from kneadcast.output.pictures.scenes.artwork import scene
from kneadcast.output.pictures.scenes.picture import MOTIONS, picture_of
from kneadcast.routine.body import TECHNIQUES
from kneadcast.routine.stroke_path import StrokePath
from kneadcast.script.model import Script
from tests.output.page.browser import OpenPage, begin, go, open_page, open_without_sound, until
from tests.output.page.pages import write_silent_page
from tests.output.sessions import session, step

TEMPO = 30
STROKE_MS = 60_000 // TEMPO
SINCE_MS = 1_000
"""How long after the beginning of a step it is looked at."""
EVERY_MOTION_MS = 12_000
"""After this time every motion has come round: six strokes, and one way of small movements along the track."""
LENGTH_MS = 40_000
HEEL_TO_TOES = StrokePath.read("heel to toes")
MIRROR = "translate(600 0) scale(-1 1)"
MOST_CALLBACKS_A_SECOND = 70
ON_WHOLE_PIXELS = "position: fixed; inset: 0; width: 400px; height: 400px; z-index: 9; background: #000"

COUNT_CALLBACKS = """
    window.callbacks = 0;
    const request = window.requestAnimationFrame.bind(window);
    window.requestAnimationFrame = (act) => request((time) => { callbacks += 1; act(time); });
"""
COUNT_A_SECOND = """async () => {
    const before = callbacks;
    await new Promise(done => setTimeout(done, 1000));
    return callbacks - before;
}"""


def both_legs(technique: str, path: StrokePath | None = None) -> Script:
    """Returns a session that works the left and the right sole with one technique."""
    halves = (("left", 0, LENGTH_MS // 2), ("right", LENGTH_MS // 2, LENGTH_MS))
    steps = tuple(
        step(side, start, end, area="sole", side=side).model_copy(update={"technique": technique, "path": path})  # type: ignore[arg-type]
        for side, start, end in halves
    )
    return session().model_copy(update={"steps": steps, "cues": (), "length_ms": LENGTH_MS})


@pytest.fixture
def page_of(context: BrowserContext, tmp_path: Path) -> Page:
    return open_without_sound(context, write_silent_page(tmp_path, both_legs("effleurage", HEEL_TO_TOES)).file).page


def hands_at(page: Page, at_ms: float) -> list[str]:
    go(page, at_ms)
    found: list[str] = page.eval_on_selector_all(
        "#scene .moving", "hands => hands.map(hand => hand.getAttribute('transform') + hand.style.opacity)"
    )
    return found


def place_of(transform: str) -> tuple[float, float]:
    x, y = re.match(r"translate\((\S+) (\S+)\)", transform).groups()  # type: ignore[union-attr]
    return float(x), float(y)


def figure(page: Page, at_ms: float) -> np.ndarray[tuple[int, int, int], np.dtype[np.int64]]:
    go(page, at_ms)
    # On whole pixels, so that both sides are painted from the same grid.
    page.locator("#scene").evaluate(f"scene => {{ scene.style.cssText = '{ON_WHOLE_PIXELS}'; }}")
    image = Image.open(BytesIO(page.screenshot(clip={"x": 0, "y": 0, "width": 400, "height": 400}))).convert("RGB")
    found: np.ndarray[tuple[int, int, int], np.dtype[np.int64]] = np.asarray(image).astype(np.int64)
    return found


def test_the_right_side_is_the_mirror_of_the_left_in_structure_and_in_pixels(page_of: Page) -> None:
    page_of.set_viewport_size({"width": 400, "height": 800})
    left = figure(page_of, SINCE_MS)
    assert page_of.locator(f'#scene [transform="{MIRROR}"]').count() == 0
    content = page_of.locator("#scene > g").first.inner_html()
    right = figure(page_of, LENGTH_MS // 2 + SINCE_MS)
    mirrored = page_of.locator(f'#scene > g > g[transform="{MIRROR}"]')
    assert mirrored.count() == 1
    assert re.sub(r' data-still="[^"]*"', "", mirrored.inner_html()) == re.sub(r' data-still="[^"]*"', "", content)
    difference = np.abs(left - right[:, ::-1]).max(axis=2)
    # Curves are smoothed a little differently in each direction, which changes single pixels at edges.
    assert (difference > 48).mean() < 0.002
    assert (np.abs(left - right).max(axis=2) > 48).mean() > 0.02


def test_a_stroke_goes_from_the_first_to_the_second_landmark_of_its_path(page_of: Page) -> None:
    landmarks = scene("sole").landmarks
    start, end = landmarks["heel"].at, landmarks["toes"].at
    (going,) = hands_at(page_of, 0)[:1]
    (gone,) = hands_at(page_of, STROKE_MS * 0.65 - 1)[:1]
    assert abs(place_of(going)[1] - start[1]) < 1
    assert abs(place_of(gone)[1] - end[1]) < 1
    numbers = [
        float(value) for value in re.findall(r"-?[\d.]+", page_of.locator("#scene .guide").get_attribute("d") or "")
    ]
    points = list(zip(numbers[::2], numbers[1::2], strict=True))
    assert points[0] == pytest.approx(start, abs=0.1)
    assert points[-1] == pytest.approx(end, abs=0.1)
    assert page_of.locator("#scene .guide-head").count() == 1


def test_the_lit_area_is_that_of_the_step(context: BrowserContext, tmp_path: Path) -> None:
    written = write_silent_page(tmp_path, session())
    page = open_without_sound(context, written.file).page
    for row in written.script.steps:
        go(page, row.start_ms + SINCE_MS)
        lit = page.eval_on_selector_all("#scene .lit", "parts => parts.map(part => part.getAttribute('d'))")
        picture = picture_of(row)
        assert lit == ([scene(picture.scene).areas[row.area or ""]] if picture else [])


def test_strokes_keep_the_tempo(page_of: Page) -> None:
    begun = hands_at(page_of, SINCE_MS)
    assert hands_at(page_of, SINCE_MS + STROKE_MS) == begun
    half = hands_at(page_of, SINCE_MS + STROKE_MS / 2)
    assert abs(place_of(half[0])[1] - place_of(begun[0])[1]) > 50


@pytest.mark.parametrize("technique", [name for name in TECHNIQUES if MOTIONS[name] not in ("still", "move")])
def test_every_movement_keeps_the_tempo_and_never_jumps(
    context: BrowserContext, tmp_path: Path, technique: str
) -> None:
    page = open_without_sound(context, write_silent_page(tmp_path, both_legs(technique)).file).page
    begun = hands_at(page, SINCE_MS)
    assert hands_at(page, SINCE_MS + EVERY_MOTION_MS) == begun
    assert hands_at(page, SINCE_MS + EVERY_MOTION_MS + STROKE_MS * 0.75) != begun
    places = [place_of(hands_at(page, EVERY_MOTION_MS - 200 + 20 * frame)[0]) for frame in range(20)]
    assert max(np.hypot(*np.diff(places, axis=0).T)) < 25


def test_hands_stand_still_for_those_who_want_no_motion_and_the_arrow_shows_the_way(page_of: Page) -> None:
    page_of.emulate_media(reduced_motion="reduce")
    begun = hands_at(page_of, SINCE_MS)
    assert hands_at(page_of, SINCE_MS + STROKE_MS / 2) == begun
    arrow = page_of.locator("#scene .guide")
    assert arrow.is_visible()
    box = arrow.bounding_box()
    assert box
    assert box["height"] > 40


def test_quick_pauses_leave_one_loop_of_the_animation(context: BrowserContext, page_file: Path) -> None:
    page = open_page(context, page_file, first=COUNT_CALLBACKS).page
    begin(page)
    for _ in range(10):
        page.keyboard.press("k")
    until(page, "!document.getElementById('sound').paused")
    counted = page.evaluate(COUNT_A_SECOND)
    assert 0 < counted <= MOST_CALLBACKS_A_SECOND
    page.close()


def test_a_paused_page_does_not_work(context: BrowserContext, page_file: Path) -> None:
    page = open_page(context, page_file, first=COUNT_CALLBACKS).page
    begin(page)
    page.keyboard.press("k")
    until(page, "document.getElementById('sound').paused")
    page.wait_for_timeout(100)
    before = page.evaluate("callbacks")
    page.wait_for_timeout(300)
    assert page.evaluate("callbacks") == before
    page.close()


def test_a_joint_that_moves_takes_what_is_lit_with_it_and_turns_about_itself(
    context: BrowserContext, tmp_path: Path
) -> None:
    page = open_without_sound(context, write_silent_page(tmp_path, both_legs("mobilisation")).file).page
    picture = picture_of(both_legs("mobilisation").steps[0])
    assert picture
    turned = []
    for at_ms in (0, STROKE_MS / 4):
        go(page, at_ms)
        body, lit = page.eval_on_selector_all(
            "#scene .swaying", "parts => parts.map(part => part.getAttribute('transform'))"
        )
        assert body == lit
        angle, *pivot = (float(value) for value in re.findall(r"-?[\d.]+", body))
        assert pivot == pytest.approx(picture.track[0].at, abs=0.1)
        turned.append(round(angle, 1))
    assert turned == [0, 4]
    page.close()


def test_hands_that_tap_rise_in_turn(context: BrowserContext, tmp_path: Path) -> None:
    page = open_without_sound(context, write_silent_page(tmp_path, both_legs("tapotement")).file).page
    heights = []
    for share in (0.25, 0.75):
        left, right = (place_of(hand)[1] for hand in hands_at(page, EVERY_MOTION_MS + STROKE_MS * share))
        heights.append(left - right)
    assert heights[0] < -5
    assert heights[1] > 5
    page.close()


def test_the_page_of_the_test_session_has_moving_hands(shared: OpenPage) -> None:
    assert hands_at(shared.page, 6_000) != hands_at(shared.page, 6_500)
