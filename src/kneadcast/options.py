"""The options of a session: what it contains, how it sounds, and what is written."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import Field

from kneadcast.choices import DEFAULT_BITRATE_KBPS, VARIATIONS, ChapterBy, FormatName, PageAudio, SidecarName
from kneadcast.field_checks import check_fields
from kneadcast.planning.preferences import NO_PREFERENCES, Preferences
from kneadcast.script.sound_settings import SoundSettings

_CHECKED_IN_USE = ("avoid", "sidecars")
"""The lists of names; each name is checked where it is used."""


@dataclass(frozen=True)
class Options:
    """The options of a session, with the defaults that suit most listeners.

    Raises:
        SettingsError: With every value that has the wrong type or is not a known choice.
    """

    sound: SoundSettings = SoundSettings()
    preferences: Preferences = NO_PREFERENCES
    avoid: tuple[str, ...] = ()
    """The ids of the cautions that the routine is adapted to; `kneadcast avoidances` lists them."""
    language: str | None = None
    """The spoken language, for a routine given by name; by default the routine's own."""
    variation: Annotated[int, Field(ge=int(VARIATIONS.low), le=int(VARIATIONS.high))] = int(VARIATIONS.low)
    """Which wording of each text is spoken, from 1 on; not for a loaded routine."""
    clips: Path | None = None
    """A folder of recordings that replace the voice; by default `clips` next to the routine's or script's file."""
    format: FormatName | None = None
    """The file format; by default that of the output's suffix, or MP3."""
    bitrate_kbps: int = DEFAULT_BITRATE_KBPS
    chapters: ChapterBy = "section"
    """What begins a chapter, in addition to a change of side."""
    album: bool = False
    """Whether to write a folder with a file for each area and side, and a playlist, instead of one file."""
    sidecars: tuple[SidecarName, ...] = ()
    """What is written next to the session."""
    page_audio: PageAudio = "beside"
    """Whether the page refers to the sound file, or contains the sound: small, or as it is in the file."""
    folder: Path = Path()
    """The folder of a file whose name is not given."""
    force: bool = False
    """Whether a file that Kneadcast did not make may be replaced."""

    def __post_init__(self) -> None:
        check_fields(self, unchecked=_CHECKED_IN_USE)
