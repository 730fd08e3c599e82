"""The form of routine files, and how faults in it are reported."""

from __future__ import annotations

from pathlib import Path

import pytest

from kneadcast.routine.body import AREAS, POSITIONS, TECHNIQUES
from kneadcast.routine.library import check_routine_file, load_routine
from tests.routine.files import FAULTLESS, faulty, write

KNOWN_AREAS = ", ".join(AREAS)
KNOWN_TECHNIQUES = ", ".join(TECHNIQUES)
KNOWN_POSITIONS = ", ".join(POSITIONS)

# What is replaced by what in the faultless routine, and the message that follows the file's name.
FAULTS = {
    "unknown key": (
        "pressure: 5",
        "presure: 5",
        (
            "20:9: sections[0].steps[0].presure: unknown key 'presure' (did you mean 'pressure'?); "
            "known here: again, area, ask, brief, caution, cautions, hand, id, optional, path, pressure, priority, "
            "remind, say, technique, tempo, time, tool"
        ),
    ),
    "unknown top key": (
        "title: Soles",
        "title: Soles\nauthor: me",
        (
            "4:1: author: unknown key 'author'; known here: closing, format, language, length, mode, "
            "name, needs, opening, remind, sections, summary, title, type"
        ),
    ),
    "missing key": (
        '        say: "Turn your {side} foot slowly."\n',
        "",
        "25:9: sections[0].steps[1].say: the key 'say' is missing",
    ),
    "missing part": (
        '  settle: {time: 12s/20s/40s, say: "Sit well back."}\n',
        "",
        "9:1: opening.settle: the key 'settle' is missing",
    ),
    "format": ("format: 1", "format: 2", "1:9: format: expected one of 1, got 2"),
    "name": (
        "name: soles",
        "name: My Soles",
        ("2:7: name: expected small letters, digits and hyphens such as calf-kneading, got 'My Soles'"),
    ),
    "language": (
        "title: Soles",
        "title: Soles\nlanguage: English",
        "4:11: language: expected a language tag such as en or pt-BR, got 'English'",
    ),
    "blank": ("title: Soles", 'title: " "', "3:8: title: expected some text, got ' '"),
    "nothing": ("title: Soles", "title:", "3:7: title: expected text, got nothing"),
    "type": (
        "type: relaxing",
        "type: relaxng",
        (
            "5:7: type: expected one of preventive, classical, lymphatic, anti-cellulite, relaxing, "
            "got 'relaxng' (did you mean 'relaxing'?)"
        ),
    ),
    "mode": ("mode: self", "mode: alone", "6:7: mode: expected one of self, partner, got 'alone'"),
    "sides": (
        "sides: each",
        "sides: both",
        "15:12: sections[0].sides: expected one of each, left, right, none, got 'both'",
    ),
    "position": (
        "position: foot-drawn-in",
        "position: seatd",
        (f"10:13: opening.position: unknown position 'seatd' (did you mean 'seated'?); known: {KNOWN_POSITIONS}"),
    ),
    "area": (
        "area: sole",
        "area: soul",
        (f"18:15: sections[0].steps[0].area: unknown area 'soul' (did you mean 'sole'?); known: {KNOWN_AREAS}"),
    ),
    "area list": (
        "area: sole",
        "area: [sole]",
        f"18:15: sections[0].steps[0].area: expected one of {KNOWN_AREAS}, got ['sole']",
    ),
    "technique": (
        "technique: friction",
        "technique: frictoin",
        (
            f"19:20: sections[0].steps[0].technique: unknown technique 'frictoin' (did you mean "
            f"'friction'?); known: {KNOWN_TECHNIQUES}"
        ),
    ),
    "pressure word": (
        "pressure: 5",
        "pressure: firm",
        "20:19: sections[0].steps[0].pressure: expected a whole number, got 'firm'",
    ),
    "pressure 11": (
        "pressure: 5",
        "pressure: 11",
        "20:19: sections[0].steps[0].pressure: expected less than or equal to 10, got 11",
    ),
    "tempo half": ("tempo: 8", "tempo: 8.5", "27:16: sections[0].steps[1].tempo: expected a whole number, got 8.5"),
    "tempo 0": (
        "tempo: 8",
        "tempo: 0",
        "27:16: sections[0].steps[1].tempo: expected greater than or equal to 1, got 0",
    ),
    "optional": (
        "tempo: 8",
        "tempo: 8\n        optional: maybe",
        "28:19: sections[0].steps[1].optional: expected true or false, got 'maybe'",
    ),
    "priority 0": (
        "tempo: 8",
        "tempo: 8\n        priority: 0",
        "28:19: sections[0].steps[1].priority: expected greater than or equal to 1, got 0",
    ),
    "priority 4": (
        "tempo: 8",
        "tempo: 8\n        priority: 4",
        "28:19: sections[0].steps[1].priority: expected less than or equal to 3, got 4",
    ),
    "priority word": (
        "tempo: 8",
        "tempo: 8\n        priority: high",
        "28:19: sections[0].steps[1].priority: expected a whole number, got 'high'",
    ),
    "pause words": (
        "sides: each",
        "sides: each\n    pause: {time: 20s/30s/60s}",
        "16:5: sections[0].pause.say: the key 'say' is missing",
    ),
    "id": (
        "- area: sole",
        "- id: Sole One\n        area: sole",
        (
            "18:13: sections[0].steps[0].id: expected small letters, digits and hyphens such as "
            "calf-kneading, got 'Sole One'"
        ),
    ),
    "length number": (
        "length: 3m",
        "length: 30:00",
        "7:9: length: expected a duration with its unit such as 90s or 2m30s, got 1800",
    ),
    "length nonsense": (
        "length: 3m",
        "length: long",
        "7:9: length: expected a duration such as 90s, 2m30s or 30:00, got 'long'",
    ),
    "length zero": ("length: 3m", "length: 0s", "7:9: length: expected greater than 0, got '0s'"),
    "time number": (
        "time: 10s/20s/40s",
        "time: 20",
        "28:15: sections[0].steps[1].time: expected min/ideal/max such as 45s/90s/150s, got 20",
    ),
    "time two": (
        "time: 10s/20s/40s",
        "time: 10s/20s",
        ("28:15: sections[0].steps[1].time: expected min/ideal/max such as 45s/90s/150s, got '10s/20s'"),
    ),
    "time word": (
        "time: 10s/20s/40s",
        "time: 10s/soon/40s",
        ("28:15: sections[0].steps[1].time: expected a duration such as 90s, 2m30s or 30:00, got 'soon'"),
    ),
    "time unit": (
        "time: 10s/20s/40s",
        "time: 10/20/40",
        ("28:15: sections[0].steps[1].time: expected a duration with its unit such as 90s or 2m30s, got '10/20/40'"),
    ),
    "time order": (
        "time: 10s/20s/40s",
        "time: 40s/20s/10s",
        ("28:15: sections[0].steps[1].time: expected min <= ideal <= max, all above zero, got '40s/20s/10s'"),
    ),
    "time mapping": (
        "time: 10s/20s/40s",
        "time: {min_ms: 1, ideal_ms: 2, max_ms: 3}",
        (
            "28:15: sections[0].steps[1].time: expected min/ideal/max such as 45s/90s/150s, got "
            "{'min_ms': 1, 'ideal_ms': 2, 'max_ms': 3}"
        ),
    ),
    "remind text": (
        'remind: ["Slow circles, row by row.", "Firm, never sharp."]',
        "remind: Slow circles.",
        "24:17: sections[0].steps[0].remind: expected a list, got 'Slow circles.'",
    ),
    "remind number": (
        '["Slow circles, row by row.", "Firm, never sharp."]',
        '["Slow circles.", 7]',
        "24:35: sections[0].steps[0].remind[1]: expected text, got 7",
    ),
    "remind one": (
        ', "Breathe in your own rhythm."]',
        "]",
        "8:9: remind: expected at least 2 entries, got ['Keep the pressure pleasant.']",
    ),
    "section text": (
        "  - name: Feet",
        "  - Hips\n  - name: Feet",
        "14:5: sections[0]: expected keys and values, got 'Hips'",
    ),
    "key number": ("title: Soles", "title: Soles\n7: seven", "4:1: 7: the key '7' is not text; put it in quotes"),
    "title of two lines": (
        "title: Soles",
        'title: "Soles\\nand heels"',
        "3:8: title: expected one line of printable text, got 'Soles\\nand heels'",
    ),
    "title with an escape sequence": (
        "title: Soles",
        'title: "\\e[2JSoles"',
        "3:8: title: expected one line of printable text, got '\\x1b[2JSoles'",
    ),
    "words with a control character": (
        '["Slow circles, row by row.", "Firm, never sharp."]',
        '["Slow\\a circles."]',
        "24:18: sections[0].steps[0].remind[0]: expected text without control characters, got 'Slow\\x07 circles.'",
    ),
}


def messages(folder: Path, text: str) -> list[str]:
    path = write(folder, text)
    _, problems = check_routine_file(path)
    return [str(problem).removeprefix(f"{path}:") for problem in problems]


@pytest.mark.parametrize(("old", "new", "message"), FAULTS.values(), ids=FAULTS)
def test_a_fault_is_reported_with_its_line_and_column(tmp_path: Path, old: str, new: str, message: str) -> None:
    assert messages(tmp_path, faulty((old, new))) == [message]


def test_the_faultless_routine_has_no_fault(tmp_path: Path) -> None:
    assert messages(tmp_path, FAULTLESS) == []


def test_all_faults_are_reported_at_once_in_order_of_their_lines(tmp_path: Path) -> None:
    text = faulty(("tempo: 8", "tempo: fast"), ("mode: self", "mode: alone"), ("area: sole", "area: soul"))
    lines = [int(message.split(":")[0]) for message in messages(tmp_path, text)]
    assert lines == [6, 18, 27]


def test_a_faulty_step_is_not_also_reported_as_a_list_too_short(tmp_path: Path) -> None:
    text = FAULTLESS.replace("      - area: foot\n", "      - area: soul\n")
    assert len(messages(tmp_path, text)) == 1


def test_a_key_that_is_left_out_has_its_default(tmp_path: Path) -> None:
    routine = load_routine(write(tmp_path, FAULTLESS))
    turning = routine.sections[0].steps[1]
    assert (routine.language, routine.needs, routine.closing.rest) == ("en", (), None)
    assert (turning.again, turning.brief, turning.remind, turning.pressure) == (None, None, (), None)
    assert (turning.rank, routine.sections[0].pause) == (1, None)


def test_a_step_without_an_id_is_identified_by_its_area_and_technique(tmp_path: Path) -> None:
    text = faulty(
        ("technique: friction", "technique: lymph_stretch"),
        ("type: relaxing", "type: lymphatic"),
        ("or a possible clot", "or a possible clot, with heart or kidney failure, or lymphoedema"),
        ("area: foot", "id: turning\n        area: foot"),
    )
    text = text.replace("pressure: 5", "pressure: 2").replace("tempo: 30", "tempo: 12")
    steps = load_routine(write(tmp_path, text)).sections[0].steps
    assert [step.slug for step in steps] == ["sole-lymph-stretch", "turning"]


@pytest.mark.parametrize(
    ("written", "milliseconds"),
    [("1s/2s/3s", (1000, 2000, 3000)), ("45s / 1m30s / 2m", (45_000, 90_000, 120_000)), ("9s/9s/9s", (9000,) * 3)],
)
def test_a_time_is_min_ideal_and_max(tmp_path: Path, written: str, milliseconds: tuple[int, int, int]) -> None:
    time = load_routine(write(tmp_path, faulty(("10s/20s/40s", written)))).sections[0].steps[1].time
    assert (time.min_ms, time.ideal_ms, time.max_ms) == milliseconds


@pytest.mark.parametrize(
    ("key", "rank"), [("", 1), ("priority: 1", 1), ("priority: 2", 2), ("priority: 3", 3), ("optional: true", 3)]
)
def test_a_step_is_in_every_session_unless_it_has_a_priority_or_its_earlier_spelling(
    tmp_path: Path, key: str, rank: int
) -> None:
    routine = load_routine(write(tmp_path, faulty(("tempo: 8", f"tempo: 8\n        {key}"))))
    assert [step.rank for step in routine.sections[0].steps] == [1, rank]


def test_a_pause_lasts_about_half_a_minute_unless_it_has_a_time(tmp_path: Path) -> None:
    def pause(time: str) -> tuple[int, int, int]:
        text = faulty(("sides: each", f'sides: each\n    pause: {{say: "Rest your hands."{time}}}'))
        found = load_routine(write(tmp_path, text)).sections[0].pause
        assert found is not None
        return found.time.min_ms, found.time.ideal_ms, found.time.max_ms

    assert pause("") == (15_000, 30_000, 60_000)
    assert pause(", time: 20s/40s/80s") == (20_000, 40_000, 80_000)
