"""The written safety notes."""

from __future__ import annotations

from html import escape
from pathlib import Path

import pytest

from kneadcast.messages import known_languages, messages_in
from kneadcast.output.page.writer import write_page
from kneadcast.reports.safety_notes import safety_notes
from kneadcast.reports.transcript import to_markdown
from kneadcast.script.model import Script
from tests.output.sessions import session

LANGUAGES = sorted(known_languages())


def session_in(language: str) -> Script:
    """Returns the test session as one in another language, of the type that has most contraindications."""
    return session().model_copy(update={"language": language, "type": "lymphatic"})


def notes_of(script: Script) -> list[str]:
    return [note for notes in safety_notes(script).values() for note in notes]


@pytest.mark.parametrize("language", LANGUAGES)
def test_whoever_reads_a_session_reads_every_safety_note_in_its_language(language: str, tmp_path: Path) -> None:
    path, script = tmp_path / "s.html", session_in(language)
    write_page(path, script, (), tmp_path / "s.mp3")
    page, transcript = path.read_text(encoding="utf-8"), to_markdown(script)
    safety, notes = messages_in(language).safety, notes_of(script)
    assert {*safety.leave_out, *safety.contraindications["lymphatic"], *safety.ask_first, *safety.go_around} == {*notes}
    assert [note for note in notes if f"\n- {note}\n" not in transcript] == []
    assert [note for note in notes if f"<li>{escape(note)}</li>" not in page] == []
    for sentence in (safety.stop, safety.no_treatment):
        assert sentence in transcript
        assert escape(sentence) in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_condition_is_both_to_be_left_out_and_to_be_asked_about(language: str) -> None:
    notes = notes_of(session_in(language))
    assert len(set(notes)) == len(notes)
