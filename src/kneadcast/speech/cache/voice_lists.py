"""The cache of the voices of each driver, so that a build need not start a worker to list them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict

from kneadcast.cache.environment import clip_folder
from kneadcast.cache.keys import key_of
from kneadcast.cache.store import find_payload, keep_payload, parse_json
from kneadcast.speech.drivers.driver import Driver, FoundVoice


def load_voice_list(driver: Driver) -> list[FoundVoice] | None:
    """Returns the voices that this version of a driver has listed before, or `None` if they are not in the cache.

    Raises:
        SettingsError: If the settings of the cache cannot be right; see `clip_folder`.
    """
    if not driver.cache_voices:
        return None
    rows = parse_json(find_payload(clip_folder(), "voices", _key(driver)))
    if not isinstance(rows, list):
        return None
    voices = [voice for row in rows if (voice := _voice(row))]
    return voices if len(voices) == len(rows) else None


def save_voice_list(driver: Driver, voices: Iterable[FoundVoice]) -> None:
    """Writes the voices of a driver to the cache, if they may be cached.

    If they cannot be written, this process remembers them. That is no reason for a warning, since listing them again
    changes nothing.
    """
    if driver.cache_voices:
        keep_payload(clip_folder(), "voices", _key(driver), json.dumps([asdict(voice) for voice in voices]).encode())


def _key(driver: Driver) -> str:
    return key_of({"driver": driver.name, "version": driver.version()})


def _voice(row: object) -> FoundVoice | None:
    if not isinstance(row, dict) or row.keys() != {"id", "name", "languages"}:
        return None
    languages = row["languages"]
    texts = [row["id"], row["name"], *(languages if isinstance(languages, list) else [None])]
    if not all(isinstance(text, str) for text in texts):
        return None
    return FoundVoice(row["id"], row["name"], tuple(languages))
