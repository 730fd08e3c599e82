"""Real sessions with caches that are damaged or cannot be used: the same bytes as with a clean cache."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

import pytest

from kneadcast.cache.store import SOUND_KINDS, SPEECH_KINDS, Kind, kind_folder
from kneadcast.sound import loops
from tests.cache.damages import CONTENT, LASTING, PLACES
from tests.cli.runner import SHORT, run

SESSION = (*SHORT, "--template", "wood-and-rain", "--talk", "brief", "--voice", "en-us")
"""With ambience, of which loops are kept, and the fastest of the voices that are there on every computer."""

pytestmark = [pytest.mark.faults, pytest.mark.slow]


def built(cache: Path, target: Path) -> tuple[bytes, str]:
    """Builds the session with a cache alone, and returns its bytes and what was said about it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KNEADCAST_CACHE", str(cache))
        patch.setattr(loops, "_held", loops.HeldLoops(1))  # this process must read again what it has made before
        result = run("build", *SESSION, "--force", "-o", str(target))
    assert result.exit_code == 0, result.stderr
    return target.read_bytes(), result.stderr


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, bytes]:
    folder = tmp_path_factory.mktemp("clean")
    return folder / "cache", built(folder / "cache", folder / "session.mp3")[0]


@pytest.mark.parametrize(
    "kinds", [SPEECH_KINDS, SOUND_KINDS, (*SPEECH_KINDS, *SOUND_KINDS)], ids=["speech", "sound", "all"]
)
@pytest.mark.parametrize("name", [*CONTENT, *PLACES, *LASTING])
def test_a_session_from_a_damaged_cache_is_byte_for_byte_that_from_a_clean_one(
    tmp_path: Path, clean: tuple[Path, bytes], name: str, kinds: tuple[Kind, ...]
) -> None:
    cache = shutil.copytree(clean[0], tmp_path / "cache")
    damaged = [path for kind in kinds for path in kind_folder(cache, kind).iterdir()]
    assert len({path.parent.name for path in damaged}) == len(kinds)
    for path in damaged:
        {**CONTENT, **PLACES, **LASTING}[name](path)
    content, said = built(cache, tmp_path / "session.mp3")
    assert content == clean[1]
    assert "note:" not in said


def test_a_session_without_a_usable_cache_is_that_with_one_and_leaves_nothing(
    tmp_path: Path, clean: tuple[Path, bytes]
) -> None:
    (tmp_path / "file").touch()
    content, said = built(tmp_path / "file" / "cache", tmp_path / "session.mp3")
    assert content == clean[1]
    assert said.count("note:") == 1
    assert "cannot be kept in" in said
    assert not list(Path(tempfile.gettempdir()).glob(f".kneadcast-*-{os.getpid()}-*"))
