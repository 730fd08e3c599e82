"""The screen of `kneadcast play`, as rows of text."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kneadcast import Options
from kneadcast.build import compile_script
from kneadcast.cli.drawing import ASCII, UNICODE, Glyphs, Size
from kneadcast.cli.player_footer import Footer
from kneadcast.cli.player_screen import PlayerScreen
from kneadcast.cli.player_state import Remarks
from kneadcast.cli.rows import Row, row_columns
from kneadcast.messages import known_languages, messages_in
from kneadcast.output.player import PlaybackStatus
from kneadcast.routine.library import all_routine_names, languages_of
from kneadcast.script.labels import capitalised, technique_label
from kneadcast.script.model import Script
from tests.output.sessions import LENGTH_MS, session
from tests.samples import QUICK_ROUTINES

pytestmark = pytest.mark.usefixtures("silent_narrator_of_module")

SESSIONS = [
    (name, language)
    for name, _ in all_routine_names()
    for language in ("en", *languages_of(name))
    if language in known_languages()
]
SIZES = st.builds(Size, st.integers(40, 200), st.integers(1, 60))
PARTS = st.floats(0, 1)
GLYPHS = st.sampled_from([UNICODE, ASCII])
REMARKS = st.builds(
    Remarks,
    end=st.sampled_from(["", "21:40"]),
    left_ms=st.none() | st.integers(0, 7_200_000),
    listening=st.booleans(),
    footer=st.none()
    | st.builds(
        Footer,
        st.text(st.characters(codec="utf-8", exclude_categories=["C"]), max_size=200),
        st.sampled_from(["plain", "strong", "mark"]),
        st.lists(st.sampled_from(["1 feet", "2 lower leg", "Esc cancel"]), max_size=7).map(tuple),
    ),
)
WIDE, SMALL = Size(80, 24), Size(40, 12)


@lru_cache
def script_of(name: str, language: str) -> Script:
    return compile_script(name, options=Options(language=language))


def status_at(script: Script, at_ms: int, *, paused: bool = False, gain_db: int = 0) -> PlaybackStatus:
    index = max(number for number, step in enumerate(script.steps) if step.start_ms <= at_ms or number == 0)
    following = script.steps[index + 1] if index + 1 < len(script.steps) else None
    return PlaybackStatus(at_ms, script.steps[index], following, paused, gain_db, ended=False)


def text_of(row: Row) -> str:
    return "".join(span.text for span in row).rstrip()


def shown(at_ms: int, size: Size = WIDE, screen: PlayerScreen | None = None, **state: bool | int) -> list[str]:
    """Returns the lines of the short session at a moment."""
    screen = screen or PlayerScreen(session())
    status = replace(status_at(screen.script, at_ms), **state)  # type: ignore[arg-type]
    return [text_of(row) for row in screen.rows(status, size)]


def styled(at_ms: int, style: str) -> str:
    """Returns the words in one style of the short session at a moment, in their order."""
    rows = PlayerScreen(session()).rows(status_at(session(), at_ms), WIDE)
    return " ".join(span.text for row in rows for span in row if span.style == style)


@given(
    source=st.sampled_from(SESSIONS), part=PARTS, size=SIZES, paused=st.booleans(), silent=st.booleans(), glyphs=GLYPHS
)
def test_no_row_is_wider_than_the_terminal_and_no_screen_has_more_lines(
    source: tuple[str, str], part: float, size: Size, paused: bool, silent: bool, glyphs: Glyphs
) -> None:
    script = script_of(*source)
    screen = PlayerScreen(script, silent, glyphs)
    rows = screen.rows(status_at(script, int(part * (script.length_ms - 1)), paused=paused, gain_db=-30), size)
    assert 1 <= len(rows) <= size.lines
    assert max(map(row_columns, rows)) <= size.columns


@given(
    source=st.sampled_from(SESSIONS),
    part=PARTS,
    size=st.builds(Size, st.integers(1, 200), st.integers(0, 60)),
    remarks=REMARKS,
    glyphs=GLYPHS,
)
def test_whatever_is_remarked_on_a_live_session_fits_the_terminal(
    source: tuple[str, str], part: float, size: Size, remarks: Remarks, glyphs: Glyphs
) -> None:
    script = script_of(*source)
    screen = PlayerScreen(script, glyphs=glyphs, live=True)
    status = status_at(script, int(part * (script.length_ms - 1)), paused=remarks.left_ms is not None)
    rows = screen.rows(status, size, remarks)
    assert len(rows) <= size.lines
    assert max(map(row_columns, rows), default=0) <= size.columns


@pytest.mark.parametrize("size", [WIDE, SMALL, Size(60, 16)])
def test_no_row_moves_when_a_remark_takes_the_place_of_the_keys(size: Size) -> None:
    screen = PlayerScreen(session(), live=True)
    keys = [text_of(row) for row in screen.rows(status_at(session(), 9_000), size)]
    remarked = [text_of(row) for row in screen.rows(status_at(session(), 9_000), size, Remarks(footer=Footer("Yes.")))]
    at = remarked.index("Yes." if size.columns < 60 else "  Yes.")
    assert remarked[:at] == keys[:at]


@given(columns=st.integers(1, 39), lines=st.integers(0, 8), part=PARTS)
def test_a_terminal_that_is_smaller_still_is_not_overfilled_either(columns: int, lines: int, part: float) -> None:
    rows = PlayerScreen(session()).rows(status_at(session(), int(part * (LENGTH_MS - 1))), Size(columns, lines))
    assert len(rows) <= lines
    assert max(map(row_columns, rows), default=0) <= columns


@pytest.mark.parametrize(
    "source",
    [pytest.param(one, marks=() if one[0] in QUICK_ROUTINES else pytest.mark.slow) for one in SESSIONS],
    ids=" ".join,
)
@pytest.mark.parametrize("columns", [40, 80, 200])
def test_every_step_shows_its_side_its_area_its_technique_and_its_pressure_in_full(
    source: tuple[str, str], columns: int
) -> None:
    screen = PlayerScreen(script_of(*source))
    messages = messages_in(source[1])
    for step in (step for step in screen.script.steps if step.side and step.area):
        rows = screen.rows(status_at(screen.script, step.start_ms), Size(columns, 24))
        lines = [text_of(row) for row in rows]
        (badge,) = (span for row in rows for span in row if span.style in ("left", "right"))
        assert badge.style == step.side
        assert messages.sides.of(step.side).upper() in badge.text.split()
        assert capitalised(messages.areas[str(step.area)].of(step.side)) in [line.strip() for line in lines]
        assert any(technique_label(step, messages) in line for line in lines)
        if step.pressure:
            words = messages.pressures.of(step.pressure).name
            assert any(messages.transcript.pressure.format(pressure=words) in line for line in lines)
        assert not any(line.endswith("…") for line in lines[3:8])


@given(part=PARTS, lines=st.integers(4, 60), columns=st.integers(40, 200))
def test_with_few_lines_the_side_the_area_and_the_words_remain(part: float, lines: int, columns: int) -> None:
    script = session()
    moment = int(part * (LENGTH_MS - 1))
    rows = PlayerScreen(script).rows(status_at(script, moment), Size(columns, lines))
    step = status_at(script, moment).step
    assert [span.style for row in rows for span in row if span.style in ("left", "right")] == (
        [step.side] if step.side else []
    )
    words = next((cue.text for cue in reversed(script.cues) if cue.text and cue.at_ms <= moment), "")
    assert words is None or words in " ".join(text_of(row).strip() for row in rows)


def test_a_left_band_is_on_the_left_half_and_a_right_one_on_the_right() -> None:
    (left,) = (line for line in shown(6_000) if "LEFT" in line)
    (right,) = (line for line in shown(15_000) if "RIGHT" in line)
    assert left == "   ◀ LEFT"
    assert right == " " * 70 + "RIGHT ▶"
    assert (styled(6_000, "left"), styled(6_000, "right")) == (" ◀ LEFT ".ljust(38), "")
    assert (styled(15_000, "left"), styled(15_000, "right")) == ("", " RIGHT ▶ ".rjust(38))


def test_words_that_were_spoken_are_strong_and_the_sentence_before_is_faint() -> None:
    """The sentence "Small circles." lasts from 8.5 s to 9.4 s; the one before it is "Rub your left sole."."""
    assert "Small" in styled(8_500, "strong")
    assert "circles." not in styled(8_500, "strong")
    assert "circles." in styled(9_100, "strong")
    assert "Small circles." in styled(9_900, "strong")
    assert "Rub your left sole." in styled(8_500, "faint")


@given(at_ms=st.integers(0, LENGTH_MS - 1), later_ms=st.integers(0, 500))
def test_a_spoken_word_stays_spoken_until_the_next_sentence(at_ms: int, later_ms: int) -> None:
    starts = [cue.at_ms for cue in session().cues if cue.text]
    if at_ms + later_ms < LENGTH_MS and not any(at_ms < start <= at_ms + later_ms for start in starts):
        same_step = status_at(session(), at_ms).step == status_at(session(), at_ms + later_ms).step
        before, after = (styled(moment, "strong").replace("━", "").split() for moment in (at_ms, at_ms + later_ms))
        assert not same_step or len(before) <= len(after)


def test_the_time_the_chapter_and_the_next_step_are_shown() -> None:
    lines = [line.strip() for line in shown(7_000)]
    assert lines[0].startswith("A test · Left: Feet ")
    assert lines[0].endswith(" 0:17 left")
    assert "0:03, then left calf" in lines
    assert "0:00, then the end" in [line.strip() for line in shown(LENGTH_MS - 1)]


def test_the_bars_fill_with_the_time_and_the_marks_of_the_chapters_stay() -> None:
    moments = [0, LENGTH_MS // 2, LENGTH_MS - 1]
    bars = [shown(at_ms)[1].strip() for at_ms in moments]
    assert {len(bar) for bar in bars} == {76}
    assert [bar.count("━") + bar.count("┻") for bar in bars] == [0, 38, 75]
    marks = [[index for index, char in enumerate(bar) if char in "┻┴"] for bar in bars]
    assert marks == [[5_000 * 76 // LENGTH_MS, 14_000 * 76 // LENGTH_MS]] * 3


def test_the_pressure_is_said_in_words_and_explained_where_there_is_room() -> None:
    """The steps of the session have pressure 5 and 30 strokes a minute."""
    lines = [line.strip() for line in shown(6_000)]
    at = lines.index("circular rubbing · firm pressure · steady")
    assert lines[at + 1] == "skin and muscle move, nothing hurts"
    assert shown(6_000, SMALL)[4] == "circular rubbing · firm pressure"


def test_a_pause_and_the_loudness_are_shown_beside_the_area() -> None:
    row = next(line for line in shown(6_000, paused=True, gain_db=-4) if "Left sole" in line)
    assert row.endswith("paused  -4 dB")
    assert not any("paused" in line or "dB" in line for line in shown(6_000))


def test_without_sound_there_is_no_loudness() -> None:
    lines = shown(6_000, screen=PlayerScreen(session(), silent=True))
    assert any("no sound" in line for line in lines)
    assert not any("loudness" in line for line in lines)


@pytest.mark.parametrize("language", sorted(known_languages()))
@pytest.mark.parametrize("glyphs", [UNICODE, ASCII])
def test_all_keys_are_shown_in_two_rows_of_40_columns(language: str, glyphs: Glyphs) -> None:
    player = messages_in(language).player
    screen = PlayerScreen(session().model_copy(update={"language": language}), glyphs=glyphs)
    keys = " ".join(shown(6_000, Size(40, 24), screen)[-2:])
    for what in (player.space, player.pause, player.step, player.repeat, player.loudness, player.quit):
        assert what in keys
    assert "…" not in keys


def test_a_small_terminal_shows_all_but_the_sentence_before() -> None:
    lines = shown(9_000, SMALL)
    assert len(lines) == 12
    assert lines[2] == " ◀ LEFT"
    assert lines[3].startswith("Left sole")
    assert "Small circles." in lines
    assert lines[-2:] == ["space pause  ←/→ step  r again  q quit", "+/- loudness"]


@pytest.mark.parametrize("size", [WIDE, SMALL])
def test_what_stands_below_the_words_does_not_move_with_them(size: Size) -> None:
    screen = PlayerScreen(script_of("five-minute-feet", "en"))
    moments = range(0, screen.script.length_ms, 1_000)
    screens = [shown(at_ms, size, screen) for at_ms in moments]
    rows_of_next = {
        next(number for number, line in enumerate(lines) if re.match(r"\s*\d+:\d\d, then ", line)) for lines in screens
    }
    assert len(rows_of_next) == 1
