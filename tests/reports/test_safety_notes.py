"""The written safety notes."""

from __future__ import annotations

from html import escape
from pathlib import Path

from kneadcast.output.page.writer import write_page
from kneadcast.reports.safety_notes import ASK_FIRST, GO_AROUND, LEAVE_OUT, NO_TREATMENT, STOP
from kneadcast.reports.transcript import to_markdown
from tests.output.sessions import session

NOTES = (*LEAVE_OUT, *ASK_FIRST, *GO_AROUND)


def test_whoever_reads_a_session_reads_every_safety_note(tmp_path: Path) -> None:
    path = tmp_path / "s.html"
    write_page(path, session(), (), tmp_path / "s.mp3")
    page, transcript = path.read_text(encoding="utf-8"), to_markdown(session())
    assert [note for note in NOTES if f"\n- {note}\n" not in transcript] == []
    assert [note for note in NOTES if f"<li>{escape(note)}</li>" not in page] == []
    for sentence in (STOP, NO_TREATMENT):
        assert sentence in transcript
        assert escape(sentence) in page


def test_no_condition_is_both_to_be_left_out_and_to_be_asked_about() -> None:
    assert len(set(NOTES)) == len(NOTES)
