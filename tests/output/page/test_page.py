"""What a page shows at a moment, what it remembers, and when it keeps quiet."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page

from kneadcast.script.model import Script
from tests.output.page.browser import (
    OpenPage,
    at_ms,
    begin,
    finish_transitions,
    go,
    is_paused,
    open_page,
    open_without_sound,
    text,
    until,
)
from tests.output.page.pages import write_silent_page
from tests.output.sessions import LENGTH_MS, STEPS, session

CHANGE_MS, IDLE_MS = 4_000, 6_000
NEARLY_DARK = 24
"""The mean brightness of a page that is nearly dark, of 255."""
HELD_WAITS = """
    window.held = new Map();
    let lastId = 0;
    const wait = window.setTimeout.bind(window), cancel = window.clearTimeout.bind(window);
    window.setTimeout = (act, ms, ...values) => {
        if (!(ms >= 4000)) return wait(act, ms, ...values);
        held.set(--lastId, { act: () => act(...values), ms });
        return lastId;
    };
    window.clearTimeout = id => held.delete(id) || cancel(id);
"""
"""Holds long waits until a test ends them, so that what it looks at is not gone on a slow computer."""
END_WAITS = """ms => {
    const due = [...held].filter(([, wait]) => wait.ms === ms);
    for (const [id, wait] of due) {
        held.delete(id);
        wait.act();
    }
    return due.length;
}"""
"""Ends the waits of a length that are held, and returns how many there were."""
FADING = "footer, .remaining, .next"
IDLE = "document.body.classList.contains('idle')"
NOTE_VALUE_TEXTS = """() => {
    window.spoken = [];
    const seek = document.getElementById("seek");
    const note = () => spoken.push(seek.getAttribute("aria-valuetext"));
    new MutationObserver(note).observe(seek, { attributeFilter: ["aria-valuetext"] });
}"""
RESTING = STEPS[-1].model_copy(
    update={"id": "rest", "kind": "rest", "side": None, "area": None, "technique": None, "pressure": None}
)


def resting() -> Script:
    """Returns the session with a rest at its end."""
    cues = tuple(cue for cue in session().cues if cue.at_ms < RESTING.start_ms)
    return session().model_copy(update={"steps": (*STEPS[:-1], RESTING), "cues": cues})


@pytest.fixture
def own(browser: Browser, page_file: Path) -> Iterator[Page]:
    """Opens the page in a context of its own, whose memory is empty, with waits that are held."""
    alone = browser.new_context(has_touch=True)
    yield open_page(alone, page_file, first=HELD_WAITS).page
    alone.close()


def pass_wait(page: Page, length_ms: int) -> None:
    """Ends the one wait of a length that the page has begun and not cancelled."""
    assert page.evaluate(END_WAITS, length_ms) == 1


def let_controls_fade(page: Page) -> None:
    """Ends the page's waits for six seconds; an event of the browser that comes late begins a new one."""
    until(page, f"({END_WAITS})({IDLE_MS}) > 0 && {IDLE}")


@pytest.mark.parametrize("moment_ms", [0, 1_600, 4_999, 5_000, 6_200, 9_100, 11_300, 14_000, 15_500, 19_500, 23_400])
def test_area_side_and_words_are_the_script_s_at_any_moment(shared: OpenPage, moment_ms: int) -> None:
    page, script = shared.page, session()
    go(page, moment_ms)
    (row,) = (row for row in script.steps if row.start_ms <= moment_ms < row.end_ms)
    spoken = [cue.text for cue in script.cues if cue.text and cue.at_ms <= moment_ms]
    assert page.locator("#badge").is_visible() == (row.side is not None)
    assert text(page, "side") == (row.side or "")
    assert page.locator("#badge").get_attribute("data-side") == (row.side or "")
    assert text(page, "area") == ((row.area or "").replace("-", " ").capitalize() or "Before you begin")
    assert text(page, "words") == (spoken[-1] if spoken else "")
    assert text(page, "technique") == ("circular rubbing" if row.area else "seated")
    assert text(page, "left") in {f"0:{(LENGTH_MS - moment_ms - early) // 1000:02d}" for early in (0, 1)}


def test_the_page_shows_what_comes_next_and_when(shared: OpenPage) -> None:
    go(shared.page, 6_000)
    assert (text(shared.page, "next-what"), text(shared.page, "seconds")) == ("then left calf", "4 s")
    go(shared.page, 20_000)
    assert (text(shared.page, "next-what"), text(shared.page, "seconds")) == ("then the end", "4 s")


def test_spoken_words_are_lit_as_they_are_said(shared: OpenPage) -> None:
    said = []
    for at in (6_150, 7_000, 7_790):
        go(shared.page, at)
        said.append("".join(shared.page.locator("#words .said").all_text_contents()))
    assert said == ["Rub", "Rub your left", "Rub your left sole."]


def test_a_change_of_step_is_announced_once_and_the_slider_is_quiet_meanwhile(opened: OpenPage) -> None:
    page = opened.page
    go(page, 5_500)
    go(page, 10_100)
    assert text(page, "announce") == "left, Calf, circular rubbing, firm"
    page.evaluate(NOTE_VALUE_TEXTS)
    page.keyboard.press("k")
    until(page, "document.getElementById('sound').currentTime > 12.5")
    page.keyboard.press("k")
    assert page.evaluate("spoken") == []
    go(page, 15_000)
    assert page.evaluate("spoken") == ["0:14, right, Sole, circular rubbing, firm"]


@pytest.mark.parametrize(("moment", "at"), [("90", 90_000), ("1:30", 90_000), ("0:01:30.5", 90_500)])
def test_an_address_leads_to_a_moment(context: BrowserContext, tmp_path: Path, moment: str, at: int) -> None:
    long = session().model_copy(
        update={"length_ms": 120_000, "steps": (*STEPS[:-1], STEPS[-1].model_copy(update={"end_ms": 120_000}))}
    )
    file = write_silent_page(tmp_path, long).file
    page = context.new_page()
    page.goto(f"{file.as_uri()}#t={moment}")
    page.wait_for_selector("#trouble:not([hidden])")
    assert text(page, "resume") == "Continue at 1:30"
    assert text(page, "left") == f"0:{(120_000 - at) // 1000}"
    page.close()


def test_a_moment_in_the_address_is_where_it_continues(context: BrowserContext, page_file: Path) -> None:
    page = context.new_page()
    page.goto(f"{page_file.as_uri()}#t=0:15")
    assert page.locator("#start").is_visible()
    page.locator("#resume").click()
    until(page, "document.getElementById('sound').currentTime > 15.1")
    assert text(page, "side") == "right"
    page.close()


def test_the_page_offers_to_continue_after_a_reload_and_no_more_after_the_end(own: Page) -> None:
    go(own, 12_000)
    own.goto(own.url.partition("#")[0])
    own.reload()
    assert text(own, "resume") == "Continue at 0:12"
    own.locator("#resume").click()
    until(own, "!document.getElementById('sound').paused")
    assert at_ms(own) >= 12_000
    go(own, LENGTH_MS - 300)
    until(own, "!document.getElementById('end').hidden")
    assert own.locator("#ended").text_content() == "That was your session."
    assert own.evaluate("document.activeElement.id") == "once-more"
    own.goto(own.url.partition("#")[0])
    own.reload()
    assert own.locator("#resume").is_hidden()
    assert own.locator("#start").is_visible()


def test_a_session_that_has_ended_can_begin_again(own: Page) -> None:
    begin(own)
    go(own, LENGTH_MS - 300)
    until(own, "!document.getElementById('end').hidden")
    own.keyboard.press("Space")
    until(own, "!document.getElementById('sound').paused")
    assert own.locator("#end").is_hidden()
    assert at_ms(own) < 3_000


def test_memory_that_the_browser_forbids_stops_nothing(context: BrowserContext, page_file: Path) -> None:
    forbid = (
        "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError'); } });"
    )
    opened = open_page(context, page_file, first=forbid)
    begin(opened.page)
    opened.page.keyboard.press("k")
    assert opened.complaints == []
    opened.page.close()


def test_controls_fade_after_six_seconds_and_come_back_at_a_touch_a_key_and_a_focus(own: Page) -> None:
    begin(own)
    wakes: tuple[Callable[[], None], ...] = (
        lambda: own.touchscreen.tap(100, 200),
        lambda: own.keyboard.press("Shift"),
        lambda: own.locator("#play").focus(),
    )
    for wake in wakes:
        let_controls_fade(own)
        finish_transitions(own)
        opacities = own.eval_on_selector_all(FADING, "nodes => nodes.map(node => getComputedStyle(node).opacity)")
        assert opacities == ["0", "0", "0"]
        assert own.locator("#words").evaluate("node => getComputedStyle(node).opacity") == "1"
        wake()
        assert not own.evaluate(IDLE)
        # A touch only wakes.
        assert not is_paused(own)
    pass_wait(own, IDLE_MS)
    assert not own.evaluate(IDLE)


def test_a_touch_presses_no_button_that_has_faded(own: Page) -> None:
    begin(own)
    box = own.locator("#forward").bounding_box()
    assert box
    let_controls_fade(own)
    own.touchscreen.tap(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    assert not own.evaluate(IDLE)
    own.wait_for_timeout(100)
    assert at_ms(own) < LENGTH_MS / 2


@pytest.mark.parametrize("button", ["list", "more"])
def test_controls_do_not_fade_while_a_dialog_is_open(own: Page, button: str) -> None:
    begin(own)
    own.locator(f"#{button}").click()
    pass_wait(own, IDLE_MS)
    assert not own.evaluate(IDLE)
    own.keyboard.press("Escape")
    until(own, "!document.querySelector('dialog[open]')")
    own.evaluate("document.activeElement.blur()")
    let_controls_fade(own)


def test_controls_do_not_fade_while_it_is_paused(own: Page) -> None:
    begin(own)
    own.keyboard.press("k")
    until(own, "document.getElementById('sound').paused")
    pass_wait(own, IDLE_MS)
    assert not own.evaluate(IDLE)


def test_a_change_of_sides_fills_the_screen_for_four_seconds(own: Page) -> None:
    begin(own)
    go(own, 13_500)
    until(own, "!document.getElementById('change').hidden")
    box = own.locator("#change").bounding_box()
    assert box
    assert (box["x"], box["y"]) == (0, 0)
    assert {"width": box["width"], "height": box["height"]} == own.viewport_size
    assert text(own, "change-side") == "right"
    assert own.locator("#change").get_attribute("data-side") == "right"
    assert own.evaluate("document.getElementById('change-side').scrollWidth <= innerWidth")
    pass_wait(own, CHANGE_MS)
    assert own.locator("#change").is_hidden()


@pytest.mark.parametrize("scheme", ["dark", "light"])
def test_rest_is_nearly_dark_with_a_circle_that_breathes_and_no_picture(
    context: BrowserContext, tmp_path: Path, scheme: str
) -> None:
    page = open_without_sound(context, write_silent_page(tmp_path, resting()).file).page
    page.evaluate(f"document.documentElement.dataset.theme = '{scheme}'")
    go(page, RESTING.start_ms + 1_000)
    assert page.locator("#scene").is_hidden()
    assert page.locator(".breath").is_visible()
    assert page.locator(".breath").evaluate("node => getComputedStyle(node).animationDuration") == "10s"
    page.evaluate("document.body.classList.add('idle')")
    finish_transitions(page)
    image = Image.open(BytesIO(page.screenshot())).convert("L")
    assert np.asarray(image).mean() < NEARLY_DARK
    go(page, RESTING.start_ms - 1_000)
    assert page.locator("#scene").is_visible()
    assert page.locator(".breath").is_hidden()
    page.close()


def test_the_first_card_says_what_to_know_before_anything_plays_and_all_of_it_can_be_reached(
    context: BrowserContext, tmp_path: Path
) -> None:
    needs = tuple(f"a towel of the {n}th kind" for n in range(20))
    file = write_silent_page(tmp_path, session().model_copy(update={"needs": needs})).file
    page = open_without_sound(context, file).page
    page.set_viewport_size({"width": 375, "height": 553})
    assert page.locator("#begin").is_visible()
    notes = page.locator("#start .aside")
    assert "Stop" in notes.inner_text()
    assert needs[-1] in notes.inner_text()
    box = notes.bounding_box()
    assert box
    assert box["height"] > 80
    assert box["y"] + box["height"] <= 553
    for _ in range(4):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('#start .aside')"):
            break
    else:
        pytest.fail("the keyboard does not reach the notes")
    page.keyboard.press("End")
    scrolled_to_end = "node => node.scrollTop + node.clientHeight >= node.scrollHeight - 2"
    until(page, f"({scrolled_to_end})(document.querySelector('#start .aside'))")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.close()


def test_the_list_of_steps_opens_with_a_key_and_leads_to_a_step(opened: OpenPage) -> None:
    page = opened.page
    go(page, 11_000)
    page.keyboard.press("l")
    assert page.locator("#steps").is_visible()
    rows = page.locator("#step-list button")
    assert rows.count() == len(STEPS)
    assert page.locator("#step-list [aria-current]").inner_text().startswith("Left calf")
    assert re.sub(r"\s+", " ", rows.nth(3).inner_text()) == "Right sole circular rubbing 0:14"
    rows.nth(3).click()
    assert page.locator("#steps").is_hidden()
    until(page, "!document.getElementById('sound').seeking")
    assert (text(page, "side"), is_paused(page)) == ("right", True)


def test_settings_are_kept_and_change_the_page(own: Page) -> None:
    go(own, 6_000)
    own.locator("#more").click()
    before = own.evaluate("getComputedStyle(document.body).backgroundColor")
    own.locator("#theme").click()
    assert own.evaluate("getComputedStyle(document.body).backgroundColor") != before
    own.locator("#speed").select_option("1.25")
    assert own.evaluate("document.getElementById('sound').playbackRate") == 1.25
    own.locator("#volume").fill("0.5")
    assert own.evaluate("document.getElementById('sound').volume") == 0.5
    theme = own.locator("html").get_attribute("data-theme")
    own.reload()
    assert own.locator("html").get_attribute("data-theme") == theme
    assert own.evaluate("document.getElementById('sound').volume") == 0.5


def test_a_browser_without_full_screen_says_so(context: BrowserContext, page_file: Path) -> None:
    page = open_page(
        context, page_file, first="Object.defineProperty(document, 'fullscreenEnabled', { value: false });"
    ).page
    go(page, 6_000)
    page.locator("#more").click()
    page.locator("#fullscreen").click()
    assert page.locator("#no-fullscreen").is_visible()
    assert page.locator("#start").is_hidden()
    page.close()
