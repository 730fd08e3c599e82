"""The options of a session: wrong choices are refused before anything is spoken."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from kneadcast import Options, Preferences, SoundSettings
from kneadcast.errors import SettingsError


@pytest.mark.parametrize(
    ("option", "message"),
    [
        ({"chapters": "steps"}, "'chapters': expected one of section, area, step, got 'steps' (did you mean 'step'?)"),
        (
            {"page_audio": "outside"},
            "'page-audio': expected one of beside, inside, inside-full, got 'outside' (did you mean 'inside'?)",
        ),
        ({"format": "mp4"}, "'format': expected one of mp3, m4b, opus, flac, wav, got 'mp4' (did you mean 'mp3'?)"),
        ({"format": 3}, "'format': expected one of mp3, m4b, opus, flac, wav, got 3"),
        ({"bitrate_kbps": "128"}, "'bitrate': expected a whole number, got '128'"),
        ({"bitrate_kbps": True}, "'bitrate': expected a whole number, got True"),
        ({"album": "yes"}, "'album': expected true or false, got 'yes'"),
        ({"language": 3}, "'language': expected text, got 3"),
        ({"folder": "music"}, "'folder': expected a path, got 'music'"),
        ({"sound": {"pace_wpm": 100}}, "'sound': expected SoundSettings, got {'pace_wpm': 100}"),
    ],
)
def test_a_wrong_value_is_refused_with_what_was_expected(option: dict[str, Any], message: str) -> None:
    with pytest.raises(SettingsError) as caught:
        Options(**option)
    assert str(caught.value) == message


def test_all_wrong_values_are_reported_at_once() -> None:
    with pytest.raises(SettingsError) as caught:
        Options(chapters="x", page_audio="y", force="z")  # type: ignore[arg-type]
    names = [problem.message.partition(":")[0] for problem in caught.value.problems]
    assert names == ["'chapters'", "'page-audio'", "'force'"]


def test_every_field_may_be_given(tmp_path: Path) -> None:
    Options(
        sound=SoundSettings(pan=0.1),
        preferences=Preferences(side="left"),
        avoid=("knee",),
        language="de",
        clips=tmp_path,
        format="flac",
        bitrate_kbps=96,
        chapters="step",
        album=True,
        sidecars=("page",),
        page_audio="inside",
        folder=tmp_path,
        force=True,
    )
