"""The cache of the voices of each driver, so that a build need not start a worker to list them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path

from kneadcast.atomic_file import atomic_file
from kneadcast.errors import OutputError
from kneadcast.speech.cache.clip_cache import VOICES_FOLDER, clip_folder, key_of
from kneadcast.speech.drivers.driver import Driver, FoundVoice


def load_voice_list(driver: Driver) -> list[FoundVoice] | None:
    """Returns the voices that this version of a driver has listed before, or `None` if they are not in the cache."""
    if not driver.cache_voices:
        return None
    try:
        rows = json.loads(_list_file(driver).read_text("utf-8"))
        return [FoundVoice(row["id"], row["name"], tuple(row["languages"])) for row in rows]
    except (OSError, ValueError, KeyError, TypeError):
        return None


def save_voice_list(driver: Driver, voices: Iterable[FoundVoice]) -> None:
    """Writes the voices of a driver to the cache, if they may be cached and the folder can be written to."""
    if not driver.cache_voices:
        return
    target = _list_file(driver)
    with suppress(OSError, OutputError):
        target.parent.mkdir(parents=True, exist_ok=True)
        with atomic_file(target) as part:
            part.write_text(json.dumps([asdict(voice) for voice in voices]), "utf-8")


def _list_file(driver: Driver) -> Path:
    return clip_folder() / VOICES_FOLDER / f"{key_of({'driver': driver.name, 'version': driver.version()})}.json"
