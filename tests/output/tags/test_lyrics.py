"""Lyrics inside a file, synchronised and plain."""

from __future__ import annotations

from typing import Any

import pytest

from kneadcast.output.tags.lyrics import lyrics_frames, plain_lyrics
from tests.output.sessions import LINES, session
from tests.sound.sounds import chime, script


@pytest.fixture(scope="module")
def frames() -> tuple[Any, ...]:
    """Returns the synchronised lyrics of the session, and the plain ones."""
    return lyrics_frames(session(), "eng")


def test_synchronised_lyrics_have_the_times_of_the_script_to_the_millisecond(frames: tuple[Any, ...]) -> None:
    synchronised, _ = frames
    lines = [(text.lstrip("\n"), at_ms) for text, at_ms in synchronised.text]
    assert lines == [(text, at_ms) for text, (at_ms, _) in LINES.items()]
    assert (synchronised.format, synchronised.lang) == (2, "eng")


def test_each_line_of_synchronised_lyrics_but_the_first_begins_with_a_line_break(frames: tuple[Any, ...]) -> None:
    synchronised, _ = frames
    assert [text.startswith("\n") for text, _ in synchronised.text] == [False, *[True] * (len(LINES) - 1)]


def test_plain_lyrics_have_every_sentence_and_a_gap_between_steps(frames: tuple[Any, ...]) -> None:
    _, plain = frames
    assert plain.text == plain_lyrics(session())
    assert plain.text.replace("\n\n", "\n").split("\n") == list(LINES)
    assert "Rub your left sole.\nSmall circles.\n\nKnead" in plain.text


def test_a_session_without_words_has_no_lyrics() -> None:
    assert lyrics_frames(script(5_000, chime(0, "start")), "eng") == ()
