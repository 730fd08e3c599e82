"""Every kind of file that the program reads: examples of it, and the functions that read it.

The folder of the files is that of the settings and of the lexicon as well; see the fixture `folder`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from random import Random
from typing import Any

from kneadcast.authoring import check_file
from kneadcast.batch import read_jobs
from kneadcast.batch.manifest import MANIFEST, read_manifest
from kneadcast.cache.kept_sound import KeptSound
from kneadcast.choices import FormatName
from kneadcast.errors import KneadcastError, Problem
from kneadcast.output import (
    Encoding,
    FileContent,
    Provenance,
    SoundFile,
    Tags,
    find_format,
    is_kneadcast_file,
    read_provenance,
    write_sound_files,
)
from kneadcast.reports.listing import to_json
from kneadcast.resources import built_in
from kneadcast.routine.phrases import load_phrases
from kneadcast.script.durations import Durations
from kneadcast.script.file import is_script, read_script, to_yaml
from kneadcast.settings import load_preset, read_settings
from kneadcast.sound import Span, load_template
from kneadcast.speech.lexicon import load_lexicon
from tests.faults.mutation import mutated_bytes, mutated_document, tree_of
from tests.output.files import Recorded, tone
from tests.routines import CHIMES_MS
from tests.script.scripts import chime, script, speech

ESTIMATES = Durations({}, CHIMES_MS, ms_per_letter=60)
EXTENSION = """\
format: 1
extends: five-minute-feet
name: mine
title: My feet
remove: [both-feet.toes-friction]
sections:
  - id: both-feet
    steps:
      - {id: sole-friction, time: 30s/40s/90s, say: "Rub your {side} sole."}
      - {area: heel, technique: friction, time: 20s/30s/50s, pressure: 4, tempo: 40,
         say: "Rub your {side} heel with one thumb, in small circles.", after: sole-friction}
"""
BATCH = """\
format: 1
folder: out
sessions:
  - {routine: five-minute-feet, length: [4m, 5m], talk: brief}
  - {routine: ../mutated.yaml, voice: fake, pace: 110, volume: 0.5, template: plain, avoid: varicose-veins}
  - {skip: toes, more: calf=2, rest: 1m, rounds: 1, format: opus, bitrate: 96, countdown: true, pan: 0.2}
"""
CONFIG = "voice: auto\npace: 110\nvolume: 0.8\ntemplate: plain\nbitrate: 128\ntalk: brief\nfolder: ~/music\n"
PRESET = (
    "format: 1\nroutine: relaxing\noptions: {length: 30m, pace: 110, volume: 0.5, only: [calf, feet], side: left}\n"
)
LEXICON = "format: 1\nwords:\n  en: {Achilles: ˈeɪkɪlz, petal: pɛtəl, long word: wɜːd}\n  de: {Ferse: fɛɹzə}\n"
MANIFEST_TEXT = (
    '{"format": 1, "sessions": [{"file": "a.mp3", "inputs": "ab", "status": "built", "length_ms": 24000,'
    ' "sha256": "cd", "error": ""}, {"file": "b.mp3", "inputs": "", "status": "failed", "error": "no voice"}]}'
)


@lru_cache
def short_script_texts() -> tuple[str, ...]:
    """Returns a script as YAML and as JSON."""
    of = script(
        chime(0),
        speech(1000),
        speech(4000, "Slowly.", role="reminder"),
        needs=["a towel"],
        type="classical",
        avoid=["knee"],
    )
    return to_yaml(of), to_json(of)


@dataclass(frozen=True)
class FileKind:
    """A kind of file."""

    name: str
    """The name of the file, relative to the folder for it."""
    read: Callable[[Path], object]
    """Reads a file in every way in which the program reads it; it may raise `KneadcastError` only."""
    examples: Callable[[], tuple[str, ...]]
    share: int
    """How many of a hundred mutated files are of this kind."""


def _checked(path: Path) -> tuple[Problem, ...]:
    return check_file(path)


def _read_template(path: Path) -> object:
    check_file(path)
    return load_template(path)


def _read_script(path: Path) -> object:
    if not is_script(path):
        return None
    read = read_script(path)
    problems = read.problems(ESTIMATES)
    again = path.with_name("again.yaml")
    again.write_text(to_yaml(read.script), encoding="utf-8")
    assert read_script(again).script == read.script, "a script that can be read is the same after it is written"
    return problems


def _read_phrases(path: Path) -> object:
    check_file(path)
    return load_phrases("qq")


def _built_in(*names: str) -> Callable[[], tuple[str, ...]]:
    return lambda: tuple((built_in("routines") / name).read_text("utf-8") for name in names)


def _templates() -> tuple[str, ...]:
    return tuple((built_in("audio_templates") / f"{name}.yaml").read_text("utf-8") for name in ("plain", "soft-bells"))


KINDS: Mapping[str, FileKind] = {
    "routine": FileKind("mutated.yaml", _checked, _built_in("five-minute-feet.yaml"), 12),
    "extension": FileKind("mutated.yaml", _checked, lambda: (EXTENSION,), 14),
    "translation": FileKind("mutated.yaml", _checked, _built_in("i18n/de/self-massage-at-home.yaml"), 6),
    "phrases": FileKind("config/routines/i18n/qq/phrases.yaml", _read_phrases, _built_in("i18n/en/phrases.yaml"), 7),
    "template": FileKind("mutated.yaml", _read_template, _templates, 8),
    "script": FileKind("mutated.yaml", _read_script, short_script_texts, 14),
    "batch": FileKind("batch/mutated.yaml", read_jobs, lambda: (BATCH,), 9),
    "config": FileKind("config/config.yaml", lambda _path: read_settings(), lambda: (CONFIG,), 6),
    "preset": FileKind("config/presets/p.yaml", lambda _path: load_preset("p"), lambda: (PRESET,), 6),
    "lexicon": FileKind("lexicon.yaml", lambda _path: load_lexicon("en"), lambda: (LEXICON,), 6),
    "manifest": FileKind(MANIFEST, lambda path: read_manifest(path.parent), lambda: (MANIFEST_TEXT,), 4),
}
"""The kinds of documents."""
FORMATS: tuple[FormatName, ...] = ("mp3", "m4b", "opus", "flac", "wav")
SOUND_SHARE = 8
"""How many of a hundred mutated files are sound files."""
HEAD_BYTES = 6_000
"""Where the headers of the short sound files are, which most mutations are to hit."""


@lru_cache
def _trees(kind: str) -> tuple[tuple[Any, str], ...]:
    return tuple((tree_of(text), text) for text in KINDS[kind].examples())


def mutated_file(kind: str, seed: int) -> bytes:
    """Returns a mutated document of a kind; the same seed gives the same bytes."""
    random = Random(f"{kind} {seed}")
    tree, text = random.choice(_trees(kind))
    return mutated_document(tree, text, random)


def short_sound(name: FormatName, folder: Path) -> Path:
    """Returns a session of a tenth of a second in a format, with all its tags."""
    of = script(speech(0), length_ms=10_000)
    target = folder / f"whole{find_format(name, None).suffix}"
    content = FileContent(Tags.of(of), (), Provenance(script=of))
    file = SoundFile(target, Span(0, 4410), content)
    write_sound_files([file], Recorded(tone(4410)), find_format(name, None), Encoding(KeptSound(folder / "kept"), 64))
    return target


def mutated_sound(whole: bytes, seed: int) -> bytes:
    """Returns a mutated sound file; the same seed gives the same bytes."""
    return mutated_bytes(whole, Random(f"sound {seed}"), within=HEAD_BYTES)


def read_sound(path: Path) -> object:
    """Reads a sound file in every way in which the program reads its tags."""
    is_kneadcast_file(path)
    return read_provenance(path)


def outcome(read: Callable[[Path], object], path: Path) -> str:
    """Returns the text of the problems of a file; empty if it has none.

    Raises:
        Exception: Any that is no `KneadcastError`, which is a fault of the program.
    """
    try:
        found = read(path)
    except KneadcastError as error:
        return str(error)
    problems = found if isinstance(found, tuple) else ()
    return "\n".join(str(problem) for problem in problems if isinstance(problem, Problem))
