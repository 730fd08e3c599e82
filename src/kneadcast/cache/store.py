"""The entries of the cache of all kinds: where they are, and what is done if one of speech cannot be written.

There are two groups of kinds, each in a folder of its own. Speech takes long to make again, so an entry of speech that
cannot be written stays in the memory of the process, and a build needs no cache folder. Sound is made from speech and
settings at any time; see `kept_sound`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Literal, get_args

from kneadcast.cache.entries import FORMAT, read_entry, write_entry
from kneadcast.cache.held_entries import HeldEntries

SpeechKind = Literal["clips", "lengths", "paces", "voices"]
SoundKind = Literal["chunks", "levelled", "loops", "levels"]
"""Encoded pieces of MP3, voices at their level, loops of ambience, and the levels of ambience."""
Kind = SpeechKind | SoundKind
SPEECH_KINDS: tuple[SpeechKind, ...] = get_args(SpeechKind)
SOUND_KINDS: tuple[SoundKind, ...] = get_args(SoundKind)
SUFFIXES: Mapping[Kind, str] = {
    "clips": ".wav",
    "lengths": ".json",
    "paces": ".json",
    "voices": ".json",
    "chunks": ".bin",
    "levelled": ".pcm",
    "loops": ".pcm",
    "levels": ".json",
}
SPEECH_FOLDER = f"kneadcast-speech-{FORMAT}"
SOUND_FOLDER = "kneadcast-sound-1"
"""With `SPEECH_FOLDER`, the place of all that is written to the cache, which may be any folder, with other files."""
KEY_NAME = re.compile(r"[0-9a-f]{64}\.(wav|json|bin|pcm)")
"""The names of entries: their key, a SHA-256."""
_MOST_UNKEPT_BYTES = 128_000_000
"""All clips of about four routines; the memory of a batch does not grow beyond it."""

_unkept = HeldEntries(_MOST_UNKEPT_BYTES)


def speech_folder(root: Path) -> Path:
    """Returns the folder of all entries of speech of the cache in a folder."""
    return root / SPEECH_FOLDER


def sound_folder(root: Path) -> Path:
    """Returns the folder of all pieces of sound of the cache in a folder."""
    return root / SOUND_FOLDER


def kind_folder(root: Path, kind: Kind) -> Path:
    """Returns the folder of all entries of a kind."""
    return (sound_folder(root) if kind in SOUND_KINDS else speech_folder(root)) / kind


def entry_path(root: Path, kind: Kind, key: str) -> Path:
    """Returns the file of an entry."""
    return kind_folder(root, kind) / f"{key}{SUFFIXES[kind]}"


def find_payload(root: Path, kind: SpeechKind, key: str) -> bytes | None:
    """Returns the payload of an entry of speech, or `None` if there is none that holds."""
    path = entry_path(root, kind, key)
    held = _unkept.find(path)
    return read_entry(path, key) if held is None else held


def keep_payload(root: Path, kind: SpeechKind, key: str, payload: bytes) -> OSError | None:
    """Writes an entry of speech; returns why only this process has it, or `None` if it was written."""
    path = entry_path(root, kind, key)
    try:
        write_entry(path, key, payload)
    except OSError as error:
        _unkept.add(path, payload)
        return error
    _unkept.remove(path)
    return None


def parse_json(payload: bytes | None) -> object:
    """Returns a JSON value, or `None` if there is none that can be read; `NaN` and `Infinity` are no values."""
    try:
        return json.loads(payload or b"null", parse_constant=_refuse)
    except (ValueError, RecursionError):
        return None


def _refuse(name: str) -> object:
    raise ValueError(f"'{name}' is no value of JSON")
