"""Sessions in German and Spanish: whatever is written for their listeners is in their language."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kneadcast.choices import ChapterBy
from kneadcast.messages import messages_in
from kneadcast.output import Tags, chapters_of, draw_timeline
from kneadcast.output.tags.id3 import tag_frames
from kneadcast.reports.captions import to_lrc, to_srt, to_vtt
from kneadcast.reports.transcript import to_markdown
from kneadcast.script.model import Script
from tests.output.languages import english_words, spoken_in
from tests.output.sessions import session

BY: tuple[ChapterBy, ...] = ("section", "area", "step")


@pytest.fixture(params=["de", "es"], scope="module")
def script(request: pytest.FixtureRequest, silent_narrator_of_module: None) -> Script:  # noqa: ARG001
    return spoken_in(request.param)


def test_english_words_are_found_in_an_english_transcript(script: Script) -> None:
    assert {"before", "strokes", "sole", "left"} <= english_words(script, to_markdown(session()))


def test_the_transcript_has_no_english_word(script: Script) -> None:
    text = to_markdown(script)
    assert english_words(script, text) == set()
    assert messages_in(script.language).safety.stop in text


def test_captions_and_lyrics_have_no_english_word(script: Script) -> None:
    ids = {cue.id for cue in script.cues}
    captions = [line for line in to_vtt(script).splitlines()[2:] if line not in ids]
    lyrics = [line for line in to_lrc(script).splitlines() if not line.startswith(("[re:", "[length:"))]
    assert english_words(script, to_srt(script), *captions, *lyrics) == set()


def test_chapters_have_no_english_word(script: Script) -> None:
    titles = [chapter.title for by in BY for chapter in chapters_of(script, by)]
    assert english_words(script, *titles) == set()
    section, sides = next(step.section for step in script.steps if step.side), messages_in(script.language).sides
    assert {f"{section}, {sides.left}", f"{section}, {sides.right}"} <= set(titles)


def test_tags_have_no_english_word(script: Script) -> None:
    frames = tag_frames(Tags.of(script), chapters_of(script))
    texts = {frame.FrameID: str(frame) for frame in frames if frame.FrameID in ("TIT2", "TALB", "TCON")}
    assert len(texts) == 3
    assert english_words(script, *texts.values()) == set()


def test_the_timeline_has_no_english_word(script: Script, tmp_path: Path) -> None:
    draw_timeline(script, "full", None, tmp_path / "timeline.svg")
    drawn = re.findall(r"<!-- (.*?) -->", (tmp_path / "timeline.svg").read_text(encoding="utf-8"))
    assert messages_in(script.language).timeline.pacer in drawn
    assert english_words(script, *drawn) == set()


def test_a_session_in_a_language_without_messages_has_english_ones() -> None:
    assert "\n## Before you begin\n" in to_markdown(session().model_copy(update={"language": "fr"}))
