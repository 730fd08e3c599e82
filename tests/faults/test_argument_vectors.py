"""Whatever is typed after a command ends in time, with a sentence and an exit code, and writes nothing elsewhere."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from click.testing import CliRunner

from kneadcast.atomic_file import atomic_file
from kneadcast.cli.program import cli
from kneadcast.errors import SoundError
from kneadcast.options import Options
from kneadcast.pipeline import Compiled
from kneadcast.plain_text import is_printable
from kneadcast.rendering import Session
from kneadcast.resources import CONFIG_FOLDER_VARIABLE, built_in
from kneadcast.sound import MeasuredLevels
from kneadcast.speech.model import Delivery, Voice
from kneadcast.voice_samples import SpokenLine
from tests.cli.runner import SHORT, run
from tests.faults.vectors import described, vectors

COMMANDS = tuple(cli.commands)
FEW = 6
MANY = 125
"""Vectors of each command; 26 commands make 156 and 3,250."""
LIMIT_S = 10
EXIT_CODES = (0, 1, 2, 130)
VOICES = (Voice("bella", "bella", "hibari", ("en",)), Voice("hans", "hans", "piper", ("de",)))
LEVELS = MeasuredLevels(-18.0, -18.0, -2.0, 0.4, None)
BATCH = "format: 1\nfolder: out\nsessions:\n  - {routine: five-minute-feet, length: [3m, 9h]}\n"


class TookTooLong(BaseException):
    """A command that did not end in time."""


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory, silent_narrator_of_module: None) -> Path:  # noqa: ARG001
    """Returns a folder with a working folder full of odd files, and the folders of settings and cache beside it."""
    folder = tmp_path_factory.mktemp("house")
    work = folder / "work"
    for name in ("work", "settings/presets", "cache", "home", "work/folder"):
        (folder / name).mkdir(parents=True)
    (folder / "settings/presets/calm.yaml").write_text("format: 1\nroutine: five-minute-feet\noptions: {pan: 0.2}\n")
    (work / "routine.yaml").write_bytes((built_in("routines") / "five-minute-feet.yaml").read_bytes())
    (work / "template.yaml").write_bytes((built_in("audio_templates") / "plain.yaml").read_bytes())
    (work / "batch.yaml").write_text(BATCH)
    (work / "empty").touch()
    (work / "binary").write_bytes(bytes(range(256)) * 40)
    for arguments in (
        ["build", *SHORT, "-o", "session.mp3"],
        ["script", *SHORT, "--format", "yaml", "-o", "script.yaml"],
    ):
        with in_folder(work):
            assert run(*arguments).exit_code == 0
    (work / "cut.mp3").write_bytes((work / "session.mp3").read_bytes()[:3000])
    if sys.platform != "win32":
        (work / "loop").symlink_to("loop")
        os.mkfifo(work / "fifo")
        for odd_name in (b"bad\xff.yaml", b"line\nbreak.yaml", b"esc\x1b[31m.yaml"):
            (work / os.fsdecode(odd_name)).write_bytes(b"title: \x1b[31m\n" if b"line" in odd_name else b"\xff\xfe")
    return folder


@contextmanager
def in_folder(folder: Path) -> Iterator[None]:
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)


@pytest.fixture
def nothing_slow(house: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Lets nothing be mixed, encoded, played, shared or spoken; everything before that is real."""

    def render(
        compiled: Compiled, target: Path, options: Options, _progress: object = None, **_more: object
    ) -> Session:
        if options.album:
            raise SoundError("no album is mixed here")
        with atomic_file(target) as part:
            part.write_bytes(b"mixed")
        return Session(target, compiled.script, (), LEVELS, compiled.notes)

    def say_line(_text: str, target: Path, _delivery: Delivery, **_: Any) -> SpokenLine:
        with atomic_file(target) as part:
            part.write_bytes(b"spoken")
        return SpokenLine(target, "bella", 1000, "words")

    def refuse(*_: object, **__: object) -> None:
        raise SoundError("nothing is heard here")

    monkeypatch.setattr("kneadcast.build.render", render)
    monkeypatch.setattr("kneadcast.voice_samples.say_line", say_line)
    monkeypatch.setattr("kneadcast.output.devices.open_device", refuse)
    monkeypatch.setattr("kneadcast.output.devices.SilentDevice", refuse)
    monkeypatch.setattr("kneadcast.template_samples.sample_templates", refuse)
    monkeypatch.setattr("kneadcast.speech.list_voices", lambda *_: VOICES)
    monkeypatch.setattr("kneadcast.batch.run_batch", lambda *_, **__: ())
    monkeypatch.setattr("kneadcast.batch.dask_workers", refuse)
    monkeypatch.setattr("kneadcast.serving.server.Server.wait", refuse)
    monkeypatch.setenv(CONFIG_FOLDER_VARIABLE, str(house / "settings"))
    monkeypatch.setenv("KNEADCAST_CACHE", str(house / "cache"))
    monkeypatch.setenv("HOME", str(house / "home"))
    monkeypatch.setenv("MPLCONFIGDIR", str(house / "cache"))
    monkeypatch.chdir(house / "work")


@contextmanager
def time_limit() -> Iterator[None]:
    """Interrupts its body after the limit, where the platform can."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise TookTooLong

    if sys.platform == "win32":
        yield
        return
    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(LIMIT_S)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def fault_of(arguments: list[str], environment: dict[str, str]) -> str:
    """Runs a command line and returns what is wrong with the way it ends, or an empty text."""
    begin_s = time.monotonic()
    with time_limit():
        result = CliRunner().invoke(cli, arguments, input="\n\n\n", env=environment, prog_name="kneadcast")
    took_s = time.monotonic() - begin_s
    last = result.stderr.strip().splitlines()[-1:]
    if took_s > LIMIT_S - 1:
        return f"took {took_s:.1f} s"
    if result.exit_code not in EXIT_CODES:
        return f"exit code {result.exit_code}: {last}"
    if result.exit_code and not last and not result.stdout:
        return f"exit code {result.exit_code} without a word"
    debug = "--debug" in arguments or "KNEADCAST_DEBUG" in environment
    if "unexpected error" in result.stderr or ("Traceback" in result.stderr and not debug):
        return str(last)
    # The name of a file that was written is printed as it is, for other programs.
    shown = result.stderr + ("" if "\x1b" in "".join(arguments) else result.stdout)
    controls = {char for char in shown if not is_printable(char) and char != "\n"}
    return f"printed {controls}" if controls else ""


def elsewhere(house: Path) -> dict[str, tuple[int, int]]:
    """Returns the files that no command may touch, with their sizes and times."""
    folders = (built_in("routines"), built_in("audio_templates"), house / "home")
    files = [path for folder in folders for path in folder.rglob("*")] + list(house.iterdir())
    return {str(path): (path.stat().st_size, path.stat().st_mtime_ns) for path in files if path.is_file()} | {
        str(path): (0, 0) for path in files if path.is_dir()
    }


def check_vectors(house: Path, command: str, count: int) -> None:
    before = elsewhere(house)
    ends = {described(vector): fault_of(*vector) for vector in vectors(command, count)}
    assert {vector: fault for vector, fault in ends.items() if fault} == {}
    assert elsewhere(house) == before
    assert list(house.rglob(".kneadcast-*")) == []


@pytest.mark.usefixtures("nothing_slow")
@pytest.mark.parametrize("command", COMMANDS)
def test_any_arguments_end_with_a_sentence(house: Path, command: str) -> None:
    """No argument vector of a command ends in a traceback, a silent failure, a strange exit code or a stray file."""
    check_vectors(house, command, FEW)


@pytest.mark.slow
@pytest.mark.faults
@pytest.mark.usefixtures("nothing_slow")
@pytest.mark.parametrize("command", COMMANDS)
def test_thousands_of_argument_vectors_end_with_a_sentence(house: Path, command: str) -> None:
    """Three thousand argument vectors end as the few of the normal run do."""
    check_vectors(house, command, MANY)
