"""The config file and presets."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kneadcast.choices import PACE_WPM, Talk
from kneadcast.errors import OutputError, SettingsError
from kneadcast.resources import CONFIG_FOLDER_VARIABLE, user_folder
from kneadcast.settings import (
    Preset,
    Settings,
    check_preset_name,
    config_file,
    load_preset,
    make_preset,
    preset_error,
    preset_names,
    read_settings,
    save_preset,
)
from tests.examples import examples

TEXTS = st.text(
    st.characters(exclude_categories=["Cs"]) | st.sampled_from("\x85\u2028\u2029\n\t\x1b\x00\ufeff"), max_size=20
)
SCALARS = st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXTS
"""Everything that an option can be; a text may look like a number, a time or a date."""
LOOKALIKES = st.sampled_from(
    ["30:00", "1e3", "yes", "null", "~", "2030-01-01", "0x10", "1_000", " ", "@p", "# x", "a: b"]
)
OPTIONS = st.dictionaries(TEXTS, SCALARS | LOOKALIKES | st.lists(SCALARS | LOOKALIKES).map(tuple))
NAMES = st.text(
    st.characters(categories=["L", "N"], max_codepoint=0x24F) | st.sampled_from("-_"), min_size=1, max_size=20
)


def write_preset(name: str, text: str) -> None:
    (user_folder() / "presets").mkdir(exist_ok=True)
    (user_folder() / "presets" / f"{name}.yaml").write_text(text, encoding="utf-8")


def write_config(text: str) -> None:
    config_file().write_text(text, encoding="utf-8")


@settings(max_examples=examples(30))
@given(NAMES, TEXTS.filter(lambda name: not name.startswith("@")), OPTIONS)
def test_a_preset_is_read_as_it_was_saved(name: str, routine: str, options: dict[str, object]) -> None:
    preset = Preset.model_validate({"routine": routine, "options": options})
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setenv(CONFIG_FOLDER_VARIABLE, folder)
        path = save_preset(name, preset)
        assert path.is_relative_to(folder)
        assert preset_names() == (name,)
        again = load_preset(name)
    assert again == preset
    assert [type(value) for value in again.options.values()] == [type(value) for value in preset.options.values()]


@settings(max_examples=examples(30))
@given(st.text(st.characters(exclude_categories=["L", "N"], exclude_characters="-_"), min_size=1), st.text(max_size=3))
def test_a_name_with_any_other_character_is_refused(odd: str, rest: str) -> None:
    for name in (odd, odd + rest, rest + odd):
        with pytest.raises(SettingsError, match="cannot be the name of a preset"):
            check_preset_name(name)


def test_a_preset_is_replaced_by_one_of_the_same_name() -> None:
    save_preset("evening", Preset(routine="relaxing", options={"pace": 110}))
    save_preset("evening", Preset(routine="toes-to-hip"))
    assert (preset_names(), load_preset("evening")) == (("evening",), Preset(routine="toes-to-hip"))


def test_a_preset_that_does_not_exist_is_refused_with_those_that_do() -> None:
    with pytest.raises(SettingsError, match="create one with `kneadcast build --save NAME`"):
        load_preset("evening")
    save_preset("evening", Preset(routine="relaxing"))
    with pytest.raises(
        SettingsError, match=r"there is no preset '@evenin' \(did you mean 'evening'\?\); known: evening"
    ):
        load_preset("evenin")


def test_a_preset_refers_to_a_routine_and_not_to_another_preset() -> None:
    write_preset("p", 'format: 1\nroutine: "@p"\n')
    with pytest.raises(SettingsError, match=r"p\.yaml:2:10: routine: a preset refers to a routine, not to another"):
        load_preset("p")


def test_a_wrong_option_is_reported_with_its_line() -> None:
    write_preset("p", "format: 1\nroutine: relaxing\noptions:\n  pace: 110\n  talk: loud\n")
    assert str(preset_error("p", "talk", "too loud")).endswith("p.yaml:5:9: options.talk: too loud")


def test_a_folder_that_cannot_be_created_is_named() -> None:
    (user_folder() / "presets").write_bytes(b"a file")
    with pytest.raises(OutputError, match=r"evening.yaml' could not be written: '.*presets' is not a folder"):
        save_preset("evening", Preset(routine="relaxing"))


@pytest.mark.parametrize("text", ["", "# pace: 110\n", "---\n", "---\n# pace: 110\n...\n", "\ufeff"])
def test_a_config_file_without_keys_sets_nothing(text: str) -> None:
    write_config(text)
    assert read_settings() == Settings()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("pace: .nan", "pace: expected finite number, got nan"),
        ("volume: .nan", "volume: expected less than or equal to 1, got nan"),
        ("volume: -1", "volume: expected greater than 0, got -1"),
        ("voice: [a]", "voice: expected text, got ['a']"),
        ('folder: "a\\0b"', "folder: expected one line of printable text, got 'a\\x00b'"),
        ('template: "a\\nb"', "template: expected one line of printable text, got 'a\\nb'"),
        ("1: a", "1: the key '1' is not text; put it in quotes"),
        ("[pace]", "expected keys and values, got ['pace']"),
    ],
)
def test_a_wrong_value_of_the_config_file_is_reported_with_its_line(text: str, message: str) -> None:
    """Numbers that are none, texts with control characters and values of other types are refused."""
    write_config(f"# mine\n{text}\n")
    with pytest.raises(SettingsError) as caught:
        read_settings()
    assert str(caught.value).startswith(f"{config_file()}:2:")
    assert str(caught.value).endswith(f": {message}")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pipes among its files")
def test_a_config_file_that_is_no_file_is_refused() -> None:
    """A pipe or a folder in the place of the config file is reported instead of being ignored, or waited for."""
    os.mkfifo(config_file())
    with pytest.raises(SettingsError, match="it is a pipe, not a file"):
        read_settings()
    config_file().unlink()
    config_file().mkdir()
    with pytest.raises(SettingsError, match="it is a folder, not a file"):
        read_settings()


def test_a_folder_of_a_user_who_does_not_exist_stays_as_it_is() -> None:
    """Only the command that writes there can say that it does not exist."""
    write_config("folder: ~nosuchuser/x\n")
    assert read_settings().folder == str(Path("~nosuchuser/x"))


@pytest.mark.parametrize(
    "value", [".nan", ".inf", "{a: 1}", "[{a: 1}]", "[[1]]", "2030-01-01", "~", "!!bool q", "0x" + "f" * 5000]
)
def test_an_option_of_a_preset_that_no_option_can_have_is_reported_with_its_line(value: str) -> None:
    """Wrong types and numbers that are none are refused with one sentence, before an option is set to them."""
    write_preset("p", f"format: 1\nroutine: relaxing\noptions:\n  pace: {value}\n")
    with pytest.raises(SettingsError, match=r"p\.yaml:4:9: ") as caught:
        load_preset("p")
    assert len(caught.value.problems) == 1


def test_a_value_that_is_no_text_cannot_be_saved() -> None:
    """The name of a file can have bytes that are no text, which no document can hold."""
    for routine, template in (("caf\udce9", "plain"), ("relaxing", "caf\udce9")):
        with pytest.raises(SettingsError, match="cannot be saved in a preset: its value is not text"):
            make_preset(routine, {"template": template})


@settings(max_examples=examples(20))
@given(
    st.integers(int(PACE_WPM.low), int(PACE_WPM.high)),
    st.floats(0, 1, exclude_min=True),
    st.sampled_from(get_args(Talk)),
    st.permutations(["pace", "volume", "talk"]),
)
def test_every_key_of_a_config_file_is_a_setting_in_any_order(
    pace: int, volume: float, talk: Talk, keys: list[str]
) -> None:
    values = {"pace": pace, "volume": volume, "talk": talk}
    write_config("".join(f"{key}: {values[key]}\n" for key in keys))
    assert read_settings() == Settings(pace=pace, volume=volume, talk=talk)


def test_all_problems_of_a_config_file_are_reported_at_once() -> None:
    write_config("talk: loud\npace: 200\nvoise: auto\n")
    with pytest.raises(SettingsError) as caught:
        read_settings()
    assert [problem.line for problem in caught.value.problems] == [1, 2, 3]


def test_a_folder_may_begin_with_the_home_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    write_config("folder: ~/music\n")
    assert read_settings().folder == str(tmp_path / "music")
