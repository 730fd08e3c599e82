"""The whole way, with a real voice and a real encoder: what is in the MP3 is what the script says."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from mutagen.id3 import ID3
from numpy.typing import NDArray

from kneadcast import Options, Script, Session, SoundSettings, build_session, compile_script, render_script
from kneadcast.reports.listing import to_text
from kneadcast.script.file import to_yaml
from kneadcast.script.model import Cue
from kneadcast.sound.pcm import FRAME_RATE
from kneadcast.units import parse_duration
from tests.output.files import decoded

README = Path(__file__).parents[1] / "README.md"
CLOCK = re.compile(r"\d+:\d\d|(?:\d+m)?\d+s\b")
LENGTH = timedelta(minutes=6)
LENGTH_MS = 6 * 60_000
ON_TIME_MS = 60
"""An MP3 frame smears an onset over 26 ms, and a soft consonant rises slowly."""


@dataclass(frozen=True)
class Built:
    session: Session
    samples: NDArray[np.float64]
    """Decoded, one channel, full scale being 1."""
    frames: int


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    folder = tmp_path_factory.mktemp("session")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KNEADCAST_CACHE", str(folder / "cache"))
        session = build_session("self-massage-at-home", length=LENGTH, output=folder / "session.mp3")
    stereo = decoded(session.path)
    return Built(session, stereo.mean(axis=1) / 32768, len(stereo))


def loudest_db(built: Built, start_ms: int, end_ms: int) -> float:
    part = built.samples[start_ms * FRAME_RATE // 1000 : end_ms * FRAME_RATE // 1000]
    return float(20 * np.log10(max(1e-9, float(np.abs(part).max(initial=0.0)))))


def spoken(script: Script) -> list[Cue]:
    return [cue for cue in script.cues if cue.kind == "speech"]


def test_the_mp3_decodes_to_exactly_the_frames_of_its_length(built: Built) -> None:
    assert built.frames == LENGTH_MS * FRAME_RATE // 1000


def test_every_sentence_sounds_from_its_moment_to_its_end(built: Built) -> None:
    for cue in spoken(built.session.script):
        assert loudest_db(built, cue.at_ms, cue.at_ms + 400) > -30, cue
        assert loudest_db(built, cue.end_ms - 400, cue.end_ms) > -36, cue


def test_between_two_sentences_the_voice_is_silent(built: Built) -> None:
    for before, after in pairwise(built.session.script.cues):
        if before.kind == after.kind == "speech":
            gap_ms = (before.end_ms + ON_TIME_MS, after.at_ms - ON_TIME_MS)
            voice_db = loudest_db(built, before.at_ms, before.end_ms)
            assert loudest_db(built, *gap_ms) < voice_db - 15, (before, after)


def test_every_chime_is_struck_at_its_moment(built: Built) -> None:
    for cue in built.session.script.cues:
        if cue.kind == "chime" and cue.at_ms:
            before_db = loudest_db(built, cue.at_ms - ON_TIME_MS - 100, cue.at_ms - ON_TIME_MS)
            assert loudest_db(built, cue.at_ms, cue.at_ms + 200) > max(-30, before_db + 6), cue


def test_nothing_clips_and_nothing_cuts_off_at_the_ends(built: Built) -> None:
    assert float(np.abs(built.samples).max()) < 10 ** (-1.5 / 20)
    assert loudest_db(built, LENGTH_MS - 20, LENGTH_MS) < -60


def test_its_chapters_are_listed_in_a_table_of_contents(built: Built) -> None:
    tags = ID3(built.session.path)
    (contents,) = tags.getall("CTOC")
    chapters = [tags[f"CHAP:{element}"] for element in contents.child_element_ids]
    assert [chapter.sub_frames["TIT2"].text[0] for chapter in chapters] == [
        "Opening",
        "Left: Feet and calves",
        "Right: Feet and calves",
        "Rest and close",
    ]
    assert [(chapter.start_time, chapter.end_time) for chapter in chapters] == [
        (chapter.start_ms, chapter.end_ms) for chapter in built.session.chapters
    ]


@pytest.mark.skipif(shutil.which("mp3val") is None, reason="mp3val is not installed, and could not be")
def test_an_mp3_validator_finds_nothing_wrong(built: Built) -> None:
    reported = subprocess.run(["mp3val", str(built.session.path)], capture_output=True, text=True, check=True).stdout
    assert "WARNING" not in reported


def test_the_same_session_built_twice_is_the_same_file(
    built: Built, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KNEADCAST_CACHE", str(tmp_path / "another cache"))
    again = build_session("self-massage-at-home", length=LENGTH, output=tmp_path / "again.mp3")
    assert again.path.read_bytes() == built.session.path.read_bytes()


def test_a_script_renders_to_the_same_file_as_its_build(
    built: Built, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KNEADCAST_CACHE", str(built.session.path.parent / "cache"))
    (tmp_path / "session.yaml").write_text(to_yaml(built.session.script), encoding="utf-8")
    rendered = render_script(tmp_path / "session.yaml", tmp_path / "rendered.mp3")
    assert rendered.path.read_bytes() == built.session.path.read_bytes()


def test_volume_is_honoured_by_voice_and_chimes_alike(
    built: Built, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KNEADCAST_CACHE", str(built.session.path.parent / "cache"))
    options = Options(sound=SoundSettings(volume=0.5))
    quiet = build_session("self-massage-at-home", length=LENGTH, output=tmp_path / "quiet.mp3", options=options)
    softer = decoded(quiet.path).mean(axis=1) / 32768
    ratio = float(np.sqrt(np.mean(softer**2) / np.mean(built.samples**2)))
    assert ratio == pytest.approx(0.5, rel=0.03)


def test_the_excerpt_in_the_readme_is_what_the_natural_voice_is_going_to_say(
    built: Built, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KNEADCAST_CACHE", str(built.session.path.parent / "cache"))
    (excerpt,) = re.findall(r"--length 10m`:\n\n```\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    compiled = to_text(compile_script("self-massage-at-home", length="10m")).split("\n")
    shown = excerpt.strip().split("\n")
    first = compiled.index(shown[0])
    for line, said in zip(shown, compiled[first:], strict=False):
        assert CLOCK.sub("", line) == CLOCK.sub("", said)
        # Another processor's arithmetic may move a word by a moment.
        assert [clock_s(at) for at in CLOCK.findall(line)] == pytest.approx(
            [clock_s(at) for at in CLOCK.findall(said)], abs=1
        )


def clock_s(text: str) -> int:
    return parse_duration(text) // 1000


@pytest.mark.slow
@pytest.mark.parametrize(
    ("routine", "length"),
    [
        *(("toes-to-hip", length) for length in ("18m", "30m", "45m", "70m")),
        *(("self-massage-at-home", length) for length in ("6m", "10m", "18m")),
    ],
)
def test_every_promised_length_is_built_to_the_frame(routine: str, length: str, tmp_path: Path) -> None:
    session = build_session(routine, length=length, output=tmp_path / "session.mp3")
    assert len(decoded(session.path)) == session.script.length_ms * FRAME_RATE // 1000
    assert session.script == compile_script(routine, length=length)
