"""Scripts as files: the same after a round trip, and easy to edit by hand."""

from __future__ import annotations

import json
import re
import time
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from kneadcast.choices import DEFAULT_PACE_WPM, DEFAULT_TEMPLATE, DEFAULT_VOICE
from kneadcast.errors import ScriptError
from kneadcast.reports.listing import to_json
from kneadcast.script.file import ScriptFile, is_script, read_script, to_yaml
from kneadcast.script.model import Script
from kneadcast.script.sound_settings import SoundSettings
from tests.examples import examples
from tests.routines import drawn_scripts, usual_script
from tests.script.scripts import DURATIONS, script, speech, stated_durations

SOUND_KEYS = ("voice", "pace_wpm", "volume", "template", "loudness_lufs", "pan", "pacer", "ambience")


def saved(folder: Path, text: str) -> Path:
    path = folder / "session.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def drawn_sound() -> st.SearchStrategy[SoundSettings]:
    return st.builds(
        SoundSettings,
        voice=st.sampled_from(["natural", "voices/de.onnx", "ja: 'yes'"]),
        pace_wpm=st.integers(60, 140),
        volume=st.floats(0, 1, exclude_min=True),
        template=st.sampled_from(["plain", "../mine.yaml"]),
        loudness_lufs=st.none() | st.floats(-24, -14),
        pan=st.none() | st.floats(0, 1),
        pacer=st.sampled_from([None, "off", "light", "full"]),
        ambience=st.sampled_from([None, "none", "rain"]),
    )


@given(drawn_scripts(), drawn_sound(), st.sampled_from([None, ("knees",), ("knees", "sitting")]))
@settings(max_examples=examples(30))
def test_a_script_that_is_written_and_read_is_the_same(
    tmp_path_factory: pytest.TempPathFactory, of: Script, sound: SoundSettings, avoid: tuple[str, ...] | None
) -> None:
    of = of.model_copy(update={"sound": sound, "avoid": avoid})
    path = saved(tmp_path_factory.mktemp("script"), to_yaml(of))
    read = read_script(path).script
    assert read == of
    assert to_yaml(read) == path.read_text(encoding="utf-8")
    assert Script.model_validate_json(to_json(of)) == of


def test_the_keys_of_a_file_are_flat_and_in_a_fixed_order() -> None:
    of = usual_script().model_copy(update={"mode": "self", "avoid": ("knees",), "needs": ("a towel",)})
    keys = ["format", "routine", "title", "type", "mode", "needs", "language", "voice", "pace_wpm", "volume",
            "template", "avoid", "loudness_lufs", "pan", "pacer", "ambience", "variation", "live", "length_ms", "steps",
            "cues"]  # fmt: skip
    assert list(json.loads(to_json(of))) == keys
    optional = {"loudness_lufs", "pan", "pacer", "ambience", "variation", "live"}
    assert list(yaml.safe_load(to_yaml(of))) == [key for key in keys if key not in optional]


def test_a_script_from_before_the_mode_was_written_can_be_read(tmp_path: Path) -> None:
    of = usual_script()
    text = to_yaml(of)
    assert "\nmode: self\n" in text
    assert read_script(saved(tmp_path, text)).script == of
    assert read_script(saved(tmp_path, text.replace("mode: self\n", ""))).script.mode is None


def test_each_step_and_each_cue_is_one_line() -> None:
    of = usual_script()
    lines = to_yaml(of).splitlines()
    assert sum(line.startswith("  - {id: ") for line in lines) == len(of.cues) + len(of.steps)


def test_a_script_can_be_read_from_json(tmp_path: Path) -> None:
    of = usual_script()
    assert read_script(saved(tmp_path, to_json(of))).script == of


def test_a_script_of_an_earlier_version_states_no_hand_and_no_path(tmp_path: Path) -> None:
    text = to_yaml(usual_script())
    earlier = re.sub(r", hand: [a-z]+, path: [a-z -]+}", "}", text)
    assert "hand: " in text
    assert "hand: " not in earlier
    steps = read_script(saved(tmp_path, earlier)).script.steps
    assert {(step.hand, step.path) for step in steps} == {(None, None)}


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("hand: thumbs", "hand: elbow", "hand"),
        ("path: toes to heel", "path: toes to nose", "unknown landmark 'nose'"),
    ],
)
def test_a_hand_or_a_path_that_cannot_be_drawn_is_refused(tmp_path: Path, old: str, new: str, message: str) -> None:
    with pytest.raises(ScriptError) as caught:
        read_script(saved(tmp_path, to_yaml(usual_script()).replace(old, new, 1)))
    assert message in str(caught.value)


def test_a_script_without_voice_template_and_pace_has_the_defaults(tmp_path: Path) -> None:
    lines = to_yaml(usual_script()).splitlines()
    kept = [line for line in lines if not line.startswith(("voice:", "template:", "pace_wpm:", "volume:"))]
    assert len(kept) == len(lines) - 4
    sound = read_script(saved(tmp_path, "\n".join(kept))).script.sound
    assert (sound.voice, sound.template, sound.pace_wpm) == (DEFAULT_VOICE, DEFAULT_TEMPLATE, DEFAULT_PACE_WPM)
    assert sound == SoundSettings()


def test_a_file_with_a_key_sound_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ScriptError, match=r"unknown key 'sound'; what it would hold stands at the top of the file"):
        read_script(saved(tmp_path, to_yaml(usual_script()) + "sound: {voice: natural}\n"))


def test_an_unknown_key_is_refused_with_the_keys_of_the_file(tmp_path: Path) -> None:
    with pytest.raises(ScriptError) as caught:
        read_script(saved(tmp_path, to_yaml(usual_script()) + "volum: 0.5\n"))
    message = str(caught.value)
    assert "unknown key 'volum' (did you mean 'volume'?); known here: ambience, avoid, cues" in message
    known = message.split("known here: ")[1].split(", ")
    assert set(SOUND_KEYS) < set(known)
    assert "sound" not in known


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("pace_wpm: 300", "pace_wpm: expected less than or equal to 140, got 300"),
        ("volume: 0", "volume: expected greater than 0, got 0"),
        ("pan: 2", "pan: expected less than or equal to 1, got 2"),
        ("pacer: loud", "pacer: expected one of off, light, full, got 'loud'"),
        ("ambience: surf", "ambience: expected one of none, rain, waves, wind, got 'surf'"),
    ],
)
def test_a_sound_setting_out_of_range_is_refused_with_its_line(tmp_path: Path, line: str, message: str) -> None:
    key = line.partition(":")[0]
    kept = [other for other in to_yaml(usual_script()).splitlines() if not other.startswith(f"{key}:")]
    with pytest.raises(ScriptError) as caught:
        read_script(saved(tmp_path, "\n".join([*kept, line])))
    assert f"session.yaml:{len(kept) + 1}:" in str(caught.value)
    assert message in str(caught.value)


def test_a_fault_is_reported_with_the_line_of_its_cue(tmp_path: Path) -> None:
    of = usual_script()
    path = saved(tmp_path, to_yaml(of).replace("at_ms: 10000,", "at_ms: 100,", 1))
    (problem,) = read_script(path).problems(stated_durations(of))
    line = path.read_text(encoding="utf-8").splitlines()[problem.line - 1]
    assert "at_ms: 100," in line
    assert "overlaps the one before it" in problem.message


def test_a_fault_of_a_script_that_was_never_a_file_is_reported_with_its_place() -> None:
    (problem,) = ScriptFile(script(speech(8500))).problems(DURATIONS)
    assert (problem.path, problem.place) == ("", "cues[0]")


def test_a_mistyped_chime_is_refused_with_its_line_and_the_nearest_one(tmp_path: Path) -> None:
    path = saved(tmp_path, to_yaml(usual_script()).replace("sound: halfway", "sound: halfwy"))
    with pytest.raises(ScriptError) as caught:
        read_script(path)
    assert "session.yaml:" in str(caught.value)
    assert "got 'halfwy' (did you mean 'halfway'?)" in str(caught.value)


def test_a_cue_that_is_added_by_hand_needs_only_its_moment_and_its_words(tmp_path: Path) -> None:
    of = usual_script()
    step = next(one for one in of.steps if one.kind == "work")
    text = to_yaml(of) + f'  - {{at_ms: {step.start_ms + 500}, text: "Breathe out."}}\n'
    added = read_script(saved(tmp_path, text)).script.cues[-1]
    assert (added.kind, added.role, added.step, added.text) == ("speech", "reminder", step.id, "Breathe out.")
    assert added.id == f"{step.id}.added.1"


def test_an_added_cue_without_a_moment_or_with_a_typo_is_refused_with_its_line(tmp_path: Path) -> None:
    lines = len(to_yaml(usual_script()).splitlines())
    text = to_yaml(usual_script()) + "  - {text: Breathe out.}\n  - {at_ms: 70000, sond: step}\n"
    with pytest.raises(ScriptError) as caught:
        read_script(saved(tmp_path, text))
    assert f"session.yaml:{lines + 1}:" in str(caught.value)
    assert "at_ms" in str(caught.value)
    assert "unknown key 'sond' (did you mean 'sound'?)" in str(caught.value)


def test_a_routine_is_refused_with_the_commands_for_it(tmp_path: Path) -> None:
    with pytest.raises(ScriptError, match="this is a routine; use `kneadcast build` for a session"):
        read_script(saved(tmp_path, "name: mine\nsections: []\n"))


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [("a.yaml", "cues: []", True), ("a.json", '{"cues": []}', True), ("a.yaml", "sections: []", False)],
)
def test_a_script_file_is_recognised_by_its_cues(tmp_path: Path, name: str, text: str, expected: bool) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    assert is_script(path) is expected
    assert not is_script("toes-to-hip")


def test_a_script_file_may_have_any_known_key_at_its_top(tmp_path: Path) -> None:
    chosen: dict[str, Any] = {"loudness_lufs": -16, "pan": 0.2, "pacer": "full", "ambience": "none"}
    text = to_yaml(usual_script()) + "".join(f"{key}: {value}\n" for key, value in chosen.items())
    sound = read_script(saved(tmp_path, text)).script.sound
    assert {key: getattr(sound, key) for key in chosen} == chosen


def faults_of(folder: Path, old: str, new: str) -> str:
    """Returns the message for a short script in which a text is replaced."""
    text = to_yaml(script(speech(1000), speech(4000, "Slowly."), needs=["a towel"]))
    assert old in text
    with pytest.raises(ScriptError) as caught:
        read_script(saved(folder, text.replace(old, new, 1)))
    return str(caught.value).removeprefix(f"{folder / 'session.yaml'}:")


@pytest.mark.parametrize("id_", ["{a: 1}", "[a]", "[{a: [1]}]", "2026-01-01", "1", "~"])
def test_an_id_that_is_no_text_is_refused_with_its_line(tmp_path: Path, id_: str) -> None:
    """The id of a cue may be of any type in a file; whatever is no text is reported."""
    assert "cues[0].id: expected text, got " in faults_of(tmp_path, "id: c0", f"id: {id_}")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("title: Test", 'title: "a\\nb"', "title: expected one line of printable text, got 'a\\nb'"),
        ("title: Test", 'title: "\\e[2J"', "title: expected one line of printable text, got '\\x1b[2J'"),
        ("routine: test", 'routine: "a\\0"', "routine: expected one line of printable text, got 'a\\x00'"),
        ("a towel", '"a\\x85towel"', "needs[0]: expected one line of printable text"),
        ('"Slowly."', '"Slowly.\\a"', "cues[1].text: expected one line of printable text, got 'Slowly.\\x07'"),
        ('"Slowly."', '"\\u202eSlowly."', "cues[1].text: expected one line of printable text"),
        ("at_ms: 4000", "at_ms: .nan", "cues[1].at_ms: expected finite number, got nan"),
        ("at_ms: 4000", "at_ms: .inf", "cues[1].at_ms: expected finite number, got inf"),
        ("at_ms: 4000", "at_ms: -1", "cues[1].at_ms: expected greater than or equal to 0, got -1"),
        ("at_ms: 4000", f"at_ms: {10**20}", "cues[1].at_ms: expected less than or equal to 3600000000, got 1000000000"),
        ("length_ms: 10000", f"length_ms: {10**20}", "length_ms: expected less than or equal to 3600000000"),
        ("volume: 1.0", "volume: .nan", "volume: expected less than or equal to 1, got nan"),
        ("kind: work", "kind: work, tempo: 401", "steps[0].tempo: expected less than or equal to 400, got 401"),
        ("kind: work", "kind: work, tempo: 0", "steps[0].tempo: expected greater than or equal to 1, got 0"),
    ],
)
def test_a_value_that_no_session_can_have_is_refused_with_its_line(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    """Texts are one printable line, and numbers are finite and within what a session can be."""
    assert message in faults_of(tmp_path, old, new)


def test_a_title_that_ends_with_a_line_break_is_read_without_it(tmp_path: Path) -> None:
    """A block of YAML ends with a line break, which is no part of a title."""
    text = to_yaml(script(speech(1000))).replace("title: Test", "title: >\n  Feet,\n  and more\n")
    assert read_script(saved(tmp_path, text)).script.title == "Feet, and more"


def test_thousands_of_added_cues_are_completed_soon(tmp_path: Path) -> None:
    """Completing cues takes a time that grows with their number, not with its square."""
    cues = "".join(f'  - {{at_ms: {number}, text: "Rub."}}\n' for number in range(6000))
    text = to_yaml(script()).replace("cues:", "cues:\n" + cues)
    begin = time.process_time()
    found = read_script(saved(tmp_path, text)).script.cues
    assert time.process_time() - begin < 15
    assert len({cue.id for cue in found}) == len(found) == 6000


@pytest.mark.parametrize("name", ["x" * 300 + ".yaml", "a\0.yaml", "d/" * 3000 + "x.yaml"])
def test_a_name_that_no_file_can_have_is_no_script(name: str) -> None:
    """A name that is too long or no name at all is not the name of a script."""
    assert not is_script(name)
