"""The page's style and script in a real browser."""

from __future__ import annotations

from pathlib import Path

import pytest
from axe_core_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext

from kneadcast.routine.body import AREAS
from tests.output.page.browser import OpenPage, at_ms, finish_transitions, fits, go, is_paused, open_page, text, until
from tests.output.sessions import LENGTH_MS, session

MOMENTS_MS = (0, 1_600, 4_999, 5_000, 6_200, 9_100, 11_300, 14_000, 15_500, 19_500, 23_400)
SIZES = {
    "phone": (390, 844),
    "small phone": (320, 568),
    "phone on its side": (844, 390),
    "laptop": (1440, 900),
    "small laptop": (1024, 600),
    "television": (1920, 1080),
}

SYSTEM = """
    window.awake = 0;
    window.keys = {};
    const request = async () => { awake += 1; return { release() { awake -= 1; } }; };
    Object.defineProperty(navigator, "wakeLock", { value: { request } });
    navigator.mediaSession.setActionHandler = (name, act) => { keys[name] = act; };
"""
"""Stands in for the system: headless Chromium has no lock screen, and may refuse to stay awake."""

ON_ITS_AREA = """() => {
    const dot = document.querySelector("#far .stroke"), parts = [...document.querySelectorAll(".part.lit")];
    const point = dot.ownerSVGElement.createSVGPoint();
    [point.x, point.y] = [dot.cx.baseVal.value, dot.cy.baseVal.value];
    return parts.some((part) => part.isPointInFill(point));
}"""


@pytest.mark.parametrize("moment_ms", MOMENTS_MS)
def test_area_side_and_words_are_the_script_s_at_any_moment(shared: OpenPage, moment_ms: int) -> None:
    page, script = shared.page, session()
    go(page, moment_ms)
    (step,) = (step for step in script.steps if step.start_ms <= moment_ms < step.end_ms)
    spoken = [cue.text for cue in script.cues if cue.text and cue.at_ms <= moment_ms]
    assert text(page, "side") == (step.side or "")
    assert text(page, "area") == (AREAS[step.area].label if step.area else "Before you begin")
    assert text(page, "words") == (spoken[-1] if spoken else "Settle down, then press play.")
    lit = page.eval_on_selector_all(".part.lit", "parts => parts.map(part => [part.dataset.view, part.dataset.area])")
    assert {area for _, area in lit} == ({step.area} if step.area else set())
    other = {"left": "right", "right": "left"}.get(step.side or "")
    assert other not in {view for view, _ in lit}
    assert text(page, "technique") == ("circular rubbing" if step.area else "")


def test_the_page_shows_what_comes_next_and_when(shared: OpenPage) -> None:
    go(shared.page, 6_000)
    assert (text(shared.page, "next-what"), text(shared.page, "next-when")) == ("left calf, circular rubbing", "0:04")
    go(shared.page, 20_000)
    assert (text(shared.page, "next-what"), text(shared.page, "next-when")) == ("the end", "0:04")


def test_space_and_a_tap_anywhere_play_and_pause(opened: OpenPage) -> None:
    page = opened.page
    page.keyboard.press("Space")
    until(page, "!document.getElementById('sound').paused")
    assert page.locator("#play").get_attribute("aria-label") == "Pause"
    page.mouse.click(200, 300)
    until(page, "document.getElementById('sound').paused")
    page.mouse.click(200, 300)
    until(page, "document.getElementById('sound').currentTime > 0.3")
    page.keyboard.press("Space")
    until(page, "document.getElementById('sound').paused")
    assert opened.complaints == []


@pytest.mark.parametrize(
    ("key", "from_ms", "to_ms"),
    [
        ("ArrowLeft", 20_000, 5_000),
        ("ArrowLeft", 3_000, 0),
        ("ArrowRight", 1_000, LENGTH_MS - 200),
        ("PageDown", 1_000, 5_000),
        ("n", 6_000, 14_000),
        ("PageUp", 14_500, 5_000),
        ("p", 20_000, 14_000),
    ],
)
def test_keys_move_through_the_session(shared: OpenPage, key: str, from_ms: int, to_ms: int) -> None:
    go(shared.page, from_ms)
    shared.page.keyboard.press(key)
    until(shared.page, "!document.getElementById('sound').seeking")
    assert abs(at_ms(shared.page) - to_ms) < 5


def test_the_keyboard_reaches_every_control_and_space_presses_the_one_in_focus(opened: OpenPage) -> None:
    page, reached = opened.page, []
    for _ in range(7):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.id || document.activeElement.tagName"))
    assert reached == ["seek", "previous", "back", "play", "forward", "following", "SUMMARY"]
    page.locator("#following").focus()
    page.keyboard.press("Space")
    until(page, "!document.getElementById('sound').seeking")
    assert (round(at_ms(page), -2), is_paused(page)) == (5_000, True)


def test_the_notes_are_closed_by_a_tap_or_escape_and_nothing_plays(opened: OpenPage) -> None:
    page = opened.page
    page.locator("summary").click()
    page.mouse.click(5, 60)
    assert page.locator("details").get_attribute("open") is None
    page.locator("summary").click()
    page.keyboard.press("Escape")
    assert page.locator("details").get_attribute("open") is None
    assert is_paused(page)


def test_the_dot_stays_on_the_area_whatever_its_shape(shared: OpenPage) -> None:
    for moment_ms in range(5_100, 24_000, 700):
        go(shared.page, moment_ms)
        assert shared.page.evaluate(ON_ITS_AREA), moment_ms


def test_a_change_of_step_is_announced_to_screen_readers(shared: OpenPage) -> None:
    go(shared.page, 6_000)
    go(shared.page, 11_000)
    assert text(shared.page, "announce") == "left, calf, circular rubbing, pressure 5 of 10"


def test_the_stroke_keeps_the_tempo_and_stands_still_for_those_who_want_no_motion(opened: OpenPage) -> None:
    page = opened.page

    def stroke(moment_ms: int) -> float:
        go(page, moment_ms)
        return float(page.locator("#far .stroke").get_attribute("cx") or "nan")

    # Thirty strokes a minute: after two seconds the hand has come round, after one it is across.
    begun, across, round_again = stroke(10_010), stroke(11_010), stroke(12_010)
    assert abs(round_again - begun) < 5 < abs(across - begun)
    page.emulate_media(reduced_motion="reduce")
    go(page, 12_000)
    assert page.locator("#far .stroke").evaluate("dot => getComputedStyle(dot).display") == "none"


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES.keys())
def test_an_accessibility_engine_finds_nothing_and_nothing_is_cut_off(opened: OpenPage, size: tuple[int, int]) -> None:
    page = opened.page
    page.set_viewport_size({"width": size[0], "height": size[1]})
    for moment_ms in (0, 6_200, 11_300):
        go(page, moment_ms)
        page.evaluate("document.querySelector('details').open = " + ("true" if moment_ms else "false"))
        finish_transitions(page)
        found = Axe().run(page, options={"resultTypes": ["violations"]})["violations"]
        assert [(rule["id"], [node["html"] for node in rule["nodes"]]) for rule in found] == []
        assert fits(page)


def test_the_lock_screen_shows_the_chapter(shared: OpenPage) -> None:
    go(shared.page, 15_000)
    assert shared.page.evaluate("navigator.mediaSession.metadata.title") == "Feet, right"
    assert shared.page.evaluate("navigator.mediaSession.metadata.album") == "A test"


def test_the_keys_of_the_system_play_pause_and_seek_and_the_screen_stays_awake_meanwhile(
    context: BrowserContext, page_file: Path
) -> None:
    page = open_page(context, page_file, first=SYSTEM).page
    page.evaluate("keys.play()")
    until(page, "awake === 1 && navigator.mediaSession.playbackState === 'playing'")
    for _ in range(2):
        page.evaluate("keys.pause()")
        until(page, "awake === 0 && navigator.mediaSession.playbackState === 'paused'")
        assert is_paused(page)
    page.evaluate("keys.seekto({ seekTime: 15 })")
    until(page, "!document.getElementById('sound').seeking")
    assert text(page, "side") == "right"
    page.close()
