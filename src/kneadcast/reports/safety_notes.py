"""The written safety notes of a session, with the contraindications of its type of massage."""

from __future__ import annotations

from collections.abc import Mapping

from kneadcast.messages import messages_in
from kneadcast.script.model import Script


def safety_notes(script: Script) -> Mapping[str, tuple[str, ...]]:
    """Returns the safety notes of a session by their headings, in its language."""
    notes = messages_in(script.language).safety
    return {
        notes.leave_out_heading: (*notes.leave_out, *notes.contraindications.get(script.type or "", ())),
        notes.ask_first_heading: notes.ask_first,
        notes.go_around_heading: notes.go_around,
    }
