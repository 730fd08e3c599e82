"""Running ffmpeg: which one is used, and how its failures are reported."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import imageio_ffmpeg
import pytest

from kneadcast.errors import OutputError
from kneadcast.output.encode.ffmpeg import find_encoder, find_ffmpeg
from kneadcast.sound.pcm import silence
from tests.output.files import encode

OWN_FFMPEG = "IMAGEIO_FFMPEG_EXE"
REMEDY = "reinstall imageio-ffmpeg, or set IMAGEIO_FFMPEG_EXE to the path of another ffmpeg$"
posix_only = pytest.mark.skipif(sys.platform == "win32", reason="shell scripts stand in for ffmpeg")


def use_stand_in(monkeypatch: pytest.MonkeyPatch, folder: Path, work: str, *, answers: bool = True) -> Path:
    """Writes a script that is used as ffmpeg: it claims to have LAME, and encodes nothing."""
    script = folder / "stand-in"
    answer = 'case "$*" in *-encoders*) echo libmp3lame; exit 0;; esac\n' if answers else ""
    script.write_text(f"#!/bin/sh\n{answer}{work}\n", encoding="utf-8")
    script.chmod(0o755)
    monkeypatch.setenv(OWN_FFMPEG, str(script))
    return script


def test_the_encoder_that_came_along_is_used_whatever_is_on_the_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(OWN_FFMPEG, raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert find_encoder() == Path(imageio_ffmpeg.get_ffmpeg_exe())
    assert Path(imageio_ffmpeg.__file__).parent in find_encoder().parents


@posix_only
def test_the_ffmpeg_that_the_environment_names_is_used_instead(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert find_encoder() != use_stand_in(monkeypatch, tmp_path, "exit 1")
    assert find_encoder() == Path(os.environ[OWN_FFMPEG])


def test_where_there_is_no_ffmpeg_the_message_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(OWN_FFMPEG, raising=False)
    monkeypatch.setattr("imageio_ffmpeg._utils._get_ffmpeg_exe", lambda: None)
    with pytest.raises(OutputError, match=rf"is missing or does not run here; {REMEDY}"):
        find_ffmpeg()


def test_an_encoder_that_does_not_exist_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(OWN_FFMPEG, str(tmp_path / "my-ffmpeg"))
    with pytest.raises(OutputError, match=rf"my-ffmpeg' does not run as ffmpeg does: .*; {REMEDY}"):
        find_encoder()


@posix_only
def test_an_encoder_without_lame_is_found_out_before_any_work_is_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use_stand_in(monkeypatch, tmp_path, "echo ' A..... aac'", answers=False)
    with pytest.raises(OutputError, match=f"was built without LAME and cannot write MP3; {REMEDY}"):
        find_encoder()
    with pytest.raises(OutputError, match=f"was built without the encoder libopus; {REMEDY}"):
        find_encoder("libopus")


@posix_only
def test_an_encoder_that_ends_early_is_reported_with_its_message(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use_stand_in(monkeypatch, tmp_path, "head -c 100000 > /dev/null; echo 'the moon is wrong' >&2; exit 3")
    with pytest.raises(OutputError, match="ffmpeg ended with 3: the moon is wrong"):
        encode((silence(441_000) for _ in range(60)), tmp_path / "tone.mp3")


@posix_only
def test_an_encoder_that_talks_without_end_does_not_block(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    use_stand_in(monkeypatch, tmp_path, "yes 'I have much to say' | head -c 5000000 >&2; cat > /dev/null; exit 1")
    with pytest.raises(OutputError, match="I have much to say"):
        encode((silence(441_000) for _ in range(3)), tmp_path / "tone.mp3")
