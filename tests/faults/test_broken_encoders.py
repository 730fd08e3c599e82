"""Sessions that are written with an ffmpeg that fails."""

from __future__ import annotations

import sys
from pathlib import Path

import imageio_ffmpeg
import pytest

from tests.faults.broken_ffmpeg import FAILURES, write_broken_ffmpeg
from tests.faults.forked_commands import run_forked
from tests.faults.invariants import report_problems
from tests.faults.writing_commands import Recipe, wrote_before

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="a command runs in a fork, which Windows does not have"),
    pytest.mark.usefixtures("humming"),
]

FORMATS = ("mp3", "m4b", "opus", "flac", "wav")
ALBUM = "album"


def recipe(kind: str) -> Recipe:
    """Returns a command that replaces a session of a format, or an album."""
    target = ("--album", "--output", ALBUM) if kind == ALBUM else ("--with", "transcript", "--output", f"s.{kind}")
    return Recipe(("render", "s.yaml", *target), wrote_before("render", "old.yaml", *target))


def check(kind: str, failure: str, folder: Path) -> None:
    """Checks that a session whose encoder fails in a way stays as it was, and that a sentence says why."""
    real = imageio_ffmpeg.get_ffmpeg_exe()
    command = recipe(kind).command(kind, folder)
    variables = {"IMAGEIO_FFMPEG_EXE": str(write_broken_ffmpeg(folder, failure, real))}
    run = run_forked(command.arguments, command.world, variables=variables)
    assert run.code == 1, run.errors
    assert run.orphans == ()
    assert list(report_problems(run.code, run.errors)) == []
    assert all(character.isprintable() for character in run.errors.replace("\n", "")), repr(run.errors)
    assert command.world.tree() == command.world.before, "something has changed or was left behind"


@pytest.mark.parametrize("failure", ["writes half of a file", "is killed in the middle"])
def test_an_encoder_that_fails_changes_nothing_and_is_a_sentence(tmp_path: Path, failure: str) -> None:
    """A session stays as it was if its encoder fails, or writes less than it should."""
    check("mp3", failure, tmp_path)


@pytest.mark.slow
@pytest.mark.faults
@pytest.mark.parametrize("failure", FAILURES)
@pytest.mark.parametrize("kind", [*FORMATS, ALBUM])
def test_an_encoder_of_any_format_may_fail_in_any_way(tmp_path: Path, kind: str, failure: str) -> None:
    """A session of any format stays as it was, whichever way its encoder fails."""
    check(kind, failure, tmp_path)
