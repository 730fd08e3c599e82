"""Which ffmpeg is used, and that it is asked with a time limit."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

import imageio_ffmpeg
import pytest

from kneadcast.errors import OutputError
from kneadcast.output.encode import installed
from kneadcast.output.encode.installed import find_encoder, find_ffmpeg
from tests.output.encode.stand_in import OWN_FFMPEG, posix_only, use_python

REMEDY = "reinstall imageio-ffmpeg, or set IMAGEIO_FFMPEG_EXE to the path of another ffmpeg$"


@pytest.fixture(autouse=True)
def _nothing_known() -> Iterator[None]:
    """Forgets which ffmpeg works."""
    installed._working_ffmpeg.cache_clear()
    yield
    installed._working_ffmpeg.cache_clear()


def test_the_encoder_that_came_along_is_used_whatever_is_on_the_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The ffmpeg of imageio-ffmpeg comes before that of the system."""
    monkeypatch.delenv(OWN_FFMPEG, raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert find_encoder() == Path(imageio_ffmpeg.get_ffmpeg_exe())
    assert Path(imageio_ffmpeg.__file__).parent in find_encoder().parents


@posix_only
def test_the_ffmpeg_that_the_environment_names_is_used_instead(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The user's ffmpeg comes before all others."""
    use_python(monkeypatch, tmp_path, "sys.exit(1)")
    assert find_encoder() == tmp_path / "stand-in" == Path(os.environ[OWN_FFMPEG])


@posix_only
def test_without_its_own_ffmpeg_that_of_the_system_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An installation of imageio-ffmpeg without its program uses the one on the path."""
    use_python(monkeypatch, tmp_path, "")
    (tmp_path / "stand-in").rename(tmp_path / "ffmpeg")
    monkeypatch.delenv(OWN_FFMPEG)
    monkeypatch.setattr(imageio_ffmpeg, "__file__", str(tmp_path / "nowhere" / "__init__.py"))
    monkeypatch.setattr("sys.prefix", str(tmp_path / "nowhere"))
    monkeypatch.setenv("PATH", str(tmp_path))
    assert find_ffmpeg() == tmp_path / "ffmpeg"


def test_where_there_is_no_ffmpeg_the_message_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    """No ffmpeg is an error with a remedy."""
    monkeypatch.delenv(OWN_FFMPEG, raising=False)
    monkeypatch.setattr(installed, "_candidates", lambda: iter([Path("no-such-ffmpeg")]))
    with pytest.raises(OutputError, match=rf"is missing or does not run here; {REMEDY}"):
        find_ffmpeg()


def test_an_encoder_that_does_not_exist_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A named ffmpeg that does not exist is an error with its name."""
    monkeypatch.setenv(OWN_FFMPEG, str(tmp_path / "my-ffmpeg"))
    with pytest.raises(OutputError, match=rf"my-ffmpeg' cannot be started: No such file .*; {REMEDY}"):
        find_encoder()


@posix_only
def test_an_encoder_without_lame_is_found_out_before_any_work_is_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An ffmpeg that lacks the encoder is refused by name."""
    use_python(monkeypatch, tmp_path, "print(' A..... alac')", answers=False)
    with pytest.raises(OutputError, match=f"was built without LAME and cannot write MP3; {REMEDY}"):
        find_encoder()
    with pytest.raises(OutputError, match=f"was built without the encoder libopus; {REMEDY}"):
        find_encoder("libopus")


@posix_only
def test_a_program_that_prints_binary_is_not_ffmpeg(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a program prints need not be text."""
    use_python(monkeypatch, tmp_path, r"sys.stdout.buffer.write(b'\xff\xfe\x00libmp3lam\x80' * 1000)", answers=False)
    with pytest.raises(OutputError, match=f"was built without LAME and cannot write MP3; {REMEDY}"):
        find_encoder()


@posix_only
def test_an_ffmpeg_that_does_not_answer_is_asked_twice_and_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A stopped ffmpeg cannot hold up the check before a build."""
    monkeypatch.setattr(installed, "ANSWER_LIMIT_S", 0.5)
    use_python(monkeypatch, tmp_path, "os.kill(os.getpid(), signal.SIGSTOP)", answers=False)
    started_s = time.monotonic()
    with pytest.raises(OutputError, match=f"stand-in' did not answer within 0.5 s, twice; {REMEDY}"):
        find_encoder()
    assert 1 <= time.monotonic() - started_s < 10


@posix_only
def test_an_ffmpeg_that_is_stopped_once_is_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A second ffmpeg answers if the first one was stopped."""
    monkeypatch.setattr(installed, "ANSWER_LIMIT_S", 1)
    once = "if not (runs.parent / 'once').exists():\n    (runs.parent / 'once').touch(); os.kill(0, signal.SIGSTOP)\n"
    use_python(monkeypatch, tmp_path, once.replace("kill(0", "kill(os.getpid()") + "answer()", answers=False)
    assert find_encoder() == tmp_path / "stand-in"
    assert (tmp_path / "once").exists()
