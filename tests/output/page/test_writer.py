"""The page in a real browser: Chromium, driven as a person would."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from axe_core_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from kneadcast.output import chapters_of
from kneadcast.output.page.writer import write_page
from kneadcast.routine.body import AREAS
from kneadcast.script.model import Script
from tests.output.sessions import LENGTH_MS, session, written

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")

ARGUMENTS = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # A test has no hand to allow sound with; the page itself never plays unasked.
    "--autoplay-policy=no-user-gesture-required",
)
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


@dataclass
class Watched:
    """A page, and what it did that it should not."""

    page: Page
    complaints: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    # Chromium's sandbox does not work for root, as in most containers.
    sandbox = ("--no-sandbox",) if hasattr(os, "geteuid") and os.geteuid() == 0 else ()
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=[*ARGUMENTS, *sandbox])
        yield running
        running.close()


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("page"))


@pytest.fixture
def watched(browser: Browser, sound: Path) -> Iterator[Watched]:
    file = sound.with_suffix(".html")
    write_page(file, session(), chapters_of(session()), sound)
    page = browser.new_page()
    seen = Watched(page)
    page.on("console", lambda message: seen.complaints.append(message.text))
    page.on("pageerror", lambda error: seen.complaints.append(str(error)))
    page.on("request", lambda request: seen.requests.append(request.url))
    page.goto(file.as_uri())
    until(page, "document.getElementById('sound').readyState >= 1")
    yield seen
    page.close()


def go(page: Page, at_ms: int) -> None:
    """Moves the sound to a moment and waits until the page shows it."""
    page.evaluate(
        """at => new Promise(done => {
            const sound = document.getElementById("sound");
            sound.addEventListener("seeked", () => setTimeout(done, 0), { once: true });
            sound.currentTime = at + 0.0005;
        })""",
        at_ms / 1000,
    )


def until(page: Page, condition: str) -> None:
    """Waits until a condition holds; Playwright's own way needs `eval`, which the page forbids."""
    for _ in range(300):
        if page.evaluate(condition):
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"never came true: {condition}")


def text(page: Page, name: str) -> str:
    return page.locator(f"#{name}").text_content() or ""


def at_ms(page: Page) -> float:
    found: float = page.evaluate("document.getElementById('sound').currentTime * 1000")
    return found


def is_paused(page: Page) -> bool:
    found: bool = page.evaluate("document.getElementById('sound').paused")
    return found


def test_the_page_opens_from_disk_without_network_or_complaint_and_does_not_play_unasked(watched: Watched) -> None:
    go(watched.page, 6_000)
    assert is_paused(watched.page)
    assert watched.complaints == []
    assert {url.partition(":")[0] for url in watched.requests} == {"file"}


@pytest.mark.parametrize("moment_ms", MOMENTS_MS)
def test_area_side_and_words_are_the_script_s_at_any_moment(watched: Watched, moment_ms: int) -> None:
    page, script = watched.page, session()
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


def test_what_comes_next_and_when_is_told(watched: Watched) -> None:
    go(watched.page, 6_000)
    assert (text(watched.page, "next-what"), text(watched.page, "next-when")) == ("left calf, circular rubbing", "0:04")
    go(watched.page, 20_000)
    assert (text(watched.page, "next-what"), text(watched.page, "next-when")) == ("the end", "0:04")


def test_space_and_a_tap_anywhere_play_and_pause(watched: Watched) -> None:
    page = watched.page
    page.keyboard.press("Space")
    until(page, "!document.getElementById('sound').paused")
    assert page.locator("#play").get_attribute("aria-label") == "Pause"
    page.mouse.click(200, 300)
    until(page, "document.getElementById('sound').paused")
    page.mouse.click(200, 300)
    until(page, "document.getElementById('sound').currentTime > 0.3")
    page.keyboard.press("Space")
    until(page, "document.getElementById('sound').paused")
    assert watched.complaints == []


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
def test_keys_move_through_the_session(watched: Watched, key: str, from_ms: int, to_ms: int) -> None:
    go(watched.page, from_ms)
    watched.page.keyboard.press(key)
    until(watched.page, "!document.getElementById('sound').seeking")
    assert abs(at_ms(watched.page) - to_ms) < 5


def test_the_keyboard_reaches_every_control_and_space_presses_the_one_in_focus(watched: Watched) -> None:
    page, reached = watched.page, []
    for _ in range(7):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.id || document.activeElement.tagName"))
    assert reached == ["seek", "previous", "back", "play", "forward", "following", "SUMMARY"]
    page.locator("#following").focus()
    page.keyboard.press("Space")
    until(page, "!document.getElementById('sound').seeking")
    assert (round(at_ms(page), -2), is_paused(page)) == (5_000, True)


def test_what_stands_aside_is_closed_by_a_tap_or_escape_and_nothing_plays(watched: Watched) -> None:
    page = watched.page
    page.locator("summary").click()
    page.mouse.click(5, 60)
    assert page.locator("details").get_attribute("open") is None
    page.locator("summary").click()
    page.keyboard.press("Escape")
    assert page.locator("details").get_attribute("open") is None
    assert is_paused(page)


def test_the_dot_stays_on_the_area_whatever_its_shape(watched: Watched) -> None:
    for moment_ms in range(5_100, 24_000, 700):
        go(watched.page, moment_ms)
        assert watched.page.evaluate(ON_ITS_AREA), moment_ms


def test_a_change_of_step_is_announced_to_screen_readers(watched: Watched) -> None:
    go(watched.page, 11_000)
    assert text(watched.page, "announce") == "left, calf, circular rubbing, pressure 5 of 10"


def test_the_stroke_keeps_the_tempo_and_stands_still_for_those_who_want_no_motion(watched: Watched) -> None:
    page = watched.page

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
def test_an_accessibility_engine_finds_nothing_and_nothing_is_cut_off(watched: Watched, size: tuple[int, int]) -> None:
    page = watched.page
    page.set_viewport_size({"width": size[0], "height": size[1]})
    for moment_ms in (0, 6_200, 11_300):
        go(page, moment_ms)
        page.evaluate("document.querySelector('details').open = " + ("true" if moment_ms else "false"))
        page.wait_for_timeout(700)  # colours fade from one step to the next
        found = [(rule["id"], [node["html"] for node in rule["nodes"]]) for rule in Axe().run(page)["violations"]]
        assert found == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert page.evaluate("document.documentElement.scrollHeight <= innerHeight")


def test_the_lock_screen_shows_the_chapter(watched: Watched) -> None:
    go(watched.page, 15_000)
    assert watched.page.evaluate("navigator.mediaSession.metadata.title") == "Feet, right"
    assert watched.page.evaluate("navigator.mediaSession.metadata.album") == "A test"


def test_the_keys_of_the_system_play_pause_and_seek_and_the_screen_stays_awake_meanwhile(
    browser: Browser, sound: Path
) -> None:
    file = sound.with_suffix(".html")
    write_page(file, session(), chapters_of(session()), sound)
    page = browser.new_page()
    page.add_init_script(SYSTEM)
    page.goto(file.as_uri())
    until(page, "document.getElementById('sound').readyState >= 1")
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


def test_in_print_it_is_a_cue_sheet_on_one_page(watched: Watched) -> None:
    watched.page.emulate_media(media="print")
    sheet = watched.page.locator(".sheet").inner_text()
    assert "0:05" in sheet
    assert "sole, circular rubbing" in sheet
    assert not watched.page.locator("main").is_visible()
    assert watched.page.pdf(prefer_css_page_size=True).count(b"/Type /Page\n") == 1


def test_the_longest_session_is_a_cue_sheet_on_one_page_as_well(browser: Browser, sound: Path, tmp_path: Path) -> None:
    finer = tuple(
        step.model_copy(update={"start_ms": step.start_ms + 10 * turn})
        for step in session().steps
        for turn in range(36)
    )
    script = session().model_copy(update={"steps": finer})
    write_page(tmp_path / "long.html", script, chapters_of(script), sound)
    page = browser.new_page()
    page.goto((tmp_path / "long.html").as_uri())
    assert page.pdf(format="Letter").count(b"/Type /Page\n") == 1
    page.close()


def test_a_page_with_the_sound_inside_plays_without_any_other_file(
    browser: Browser, sound: Path, tmp_path: Path
) -> None:
    file = tmp_path / "alone.html"
    write_page(file, session(), chapters_of(session()), sound, sound_inside=True)
    page = browser.new_page()
    page.goto(file.as_uri())
    until(page, "document.getElementById('sound').readyState >= 1")
    go(page, 11_300)
    assert text(page, "area") == "calf"
    page.close()


def test_a_page_whose_sound_is_gone_says_which_file_it_needs(browser: Browser, tmp_path: Path) -> None:
    file = tmp_path / "lost.html"
    write_page(file, session(), chapters_of(session()), tmp_path / "lost.mp3")
    page = browser.new_page()
    page.goto(file.as_uri())
    page.wait_for_selector("#trouble:not([hidden])")
    assert "lost.mp3 has to lie beside this page" in text(page, "trouble")
    page.close()


def test_no_text_of_a_script_can_break_out_of_the_page(browser: Browser, sound: Path, tmp_path: Path) -> None:
    evil = "</script><img src=x onerror=alert(1)> {{session}} {{inside}} &amp; " * 4
    steps = tuple(step.model_copy(update={"position": evil, "section": evil}) for step in session().steps)
    cues = tuple(cue.model_copy(update={"text": evil}) if cue.text else cue for cue in session().cues)
    script: Script = session().model_copy(update={"title": evil, "needs": (evil,), "steps": steps, "cues": cues})
    file = tmp_path / "evil.html"
    write_page(file, script, chapters_of(script), sound, sound_inside=True)
    page = browser.new_page()
    page.goto(file.as_uri())
    until(page, "document.getElementById('sound').readyState >= 1")
    go(page, 6_200)
    assert (text(page, "words"), text(page, "position")) == (evil, evil)
    assert page.locator("h1").first.text_content() == evil
    assert page.locator("img").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.evaluate("document.documentElement.scrollHeight <= innerHeight")
    page.close()
