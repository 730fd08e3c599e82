"""The page of a session in German or Spanish, in a real browser."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page

from kneadcast.messages import messages_in
from kneadcast.output import chapters_of
from kneadcast.output.page.writer import write_page
from kneadcast.script.model import Script
from tests.output.languages import english_words, spoken_in
from tests.output.page.browser import fits, text
from tests.output.sessions import session

SHOWN = """() => {
    const nodes = [document.body, ...document.querySelectorAll("svg text, details *, .sheet *, #announce")];
    const labels = [...document.querySelectorAll("[aria-label]")].map((node) => node.getAttribute("aria-label"));
    const own = (node) => [...node.childNodes].filter((one) => one.nodeType === 3).map((one) => one.data);
    return [document.body.innerText, ...labels, ...nodes.flatMap(own)].join("\\n");
}"""
"""Everything that can be read, heard from a screen reader, or printed."""

GO = """at => {
    const seek = document.getElementById("seek");
    seek.value = at;
    seek.dispatchEvent(new Event("input"));
}"""
"""Moves a page without sound to a moment."""

UNCUT = """() => {
    const now = document.querySelector(".now"), area = document.getElementById("area");
    const range = document.createRange(), text = area.firstChild;
    const linesOf = (word) => {
        range.setStart(text, word.index);
        range.setEnd(text, word.index + word[0].length);
        return new Set([...range.getClientRects()].map((box) => Math.round(box.bottom / 10))).size;
    };
    const words = [...text.data.matchAll(/\\S+/g)];
    return now.scrollHeight <= now.clientHeight + 1
        && words.every((word) => linesOf(word) === 1);
}"""
"""Whether all words about the step are visible, and none of its name is broken into two lines."""


@pytest.fixture(params=["de", "es"], scope="module")
def script(request: pytest.FixtureRequest, silent_narrator_of_module: None) -> Script:  # noqa: ARG001
    return spoken_in(request.param)


@pytest.fixture
def page(context: BrowserContext, script: Script, tmp_path: Path) -> Page:
    """Opens the page of the session without its sound, so that it shows every message that it has."""
    write_page(tmp_path / "s.html", script, chapters_of(script), tmp_path / "s.mp3")
    page = context.new_page()
    page.goto((tmp_path / "s.html").as_uri())
    page.wait_for_selector("#trouble:not([hidden])")
    return page


def test_nothing_on_the_page_is_english_at_any_step(page: Page, script: Script) -> None:
    for step in script.steps:
        page.evaluate(GO, step.start_ms + 1_000)
        assert english_words(script, page.evaluate(SHOWN)) == set(), step.id
    messages = messages_in(script.language).page
    for event, label in (("play", messages.pause), ("pause", messages.play)):
        page.evaluate("event => document.getElementById('sound').dispatchEvent(new Event(event))", event)
        assert page.locator("#play").get_attribute("aria-label") == label
    page.close()


def test_the_page_states_its_language_and_names_the_leg_and_what_comes_next(page: Page, script: Script) -> None:
    messages = messages_in(script.language)
    index, step = next((index, one) for index, one in enumerate(script.steps) if one.area == "toes" and one.side)
    page.evaluate(GO, script.steps[index - 1].start_ms + 1_000)
    assert step.side
    assert page.locator("html").get_attribute("lang") == script.language
    assert text(page, "side") == messages.sides.of(step.side)
    following = f"{messages.areas['toes'].of(step.side)}, {messages.techniques['friction']}"
    assert text(page, "next-what") == following
    page.close()


@pytest.mark.parametrize("size", [(390, 664), (1440, 900)])
def test_no_word_is_broken_and_nothing_is_cut_off(page: Page, script: Script, size: tuple[int, int]) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.evaluate("document.getElementById('trouble').hidden = true")
    for step in script.steps:
        page.evaluate(GO, step.start_ms + 1_000)
        assert fits(page)
        assert page.evaluate(UNCUT), step.id
    page.close()


def test_a_page_in_a_language_without_messages_is_english_around_the_words_of_the_session(
    context: BrowserContext, tmp_path: Path
) -> None:
    script = session().model_copy(update={"language": "fr"})
    write_page(tmp_path / "s.html", script, chapters_of(script), tmp_path / "s.mp3")
    page = context.new_page()
    page.goto((tmp_path / "s.html").as_uri())
    assert [page.locator(name).get_attribute("lang") for name in ("html", "#words")] == ["en", "fr"]
    assert "Before you begin, and keys" in page.evaluate("document.body.innerText")
    page.close()
