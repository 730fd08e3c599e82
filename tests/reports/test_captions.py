"""Captions, and the transcript: the words of a session with the script's own times."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from kneadcast.reports.captions import to_lrc, to_srt, to_vtt
from kneadcast.reports.transcript import to_markdown
from kneadcast.script.editing import excerpt
from kneadcast.script.model import Cue, Script
from kneadcast.units import format_clock
from tests.output.sessions import LINES, session
from tests.sound.sounds import script, speech

_HOUR_MS = 3_600_000


@st.composite
def scripts_with_speech(draw: st.DrawFn) -> Script:
    """Draws a script of sentences at any moments of up to three hours."""
    moments = sorted(draw(st.sets(st.integers(0, 3 * _HOUR_MS // 1000), max_size=12)))
    cues = [speech(at * 1000 + draw(st.integers(0, 400)), draw(st.integers(1, 500)), f"Line {at}.") for at in moments]
    return script(3 * _HOUR_MS + 2_000, *cues)


def moments_ms(text: str, point: str) -> list[tuple[int, int]]:
    """Reads the spans of captions."""
    pattern = rf"(\d+):(\d\d):(\d\d){re.escape(point)}(\d{{3}})"
    read = [
        sum(int(part) * unit for part, unit in zip(found, (_HOUR_MS, 60_000, 1000, 1), strict=True))
        for found in re.findall(pattern, text)
    ]
    return list(zip(read[::2], read[1::2], strict=True))


def spans_ms(of: Script) -> list[tuple[int, int]]:
    return [(cue.at_ms, cue.end_ms) for cue in of.cues]


@given(scripts_with_speech())
def test_webvtt_and_subrip_have_the_script_s_times_to_the_millisecond(of: Script) -> None:
    assert moments_ms(to_vtt(of), ".") == spans_ms(of)
    assert moments_ms(to_srt(of), ",") == spans_ms(of)


@given(scripts_with_speech())
def test_lrc_shows_no_line_late_and_none_more_than_a_hundredth_early(of: Script) -> None:
    found = re.findall(r"^\[(\d+):(\d\d)\.(\d\d)\](.+)$", to_lrc(of), re.MULTILINE)
    read = [int(minutes) * 60_000 + int(seconds) * 1000 + int(rest) * 10 for minutes, seconds, rest, _ in found]
    assert [cue.at_ms // 10 * 10 for cue in of.cues] == read


def test_webvtt_escapes_what_would_be_markup_and_no_text_looks_like_a_time() -> None:
    captions = to_vtt(session())
    assert "Now your &lt;right&gt; sole &amp; heel." in captions
    assert "Slowly -&gt; toward the hip." in captions
    assert captions.count("-->") == len(LINES)
    assert captions.startswith("WEBVTT - A test\nLanguage: en\n\n")


def test_captions_leave_out_chimes() -> None:
    assert to_srt(session()).count("-->") == len(LINES)


def test_lrc_clears_a_line_before_a_long_silence() -> None:
    assert "[00:10.00]\n" in to_lrc(script(60_000, speech(1_000, 1_000, "Once.")))


def test_the_transcript_has_every_sentence_with_its_time_and_who_should_leave_it_out() -> None:
    page = to_markdown(session())
    for text, (at_ms, _) in LINES.items():
        assert f"- {format_clock(at_ms)} {text}" in page
    for caution in ("blood clot", "pregnancy", "Stop at once if anything hurts"):
        assert caution in page
    assert "### 0:05 Left sole, circular rubbing" in page
    assert "firm pressure (skin and muscle move, nothing hurts), steady, seated" in page


@given(st.integers(0, 24_000), st.integers(0, 24_000))
def test_an_excerpt_keeps_what_begins_in_it_at_the_same_distance(one_ms: int, other_ms: int) -> None:
    start_ms, end_ms = sorted((one_ms, other_ms))
    part = excerpt(session(), start_ms, end_ms)
    kept: list[Cue] = [cue for cue in session().cues if start_ms <= cue.at_ms < end_ms]
    assert [(cue.id, cue.at_ms) for cue in part.cues] == [(cue.id, cue.at_ms - start_ms) for cue in kept]
    assert part.length_ms == end_ms - start_ms
    assert sum(step.end_ms - step.start_ms for step in part.steps) == part.length_ms
