"""The player of a page: keys, buttons, the lock screen, and a sound that does not play."""

from __future__ import annotations

import base64
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import BrowserContext, Page

from kneadcast.output.page.facts import LOCK_SCREEN_SIZE
from tests.output.page.browser import OpenPage, at_ms, begin, go, is_paused, open_page, open_without_sound, text, until
from tests.output.page.pages import write_silent_page
from tests.output.sessions import LENGTH_MS, STEPS, session, step

REFUSE = """
    HTMLMediaElement.prototype.play = () => Promise.reject(new DOMException("a touch first", "NotAllowedError"));
"""
SYSTEM = """
    window.awake = 0;
    window.keys = {};
    window.positions = [];
    const request = async () => { awake += 1; return { release() { awake -= 1; } }; };
    Object.defineProperty(navigator, "wakeLock", { value: { request } });
    navigator.mediaSession.setActionHandler = (name, act) => { keys[name] = act; };
    navigator.mediaSession.setPositionState = (state) => { positions.push(state); };
"""
"""Stands in for the system: headless Chromium has no lock screen, and may refuse to stay awake."""
LABEL = "document.getElementById('play').getAttribute('aria-label')"


def seeked(page: Page) -> float:
    until(page, "!document.getElementById('sound').seeking")
    return at_ms(page)


@pytest.mark.parametrize(
    ("key", "from_ms", "to_ms"),
    [
        ("ArrowLeft", 20_000, 5_000),
        ("ArrowLeft", 3_000, 0),
        ("ArrowRight", 1_000, LENGTH_MS - 200),
        ("PageDown", 1_000, 5_000),
        ("n", 6_000, 10_000),
        ("Shift+N", 6_000, 10_000),
        ("N", 11_000, 14_000),
        ("PageUp", 14_500, 10_000),
        ("p", 21_500, 18_000),
        ("Shift+P", 20_500, 14_000),
        ("r", 12_000, 10_000),
        ("R", 17_000, 14_000),
    ],
)
def test_keys_move_by_seconds_and_by_areas(shared: OpenPage, key: str, from_ms: int, to_ms: int) -> None:
    go(shared.page, from_ms)
    shared.page.keyboard.press(key)
    assert abs(seeked(shared.page) - to_ms) < 5
    assert is_paused(shared.page)


def test_moving_by_areas_passes_over_the_other_steps_of_an_area(context: BrowserContext, tmp_path: Path) -> None:
    """Sections are longer than areas, and steps shorter: the sole has two steps here, and the section both areas."""
    soles = [step(f"left.sole-{n}", 5_000 + 4_000 * n, 9_000 + 4_000 * n, area="sole", side="left") for n in range(2)]
    calf = step("left.calf", 13_000, LENGTH_MS, area="calf", side="left")
    script = session().model_copy(update={"steps": (STEPS[0], *soles, calf), "cues": ()})
    page = open_without_sound(context, write_silent_page(tmp_path, script).file).page
    go(page, 5_500)
    page.keyboard.press("PageDown")
    assert page.locator("#stage").get_attribute("data-step") == "left.calf"
    page.keyboard.press("PageUp")
    assert page.locator("#stage").get_attribute("data-step") == "left.sole-0"
    page.close()


@pytest.mark.parametrize("key", ["Space", "k", "K"])
def test_a_key_plays_and_pauses_and_starts_the_session_from_its_first_card(opened: OpenPage, key: str) -> None:
    page = opened.page
    page.keyboard.press(key)
    until(page, "!document.getElementById('sound').paused")
    until(page, f"{LABEL} === 'Pause'")
    assert page.locator("#start").is_hidden()
    page.keyboard.press(key)
    until(page, "document.getElementById('sound').paused")
    until(page, f"{LABEL} === 'Play'")
    assert opened.complaints == []


def test_a_key_that_is_held_down_does_not_play_and_pause_again_and_again(opened: OpenPage) -> None:
    page = opened.page
    page.keyboard.down("k")
    for _ in range(5):
        page.keyboard.down("k")
    until(page, "!document.getElementById('sound').paused")
    page.wait_for_timeout(100)
    assert not is_paused(page)


def test_a_tap_on_the_picture_plays_and_pauses(opened: OpenPage) -> None:
    page = opened.page
    begin(page)
    page.locator("#figure").click()
    until(page, "document.getElementById('sound').paused")
    page.locator("#figure").click()
    until(page, "document.getElementById('sound').currentTime > 0.3")


def test_the_space_bar_pauses_after_a_click_on_a_button_and_does_not_press_it_again(opened: OpenPage) -> None:
    page = opened.page
    begin(page)
    go(page, 2_000)
    page.locator("#back").click()
    moved = seeked(page)
    page.keyboard.press("Space")
    until(page, "document.getElementById('sound').paused")
    assert 0 <= at_ms(page) - moved < 3_000
    page.keyboard.press("Space")
    until(page, "!document.getElementById('sound').paused")


def test_the_keyboard_reaches_every_control_and_keeps_the_focus_on_the_one_that_it_presses(opened: OpenPage) -> None:
    page, reached = opened.page, []
    go(page, 6_000)
    for _ in range(7):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.id"))
    assert reached == ["seek", "list", "again", "back", "play", "forward", "more"]
    page.locator("#back").focus()
    for key in ("Space", "Enter"):
        go(page, 20_000)
        page.keyboard.press(key)
        assert abs(seeked(page) - 5_000) < 5
        assert page.evaluate("document.activeElement.id") == "back"
    assert is_paused(page)


def test_the_slider_continues_from_where_the_session_is(opened: OpenPage) -> None:
    page = opened.page
    go(page, 6_000)
    page.locator("#seek").focus()
    page.evaluate("document.getElementById('sound').currentTime = 12")
    seeked(page)
    page.keyboard.press("ArrowRight")
    assert abs(seeked(page) - 13_000) <= 1_000
    assert at_ms(page) > 12_000


def test_a_browser_that_wants_a_touch_first_is_not_said_to_miss_the_sound(
    context: BrowserContext, page_file: Path
) -> None:
    page = open_page(context, page_file, first=REFUSE).page
    page.keyboard.press("k")
    page.wait_for_selector("#trouble:not([hidden])")
    assert text(page, "trouble") == "The browser waits for a touch: press Start."
    assert page.locator("#begin").is_visible()
    page.close()


def test_a_sound_that_is_missing_is_named(context: BrowserContext, tmp_path: Path) -> None:
    page = open_without_sound(context, write_silent_page(tmp_path, session(), "lost").file).page
    named = "The sound cannot be played: lost.mp3 has to lie beside this page."
    assert text(page, "trouble") == named
    page.locator("#begin").click()
    page.wait_for_timeout(100)
    assert (text(page, "trouble"), page.locator("#trouble").is_visible()) == (named, True)
    page.close()


def test_the_lock_screen_shows_the_area_the_session_and_its_picture(shared: OpenPage) -> None:
    go(shared.page, 15_000)
    shown = shared.page.evaluate(
        """() => {
            const { title, album, artwork } = navigator.mediaSession.metadata;
            return { title, album, artwork: artwork.map(({ src, sizes, type }) => ({ src, sizes, type })) };
        }"""
    )
    assert (shown["title"], shown["album"]) == ("Right sole", "A test")
    (picture,) = shown["artwork"]
    kind, _, data = picture["src"].partition(",")
    assert (kind, picture["type"]) == ("data:image/jpeg;base64", "image/jpeg")
    image = Image.open(BytesIO(base64.b64decode(data)))
    assert (image.format, picture["sizes"]) == ("JPEG", "{}x{}".format(*image.size))
    assert image.size == (LOCK_SCREEN_SIZE, LOCK_SCREEN_SIZE)


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
    seeked(page)
    until(page, "positions.at(-1).position === 15")
    assert page.evaluate("positions.at(-1)") == {"duration": LENGTH_MS / 1000, "playbackRate": 1, "position": 15}
    assert text(page, "side") == "right"
    page.evaluate("keys.previoustrack()")
    assert abs(seeked(page) - 10_000) < 5
    page.evaluate("keys.nexttrack()")
    assert abs(seeked(page) - 14_000) < 5
    page.close()
