"""Pages as they are written: what they need, and what no text can do to them."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page

from kneadcast.output import chapters_of
from kneadcast.output.page.writer import write_page
from kneadcast.script.model import Script
from tests.output.page.browser import OpenPage, begin, go, is_paused, open_page, open_without_sound, text, until
from tests.output.page.layout import SIZES, looks, moments_of
from tests.output.page.pages import write_silent_page
from tests.output.sessions import session

EVIL = " ".join(["</script><img src=x onerror=alert(1)> {{session}} {{inside}} &amp;"] * 2)
POLICY = (
    "default-src 'none'; media-src 'self' file: blob:; img-src data: blob:; font-src data:; "
    "style-src 'unsafe-inline'; script-src 'unsafe-inline'"
)
INSIDE = {"data:font/ttf;base64", "data:image/jpeg;base64"}
"""Kinds of what a page has inside itself, which browsers call requests as well."""


def evil_session() -> Script:
    """Returns a session, each text of which tries to become part of the page."""
    steps = tuple(step.model_copy(update={"position": EVIL, "section": EVIL}) for step in session().steps)
    cues = tuple(cue.model_copy(update={"text": EVIL}) if cue.text else cue for cue in session().cues)
    return session().model_copy(update={"title": EVIL, "needs": (EVIL,), "steps": steps, "cues": cues})


def use_everything(page: Page) -> None:
    """Plays, pauses, moves, and opens and closes what can be opened."""
    begin(page)
    for key in ("k", "n", "p", "r", "ArrowRight", "ArrowLeft", "l", "Escape"):
        page.keyboard.press(key)
    page.locator("#more").click()
    page.locator("#theme").click()
    page.keyboard.press("Escape")
    until(page, "document.getElementById('sound').paused")


def test_the_page_opens_from_disk_without_network_or_complaint_and_does_not_play_unasked(opened: OpenPage) -> None:
    assert is_paused(opened.page)
    use_everything(opened.page)
    assert opened.complaints == []
    addresses = {url.partition("#")[0] for url in opened.requests if not url.startswith("data:")}
    page = opened.page.url.partition("#")[0]
    assert addresses == {page, page.replace(".html", ".mp3")}
    assert {url.partition(",")[0] for url in opened.requests if url.startswith("data:")} <= INSIDE


def test_the_page_forbids_itself_everything_that_it_does_not_need(shared: OpenPage) -> None:
    assert shared.page.locator("meta[http-equiv=Content-Security-Policy]").get_attribute("content") == POLICY
    refused = shared.page.evaluate("fetch('http://127.0.0.1:1/').then(() => 'sent', (problem) => problem.name)")
    assert refused == "TypeError"
    assert any("Content Security Policy" in one for one in shared.complaints)


def test_a_page_with_the_sound_inside_plays_without_any_other_file(
    context: BrowserContext, sound: Path, tmp_path: Path
) -> None:
    write_page(tmp_path / "alone.html", session(), chapters_of(session()), sound, sound_inside=True)
    opened = open_page(context, tmp_path / "alone.html")
    use_everything(opened.page)
    go(opened.page, 11_300)
    assert text(opened.page, "area") == "Calf"
    assert opened.complaints == []
    assert {url.partition("#")[0] for url in opened.requests if url.startswith("file:")} == {
        (tmp_path / "alone.html").as_uri()
    }
    assert {url.partition(":")[0] for url in opened.requests} <= {"file", "blob", "data"}
    opened.page.close()


def test_no_text_of_a_script_can_break_out_of_the_page(context: BrowserContext, sound: Path, tmp_path: Path) -> None:
    script = evil_session()
    write_page(tmp_path / "evil.html", script, chapters_of(script), sound, sound_inside=True)
    opened = open_page(context, tmp_path / "evil.html")
    page = opened.page
    assert (text(page, "title"), page.title()) == (EVIL, EVIL)
    go(page, 6_200)
    assert text(page, "words") == EVIL
    page.keyboard.press("l")
    assert page.locator("img, iframe, object, embed").count() == 0
    assert page.locator("script").count() == 2
    assert opened.complaints == []
    page.close()


def test_texts_of_any_kind_are_laid_out_without_cuts(browser: Browser, tmp_path: Path) -> None:
    written = write_silent_page(tmp_path, evil_session())
    context = browser.new_context()
    page = open_without_sound(context, written.file).page
    found = [
        fault
        for size in SIZES
        for look in looks(page, written.facts, size, list(moments_of(written.facts).values()))
        for fault in look.faults
    ]
    assert found == []
    context.close()
