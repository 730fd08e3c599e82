"""Pages as they are written: what they need, what they show in print, and what no text can do to them."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import BrowserContext

from kneadcast.output import chapters_of
from kneadcast.output.page.writer import write_page
from kneadcast.script.model import Script
from tests.output.page.browser import OpenPage, fits, go, is_paused, open_page, text
from tests.output.sessions import session


def test_the_page_opens_from_disk_without_network_or_complaint_and_does_not_play_unasked(opened: OpenPage) -> None:
    go(opened.page, 6_000)
    assert is_paused(opened.page)
    assert opened.complaints == []
    assert {url.partition(":")[0] for url in opened.requests} == {"file"}


def test_a_page_with_the_sound_inside_plays_without_any_other_file(
    context: BrowserContext, sound: Path, tmp_path: Path
) -> None:
    write_page(tmp_path / "alone.html", session(), chapters_of(session()), sound, sound_inside=True)
    page = open_page(context, tmp_path / "alone.html").page
    go(page, 11_300)
    assert text(page, "area") == "calf"
    page.close()


def test_a_page_whose_sound_is_missing_names_the_file_that_it_needs(context: BrowserContext, tmp_path: Path) -> None:
    write_page(tmp_path / "lost.html", session(), chapters_of(session()), tmp_path / "lost.mp3")
    page = context.new_page()
    page.goto((tmp_path / "lost.html").as_uri())
    page.wait_for_selector("#trouble:not([hidden])")
    assert "lost.mp3 has to lie beside this page" in text(page, "trouble")
    page.close()


def test_no_text_of_a_script_can_break_out_of_the_page(context: BrowserContext, sound: Path, tmp_path: Path) -> None:
    evil = "</script><img src=x onerror=alert(1)> {{session}} {{inside}} &amp; " * 4
    steps = tuple(step.model_copy(update={"position": evil, "section": evil}) for step in session().steps)
    cues = tuple(cue.model_copy(update={"text": evil}) if cue.text else cue for cue in session().cues)
    script: Script = session().model_copy(update={"title": evil, "needs": (evil,), "steps": steps, "cues": cues})
    write_page(tmp_path / "evil.html", script, chapters_of(script), sound, sound_inside=True)
    page = open_page(context, tmp_path / "evil.html").page
    go(page, 6_200)
    assert (text(page, "words"), text(page, "position")) == (evil, evil)
    assert page.locator("h1").first.text_content() == evil
    assert page.locator("img").count() == 0
    assert fits(page)
    page.close()


def test_in_print_it_is_a_cue_sheet_on_one_page(opened: OpenPage) -> None:
    opened.page.emulate_media(media="print")
    sheet = opened.page.locator(".sheet").inner_text()
    assert "0:05" in sheet
    assert "sole, circular rubbing" in sheet
    assert not opened.page.locator("main").is_visible()
    assert opened.page.pdf(prefer_css_page_size=True).count(b"/Type /Page\n") == 1


def test_the_longest_session_is_a_cue_sheet_on_one_page_as_well(
    context: BrowserContext, sound: Path, tmp_path: Path
) -> None:
    finer = tuple(
        step.model_copy(update={"start_ms": step.start_ms + 10 * turn})
        for step in session().steps
        for turn in range(36)
    )
    script = session().model_copy(update={"steps": finer})
    write_page(tmp_path / "long.html", script, chapters_of(script), sound)
    page = context.new_page()
    page.goto((tmp_path / "long.html").as_uri())
    assert page.pdf(format="Letter").count(b"/Type /Page\n") == 1
    page.close()
