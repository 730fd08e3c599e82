"""The page in print: a cue sheet with drawings on one sheet."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page

from kneadcast.messages import ENGLISH
from kneadcast.routine.library import languages_of, routine_names
from kneadcast.script.model import Script
from tests.output.page.browser import OpenPage, open_without_sound
from tests.output.page.pages import compiled, write_silent_page
from tests.output.sessions import session

SESSIONS = [(name, language) for name in routine_names() for language in (ENGLISH, *languages_of(name))]


def sheets(page: Page, paper: str) -> int:
    """Returns the number of sheets on which a page is printed."""
    return page.pdf(format=paper).count(b"/Type /Page\n")


def printed(context: BrowserContext, folder: Path, script: Script) -> Page:
    page = open_without_sound(context, write_silent_page(folder, script).file).page
    page.emulate_media(media="print")
    return page


def widths_of_drawings(page: Page) -> list[float]:
    boxes = [one.bounding_box() for one in page.locator(".drawings svg:visible").all()]
    return [box["width"] for box in boxes if box]


def test_in_print_it_is_a_cue_sheet_with_drawings_on_one_sheet(opened: OpenPage) -> None:
    page = opened.page
    page.emulate_media(media="print")
    sheet = page.locator(".sheet").inner_text()
    assert "0:05" in sheet
    assert "Sole, circular rubbing" in sheet
    assert "firm" in sheet
    assert not page.locator("main").is_visible()
    assert not page.locator("#start").is_visible()
    # The sole, the calf and the inner thigh.
    assert len(widths_of_drawings(page)) == 3
    assert min(widths_of_drawings(page)) > 60
    assert page.pdf(prefer_css_page_size=True).count(b"/Type /Page\n") == 1


def test_a_dialog_that_is_open_is_not_printed(opened: OpenPage) -> None:
    page = opened.page
    page.keyboard.press("k")
    page.keyboard.press("l")
    page.emulate_media(media="print")
    assert not page.locator("#steps").is_visible()
    assert sheets(page, "A4") == 1


def test_the_longest_session_is_a_cue_sheet_on_one_sheet_as_well(context: BrowserContext, tmp_path: Path) -> None:
    finer = tuple(
        step.model_copy(update={"start_ms": step.start_ms + 10 * turn})
        for step in session().steps
        for turn in range(36)
    )
    page = printed(context, tmp_path, session().model_copy(update={"steps": finer}))
    assert [sheets(page, paper) for paper in ("A4", "Letter")] == [1, 1]
    assert len(widths_of_drawings(page)) == 3
    page.close()


@pytest.mark.slow
@pytest.mark.parametrize(("routine", "language"), SESSIONS)
@pytest.mark.usefixtures("silent_narrator")
def test_every_routine_is_a_cue_sheet_on_one_sheet(
    context: BrowserContext, tmp_path: Path, routine: str, language: str
) -> None:
    page = printed(context, tmp_path, compiled(routine, language))
    assert [sheets(page, paper) for paper in ("A4", "Letter")] == [1, 1]
    assert widths_of_drawings(page)
    page.close()
