"""The commands that write files, each with the files that exist before it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

from tests.faults.forked_commands import run_forked
from tests.faults.invariants import Command, one_session
from tests.faults.short_files import (
    BATCH,
    NATURAL_SCRIPT,
    OLD_NATURAL_SCRIPT,
    OLD_ROUTINE,
    OLD_SCRIPT,
    ROUTINE,
    SCRIPT,
    SHORTEST,
)
from tests.faults.worlds import CACHE, World
from tests.speech.fake_driver import FAKE

DRIVER = replace(FAKE, name="tests.speech.fake_driver:FAKE")
"""The driver of the one voice, by a name with which workers find it."""
COMPANIONS = ("--with", "transcript,captions,lyrics,page")
_RENDER = ("render", "s.yaml", "--bitrate", "32")
_BUILD = ("build", *SHORTEST, "--bitrate", "32", "--output", "session.mp3")
_OLD_BUILD = ("build", "old-soles.yaml", *SHORTEST[1:], "--bitrate", "32", "--output", "session.mp3")
_ALBUM = ("--album", "--output", "album")
_FILES: Mapping[str, str] = {
    "soles.yaml": ROUTINE,
    "old-soles.yaml": OLD_ROUTINE,
    "s.yaml": SCRIPT,
    "old.yaml": OLD_SCRIPT,
    "batch.yaml": BATCH,
    "natural.yaml": NATURAL_SCRIPT,
    "old-natural.yaml": OLD_NATURAL_SCRIPT,
    "natural-batch.yaml": BATCH.replace("voice: fake", "voice: natural").replace("40s", "1m30s"),
}
_OLD_S = 7 * 24 * 60 * 60

Fill = Callable[[World], None]


@dataclass(frozen=True)
class Recipe:
    """A command, and how its world is made."""

    arguments: tuple[str, ...]
    fill: Fill | None = None
    """Makes more files than those that all commands have."""
    group_of: Callable[[str], str] = one_session
    journal: str = ""
    environment: Mapping[str, str] = field(default_factory=dict)
    stride: int = 1
    """Of so many calls one fails, where most calls are like the one before."""

    def command(self, name: str, folder: Path) -> Command:
        """Returns the command in a world of its own."""

        def fill(world: World) -> None:
            for name, text in _FILES.items():
                (world.here / name).write_text(text, encoding="utf-8")
            if self.fill:
                self.fill(world)

        return Command(name, self.arguments, World(folder, fill, self.environment), self.group_of, self.journal)


def wrote_before(*arguments: str) -> Fill:
    """Returns what runs another command first, whose files are then replaced."""

    def fill(world: World) -> None:
        done = run_forked(arguments, world)
        assert done.code == 0, done.errors

    return fill


def _holds(*names: str) -> Fill:
    def fill(world: World) -> None:
        for name in names:
            (world.here / name).write_text("something else\n", encoding="utf-8")

    return fill


def _with_old_clips(world: World) -> None:
    """Leaves the pace and the lengths of the voice in the cache, and clips that nobody has used for long."""
    for text in ("Rub.", "Knead."):
        wrote_before("say", text, "--voice", "fake", "--output", "said.wav", "--force")(world)
    for path in (world.root / CACHE).rglob("*"):
        if path.is_file():
            os.utime(path, (time.time() - _OLD_S, time.time() - _OLD_S))


def _with_half_a_batch(world: World) -> None:
    """Leaves one of the two sessions of a batch, as a batch that was stopped does."""
    wrote_before("batch", "batch.yaml")(world)
    next((world.here / "out").glob("*right.mp3")).unlink()


def _by_file(path: str) -> str:
    """Returns a group for each file, whatever its suffix."""
    return PurePosixPath(path).stem


def _by_folder(path: str) -> str:
    return path.split("/")[0]


SMALL: Mapping[str, Recipe] = {
    "script": Recipe(("script", *SHORTEST, "--output", "s.txt", "--force")),
    "script, replacing": Recipe(("script", *SHORTEST, "--output", "s.txt", "--force"), _holds("s.txt")),
    "new": Recipe(("new", "mine", "--force")),
    "new with an output": Recipe(("new", "mine", "--output", "mine.yaml", "--force"), _holds("mine.yaml")),
    "schedule": Recipe(
        ("schedule", "soles.yaml", "--starting", "2030-01-31", "--days", "mon", "--output", "r.ics", "--force")
    ),
}
"""Commands that take a moment."""
SESSIONS: Mapping[str, Recipe] = {
    "render": Recipe(_RENDER),
    "render with companions, replacing": Recipe(
        (*_RENDER, *COMPANIONS), wrote_before("render", "old.yaml", "--output", "s.mp3", *COMPANIONS)
    ),
    "render as m4b with companions": Recipe(("render", "s.yaml", "--output", "s.m4b", *COMPANIONS)),
    "render as opus": Recipe(("render", "s.yaml", "--output", "s.opus")),
    "render with the sound in the page": Recipe(
        ("render", "s.yaml", "--output", "s.flac", "--with", "page", "--page-audio", "inside")
    ),
    "plot": Recipe(("plot", "s.mp3"), wrote_before(*_RENDER)),
}
BUILDS: Mapping[str, Recipe] = {
    "build with companions, replacing": Recipe((*_BUILD, *COMPANIONS), wrote_before(*_OLD_BUILD, *COMPANIONS)),
    "build and save": Recipe((*_BUILD, "--save", "evening"), group_of=_by_folder),
    "templates": Recipe(("templates", "--sample", "templates"), group_of=_by_file),
    "preview": Recipe(("preview", *SHORTEST, "--bitrate", "32", "--output", "preview.mp3")),
}
ALBUMS: Mapping[str, Recipe] = {
    "album": Recipe((*_RENDER, *_ALBUM)),
    "album, replacing": Recipe(
        (*_RENDER, *_ALBUM),
        wrote_before("render", "old.yaml", *_ALBUM),
    ),
}
BATCHES: Mapping[str, Recipe] = {
    "batch": Recipe(
        ("batch", "batch.yaml"),
        _with_half_a_batch,
        group_of=_by_file,
        journal="here/out/manifest.json",
    ),
}
SPEAKING: Mapping[str, Recipe] = {
    "say in an empty cache": Recipe(("say", "Rub.", "--voice", "fake", "--output", "said.wav", "--force"), stride=5),
    "say in a cache that is full": Recipe(
        ("say", "Rub your sole.", "--voice", "fake", "--output", "said.wav", "--force"),
        _with_old_clips,
        environment={"KNEADCAST_CACHE_MB": "0"},
    ),
    "cache": Recipe(("cache", "--clear"), _with_old_clips),
    "voices": Recipe(("voices", "--sample", "voices"), wrote_before("voices", "--sample", "others"), group_of=_by_file),
}


def wrote_before_really(*arguments: str) -> Fill:
    """Returns what runs another command first, as a real program."""

    def fill(world: World) -> None:
        environment = {**os.environ, **world.environment()}
        subprocess.run(
            [sys.executable, "-m", "kneadcast", *arguments],
            cwd=world.here,
            env=environment,
            check=True,
            capture_output=True,
        )
        shutil.rmtree(world.root / CACHE)
        (world.root / CACHE).mkdir()

    return fill


_NATURAL = ("--length", "1m30s", *SHORTEST[3:], "--bitrate", "32", "--output", "session.mp3", *COMPANIONS)
KILLED: Mapping[str, Recipe] = {
    "render": Recipe(("render", "natural.yaml", "--bitrate", "32")),
    "build, replacing": Recipe(
        ("build", "soles.yaml", *_NATURAL), wrote_before_really("build", "old-soles.yaml", *_NATURAL)
    ),
    "album, replacing": Recipe(
        ("render", "natural.yaml", *_ALBUM), wrote_before_really("render", "old-natural.yaml", *_ALBUM)
    ),
    "batch": Recipe(("batch", "natural-batch.yaml"), group_of=_by_file, journal="here/out/manifest.json"),
}
"""Commands for the real program, which speak with the natural voice, from an empty cache."""
