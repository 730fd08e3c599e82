"""Sessions in German and Spanish: whatever is written for their listeners is in their language."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from kneadcast.messages import messages_in
from kneadcast.reports.transcript import to_markdown
from kneadcast.script.labels import capitalised
from kneadcast.script.model import Script
from tests.output.languages import english_words, spoken_in, untranslated
from tests.output.sessions import session
from tests.output.written import WRITTEN, chapters, page

Texts = Mapping[str, tuple[str, ...]]


def _written(script: Script, folder: Path) -> Texts:
    return {name: tuple(texts(script, folder)) for name, texts in WRITTEN.items()}


@pytest.fixture(params=["de", "es"], scope="module")
def script(request: pytest.FixtureRequest, silent_narrator_of_module: None) -> Script:  # noqa: ARG001
    return spoken_in(request.param)


@pytest.fixture(scope="module")
def written(script: Script, tmp_path_factory: pytest.TempPathFactory) -> Texts:
    """Returns everything that is written for the listener of the session, by the kind of file."""
    return _written(script, tmp_path_factory.mktemp(script.language))


@pytest.fixture(scope="module")
def in_english(silent_narrator_of_module: None, tmp_path_factory: pytest.TempPathFactory) -> Texts:  # noqa: ARG001
    """Returns the same of the English session of the routine."""
    return _written(spoken_in("en"), tmp_path_factory.mktemp("en"))


@pytest.mark.parametrize("file", WRITTEN)
def test_nothing_is_english(script: Script, written: Texts, in_english: Texts, file: str) -> None:
    assert written[file]
    assert english_words(script, *written[file]) == set()
    assert untranslated(script, written[file], in_english[file]) == set()


@pytest.mark.parametrize("file", WRITTEN)
def test_english_is_found_wherever_it_is_written(script: Script, in_english: Texts, file: str) -> None:
    assert english_words(script, *in_english[file])


def test_a_word_that_no_message_has_is_found(script: Script, written: Texts, in_english: Texts) -> None:
    own, english = ((*texts["page"], "Loudspeaker") for texts in (written, in_english))
    assert untranslated(script, own, english) == {"loudspeaker"}


def test_what_was_written_for_listeners_is_complete(script: Script, written: Texts) -> None:
    messages = messages_in(script.language)
    assert messages.safety.stop in "".join(written["transcript"])
    assert messages.timeline.pacer in written["timeline"]
    assert {messages.page.play, messages.page.no_sound.replace("{file}", "")} <= set(written["page"])
    assert written["tags"].count(messages.tags.genre) == 5, "one for each format"
    assert capitalised(messages.areas["foot"].left) in " ".join(written["album"])


def test_chapters_begin_with_the_side_in_the_language(script: Script) -> None:
    section, sides = next(step.section for step in script.steps if step.side), messages_in(script.language).sides
    titles = {f"{side.capitalize()}: {section}" for side in (sides.left, sides.right)}
    assert titles <= set(chapters(script, Path()))


def test_a_session_in_a_language_without_messages_has_english_ones(tmp_path: Path) -> None:
    french = session().model_copy(update={"language": "fr"})
    assert "\n## Before you begin\n" in to_markdown(french)
    assert "Cue sheet" in page(french, tmp_path)
