"""The page of a session in German or Spanish, in a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page

from kneadcast.messages import ENGLISH, messages_in
from kneadcast.script.labels import sided_area_label
from kneadcast.script.model import Script
from tests.output.languages import english_words, spoken_in, untranslated, words_in
from tests.output.page.browser import go, open_without_sound, text
from tests.output.page.pages import write_silent_page
from tests.output.sessions import session

SHOWN = """() => {
    const walker = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_TEXT), found = [];
    while (walker.nextNode()) {
        if (!walker.currentNode.parentElement.closest("script, style")) found.push(walker.currentNode.data);
    }
    const named = ["aria-label", "aria-valuetext", "aria-description", "title", "alt", "placeholder"];
    for (const name of named) {
        for (const node of document.querySelectorAll(`[${name}]`)) found.push(node.getAttribute(name));
    }
    return found;
}"""
"""Everything that can be read, heard from a screen reader, or printed."""
SINCE_MS = 1_000
"""How long after the beginning of a step the page is looked at: its words have begun."""


def shown_at_all_steps(page: Page, script: Script) -> Iterator[tuple[str, list[str]]]:
    """Yields all texts of a page at each step, with its list of steps and what it says about sound and full screen."""
    go(page, 0)
    page.keyboard.press("l")
    page.keyboard.press("Escape")
    page.evaluate("document.getElementById('fullscreen').click()")
    for step in script.steps:
        go(page, step.start_ms + SINCE_MS)
        yield step.id, page.evaluate(SHOWN)


@pytest.fixture(scope="module")
def in_english(
    context: BrowserContext,
    tmp_path_factory: pytest.TempPathFactory,
    silent_narrator_of_module: None,  # noqa: ARG001
) -> list[str]:
    """Returns all texts of the page of the English session."""
    written = write_silent_page(tmp_path_factory.mktemp("en"), spoken_in(ENGLISH))
    page = open_without_sound(context, written.file).page
    found = [one for _, texts in shown_at_all_steps(page, written.script) for one in texts]
    page.close()
    return found


@pytest.fixture(params=["de", "es"], scope="module")
def script(request: pytest.FixtureRequest, silent_narrator_of_module: None) -> Script:  # noqa: ARG001
    return spoken_in(request.param)


@pytest.fixture
def page(context: BrowserContext, script: Script, tmp_path: Path) -> Iterator[Page]:
    """Opens the page of the session without its sound, so that it shows every message that it has."""
    opened = open_without_sound(context, write_silent_page(tmp_path, script).file).page
    yield opened
    opened.close()


def test_nothing_on_the_page_is_english_at_any_step(page: Page, script: Script, in_english: list[str]) -> None:
    for step, texts in shown_at_all_steps(page, script):
        assert english_words(script, *texts) == set(), step
        assert untranslated(script, texts, in_english) <= words_in("silent.mp3"), step
    messages = messages_in(script.language).page
    assert messages.no_sound.format(file="silent.mp3") in page.evaluate(SHOWN)
    page.evaluate("document.getElementById('sound').dispatchEvent(new Event('pause'))")
    assert page.locator("#play").get_attribute("aria-label") == messages.play


def test_the_page_states_its_language_and_names_the_leg_and_what_comes_next(page: Page, script: Script) -> None:
    messages = messages_in(script.language)
    index, step = next((index, one) for index, one in enumerate(script.steps) if one.area == "toes" and one.side)
    go(page, script.steps[index - 1].start_ms + SINCE_MS)
    assert step.side
    assert page.locator("html").get_attribute("lang") == script.language
    assert text(page, "side") == messages.sides.of(step.side)
    assert page.locator("#badge").get_attribute("data-side") == step.side
    assert text(page, "next-what") == messages.page.then.format(
        next=sided_area_label("toes", step.side, messages, script.mode)
    )


def test_a_page_in_a_language_without_messages_is_english_around_the_words_of_the_session(
    context: BrowserContext, tmp_path: Path
) -> None:
    written = write_silent_page(tmp_path, session().model_copy(update={"language": "fr"}))
    page = open_without_sound(context, written.file).page
    assert [page.locator(name).get_attribute("lang") for name in ("html", "#words", "#title")] == ["en", "fr", "fr"]
    assert page.locator("#begin").inner_text() == "Start"
    page.close()
