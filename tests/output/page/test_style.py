"""The style: in every window all words are whole and legible, and the picture takes most of the room."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from kneadcast.messages import ENGLISH
from kneadcast.routine.library import languages_of, routine_names
from tests.output.page.browser import open_without_sound
from tests.output.page.layout import SIZES, Look, looks, moments_of
from tests.output.page.pages import WrittenPage, compiled, write_silent_page

SAMPLES = (("self-massage-at-home", "es"), ("before-sleep", "de"))
SESSIONS = [(name, language) for name in routine_names() for language in (ENGLISH, *languages_of(name))]

CARDS = Path(__file__).with_name("cards.js").read_text(encoding="utf-8")
CARD_VIEWS = {
    "start": None,
    "end": "document.getElementById('sound').dispatchEvent(new Event('ended'))",
    "steps": "document.getElementById('list').click()",
    "settings": "document.getElementById('steps').close(); document.getElementById('more').click()",
}
"""Each card or dialog with what leads to it from the one before."""


def seen(browser: Browser, written: WrittenPage, at_ms: Iterable[int]) -> list[Look]:
    """Returns what a page looks like at some moments in every window."""
    found: list[Look] = []
    moments = tuple(at_ms)
    for zoomed in (False, True):
        context = browser.new_context(device_scale_factor=2 if zoomed else 1)
        page = open_without_sound(context, written.file).page
        for size in (size for size in SIZES if size.zoomed == zoomed):
            found += looks(page, written.facts, size, moments)
        context.close()
    return found


def faults(found: Iterable[Look]) -> list[str]:
    return [f"{look.size}, {look.step}: {fault}" for look in found for fault in look.faults]


def hardest_moments(facts: Mapping[str, Any]) -> set[int]:
    """Returns the moments of the steps with the most words, of one for each kind of picture, and of one without."""
    moments, steps = moments_of(facts), facts["steps"]
    said = {cue["at_ms"]: cue["text"] for cue in facts["cues"]}

    def words(step: Mapping[str, Any]) -> int:
        sentence = max((text for at, text in said.items() if at <= moments[step["id"]]), key=len, default="")
        shown = (step["what"], step["how"], step["caution"] or "", (step["pressure"] or {}).get("words", ""), sentence)
        return sum(map(len, shown))

    kinds = {(step["kind"], step["both"], step["caution"] is not None): step["id"] for step in steps}
    wordy = sorted(steps, key=words)[-2:]
    return {moments[id_] for id_ in (*kinds.values(), *(step["id"] for step in wordy))}


@pytest.mark.parametrize(("routine", "language"), SAMPLES)
@pytest.mark.usefixtures("silent_narrator")
def test_nothing_is_cut_hidden_or_small_where_there_is_most_to_say(
    browser: Browser, tmp_path: Path, routine: str, language: str
) -> None:
    written = write_silent_page(tmp_path, compiled(routine, language))
    assert faults(seen(browser, written, hardest_moments(written.facts))) == []


@pytest.mark.slow
@pytest.mark.parametrize(("routine", "language"), SESSIONS)
@pytest.mark.usefixtures("silent_narrator")
def test_nothing_is_cut_hidden_or_small_at_any_step(
    browser: Browser, tmp_path: Path, routine: str, language: str
) -> None:
    written = write_silent_page(tmp_path, compiled(routine, language))
    assert faults(seen(browser, written, moments_of(written.facts).values())) == []


@pytest.mark.parametrize(("routine", "language"), SAMPLES)
@pytest.mark.usefixtures("silent_narrator")
def test_cards_and_dialogs_are_whole_in_every_window(
    browser: Browser, tmp_path: Path, routine: str, language: str
) -> None:
    written = write_silent_page(tmp_path, compiled(routine, language))
    context = browser.new_context()
    page = open_without_sound(context, written.file).page
    # With everything that a card can show: the moment from which to continue, and that the sound is missing.
    page.goto(f"{written.file.as_uri()}#t=90")
    page.reload()
    page.wait_for_selector("#trouble:not([hidden])")
    found = []
    for view, act in CARD_VIEWS.items():
        if act:
            page.evaluate(act)
        for size in SIZES:
            page.set_viewport_size({"width": size.width, "height": size.height})
            found += [f"{view}, {size}: {fault}" for fault in page.evaluate(CARDS, view)]
    context.close()
    assert found == []
