"""The main job where little is as usual: no rights, a narrow terminal, no language, another Python."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.invariants import report_problems
from tests.faults.real_programs import LIMIT_S, PROGRAM
from tests.faults.short_files import NATURAL_SCRIPT, ROUTINE, SHORTEST
from tests.faults.unprivileged import can_run_unprivileged, run_unprivileged
from tests.faults.worlds import HOME, TMP, World, litter

pytestmark = [pytest.mark.slow, pytest.mark.faults]

ROOT = Path(__file__).parents[2]
BUILD = ("build", "soles.yaml", "--length", "1m30s", *SHORTEST[3:], "--bitrate", "32", "--output", "s.mp3")
RENDER = ("render", "s.yaml", "--bitrate", "32")
OWN_FOLDERS = ("KNEADCAST_CACHE", "KNEADCAST_CONFIG_DIR", "XDG_CACHE_HOME", "XDG_CONFIG_HOME")
NO_LANGUAGE = {"LANG": "C", "LC_ALL": "C", "LANGUAGE": "", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
COMPILE_ALL = """\
import pathlib, sys
for path in sorted(pathlib.Path(sys.argv[1]).rglob("*.py")):
    compile(path.read_bytes(), str(path), "exec", dont_inherit=True)
"""

unprivileged = pytest.mark.skipif(not can_run_unprivileged(), reason="root cannot give up its rights here")


def fill(world: World) -> None:
    (world.here / "soles.yaml").write_text(ROUTINE, encoding="utf-8")
    (world.here / "s.yaml").write_text(NATURAL_SCRIPT, encoding="utf-8")


@pytest.fixture
def world() -> Iterator[World]:
    """Returns a world that everybody can write in."""
    # Not in the folder of the tests, which nobody else can read.
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        made = World(Path(folder), fill)
        for path in (made.root, *made.root.iterdir()):
            path.chmod(0o777)
        yield made
        for path in made.root.rglob("*"):
            path.chmod(0o777)


@unprivileged
def test_nothing_has_to_be_written_into_the_home_folder(world: World) -> None:
    """A session is built although neither settings nor spoken lines can be kept."""
    home = world.root / HOME
    home.chmod(0o555)
    variables = {"HOME": str(home), "TMPDIR": str(world.root / TMP)}
    done = run_unprivileged([*PROGRAM, *BUILD], world.here, variables, without=OWN_FOLDERS)
    assert done.returncode == 0, done.stderr
    assert (world.here / "s.mp3").stat().st_size
    assert list(home.iterdir()) == []
    assert list((world.root / TMP).iterdir()) == []


@unprivileged
@pytest.mark.parametrize("arguments", [BUILD, (*RENDER, "--album"), ("script", *SHORTEST, "--output", "x.txt")])
def test_a_folder_that_cannot_be_written_is_a_sentence(world: World, arguments: tuple[str, ...]) -> None:
    """A command that may not write says so before slow work, and changes nothing."""
    world.here.chmod(0o555)
    before = world.tree()
    done = run_unprivileged([*PROGRAM, *arguments], world.here, world.environment())
    assert done.returncode == 1
    assert list(report_problems(done.returncode, done.stderr)) == []
    assert "Mixing" not in done.stderr
    assert {path for path in world.tree() if path.startswith("here/")} == {
        path for path in before if path.startswith("here/")
    }


@unprivileged
def test_a_cache_that_cannot_be_written_is_no_traceback(world: World) -> None:
    """A session is built without its cache, or a sentence names the folder."""
    cache = world.root / "cache"
    cache.chmod(0o555)
    done = run_unprivileged([*PROGRAM, *RENDER], world.here, world.environment())
    assert list(report_problems(done.returncode, done.stderr)) == []
    assert done.returncode == 0 or str(cache) in done.stderr
    assert litter(world.tree()) == []


@pytest.mark.parametrize(
    "arguments", [("--help",), ("build", "--help"), ("routines",), ("show", "toes-to-hip"), RENDER]
)
def test_a_narrow_terminal_is_wide_enough(world: World, arguments: tuple[str, ...]) -> None:
    """No command needs more than 20 columns."""
    variables = {**world.environment(), "COLUMNS": "20", "LINES": "5"}
    done = run_unprivileged([*PROGRAM, *arguments], world.here, variables)
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such locale")
@pytest.mark.parametrize(
    "arguments",
    [
        ("check", "füße.yaml"),
        ("script", "füße.yaml", *SHORTEST[1:]),
        ("routines",),
        ("build", "füße.yaml", *BUILD[2:-1], "füße.mp3", "--with", "transcript,captions,lyrics,page"),
        ("inspect", "nichts-da-ü.mp3"),
    ],
    ids=lambda arguments: arguments[0],
)
def test_words_of_any_language_are_read_and_written_where_the_system_has_none(
    world: World, arguments: tuple[str, ...]
) -> None:
    """With LANG=C nothing is a traceback, whatever letters a file and its name have."""
    text = ROUTINE.replace("title: Soles", "title: Füße – 足")
    (world.here / "füße.yaml").write_text(text, encoding="utf-8")
    done = run_unprivileged([*PROGRAM, *arguments], world.here, {**world.environment(), **NO_LANGUAGE})
    expected = {"script": 1, "inspect": 2}.get(arguments[0], 0)
    assert done.returncode in (0, expected), done.stderr
    assert "Traceback" not in done.stderr
    assert "unexpected error" not in done.stderr


def interpreter(version: str) -> str:
    """Returns the path of a Python, or skips the test if there is none."""
    found = shutil.which(f"python{version}")
    if not found or subprocess.run([found, "--version"], capture_output=True, check=False).returncode:
        pytest.skip(f"there is no Python {version}")
    return found


@pytest.mark.parametrize("version", ["3.10", "3.11", "3.12", "3.13"])
def test_every_python_that_is_supported_can_parse_all_files(version: str) -> None:
    """No file has words that a supported Python does not know."""
    subprocess.run([interpreter(version), "-c", COMPILE_ALL, str(ROOT / "src")], check=True, timeout=LIMIT_S)


@pytest.mark.parametrize("version", ["3.10", "3.13"])
def test_the_oldest_and_the_newest_python_build_a_session(world: World, version: str) -> None:
    """The main job is done by every supported Python for which the dependencies are installed."""
    python = interpreter(version)
    needed = "import click, hibari, numpy, platformdirs, psutil, pydantic, pydub, scipy, soundfile, soxr, yaml"
    if subprocess.run([python, "-c", needed], capture_output=True, check=False).returncode:
        pytest.skip(f"the dependencies are not installed for Python {version}")
    variables = {**os.environ, **world.environment(), "PYTHONPATH": str(ROOT / "src")}
    command = [python, "-m", "kneadcast", *BUILD, "--with", "transcript,captions,lyrics,page"]
    done = subprocess.run(
        command, cwd=world.here, env=variables, capture_output=True, text=True, timeout=LIMIT_S, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "Warning" not in done.stderr
