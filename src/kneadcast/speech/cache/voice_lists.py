"""Which voices a driver has, remembered with the clips, so that a build need not start a worker to ask again."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path

from kneadcast.speech.cache.clips import VOICES_FOLDER, clip_folder, key_of
from kneadcast.speech.drivers.driver import Driver, FoundVoice


def recall_voices(driver: Driver) -> list[FoundVoice] | None:
    """Returns the voices that were found when this version of a driver was asked, and passed its self-check, before."""
    if not driver.steady:
        return None
    try:
        rows = json.loads(_place(driver).read_text("utf-8"))
        return [FoundVoice(row["id"], row["name"], tuple(row["languages"])) for row in rows]
    except (OSError, ValueError, KeyError, TypeError):
        return None


def remember_voices(driver: Driver, found: Iterable[FoundVoice]) -> None:
    """Keeps what was found; where that cannot be written, the driver is asked again the next time."""
    if not driver.steady:
        return
    place = _place(driver)
    with suppress(OSError):
        place.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=place.parent) as work:
            part = Path(work) / place.name
            part.write_text(json.dumps([asdict(voice) for voice in found]), "utf-8")
            part.replace(place)


def _place(driver: Driver) -> Path:
    return clip_folder() / VOICES_FOLDER / f"{key_of({'driver': driver.name, 'version': driver.version()})}.json"
