"""`kneadcast voices`."""

from __future__ import annotations

from pathlib import Path

import pytest

from kneadcast.errors import SpeechError
from kneadcast.speech import Delivery, Voice
from tests.cli.runner import printed, run

BROKEN = Voice("broken", "espeak", "x", ("en",))
ENGLISH = Voice("bella", "sapi5", "y", ("en", "en-GB"))
GERMAN = Voice("anna", "nsss", "com.anna", ("de-DE", "de-AT"), "of the system")


@pytest.fixture(autouse=True)
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str | None]:
    """Replaces the voices of this computer, and returns the languages that were asked for."""
    languages: list[str | None] = []

    def list_fakes(language: str | None = None) -> tuple[Voice, ...]:
        languages.append(language)
        if language == "qx":
            raise SpeechError("no voice on this computer speaks 'qx'")
        return (GERMAN,) if language == "de" else (BROKEN, ENGLISH)

    monkeypatch.setattr("kneadcast.speech.voices.list_voices", list_fakes)
    return languages


def test_voices_are_listed_with_their_languages_and_licence(asked: list[str | None]) -> None:
    result = run("voices", "--language", "de")
    assert [line.split(maxsplit=2) for line in result.stdout.splitlines()] == [
        ["name", "driver", "languages           licence"],
        ["anna", "nsss", "de-DE, de-AT        of the system"],
    ]
    assert "--voice FILE.onnx" in result.stderr
    assert asked == ["de"]


def test_json_has_a_row_for_each_voice(asked: list[str | None]) -> None:
    rows = printed("voices", "--json")
    assert [(row["name"], row["languages"]) for row in rows] == [("broken", ["en"]), ("bella", ["en", "en-GB"])]
    assert asked == [None]


@pytest.mark.usefixtures("here")
def test_samples_are_of_english_voices_and_a_voice_that_fails_is_reported(
    asked: list[str | None], monkeypatch: pytest.MonkeyPatch
) -> None:
    def say(_text: str, target: Path, _delivery: Delivery, *, voice: Voice) -> None:
        if voice == BROKEN:
            raise SpeechError("the voice is hoarse")
        target.parent.mkdir(exist_ok=True)
        target.write_bytes(b"a sample")

    monkeypatch.setattr("kneadcast.voice_samples.say_line", say)
    result = run("voices", "--sample", "samples")
    assert (result.exit_code, asked) == (0, ["en"])
    assert Path(result.stdout.strip()).read_bytes() == b"a sample"
    assert result.stderr == "kneadcast: note: 'broken' cannot speak: the voice is hoarse\n"


def test_a_language_that_no_voice_speaks_is_reported() -> None:
    result = run("voices", "--language", "qx")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "no voice on this computer speaks 'qx'" in result.stderr
