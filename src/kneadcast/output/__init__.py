"""Finished files: writing the sound file and its sidecars, and reading and verifying them.

Names are imported on first use, because most commands only ask whether a file may be written.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kneadcast.output.album import album_folder, check_album
    from kneadcast.output.chapters import Chapter, chapters_of
    from kneadcast.output.decoding import decoded_blocks
    from kneadcast.output.formats import Format, find_format
    from kneadcast.output.overwriting import check_new, check_replaceable
    from kneadcast.output.pictures.timeline import check_picture, draw_timeline, waveform
    from kneadcast.output.provenance import Provenance, is_kneadcast_file, read_provenance
    from kneadcast.output.sidecars import FinishedSession, check_sidecars, write_sidecars
    from kneadcast.output.sound_files import FileContent, check_format, sound_file
    from kneadcast.output.tags.model import Tags
    from kneadcast.output.verify.verification import Verification, verify_sound

__all__ = [
    "Chapter",
    "FileContent",
    "FinishedSession",
    "Format",
    "Provenance",
    "Tags",
    "Verification",
    "album_folder",
    "chapters_of",
    "check_album",
    "check_format",
    "check_new",
    "check_picture",
    "check_replaceable",
    "check_sidecars",
    "decoded_blocks",
    "draw_timeline",
    "find_format",
    "is_kneadcast_file",
    "read_provenance",
    "sound_file",
    "verify_sound",
    "waveform",
    "write_sidecars",
]

_MODULES = {
    "album_folder": "kneadcast.output.album",
    "check_album": "kneadcast.output.album",
    "Chapter": "kneadcast.output.chapters",
    "chapters_of": "kneadcast.output.chapters",
    "decoded_blocks": "kneadcast.output.decoding",
    "Format": "kneadcast.output.formats",
    "find_format": "kneadcast.output.formats",
    "check_new": "kneadcast.output.overwriting",
    "check_replaceable": "kneadcast.output.overwriting",
    "check_picture": "kneadcast.output.pictures.timeline",
    "draw_timeline": "kneadcast.output.pictures.timeline",
    "waveform": "kneadcast.output.pictures.timeline",
    "Provenance": "kneadcast.output.provenance",
    "is_kneadcast_file": "kneadcast.output.provenance",
    "read_provenance": "kneadcast.output.provenance",
    "FinishedSession": "kneadcast.output.sidecars",
    "check_sidecars": "kneadcast.output.sidecars",
    "write_sidecars": "kneadcast.output.sidecars",
    "FileContent": "kneadcast.output.sound_files",
    "check_format": "kneadcast.output.sound_files",
    "sound_file": "kneadcast.output.sound_files",
    "Tags": "kneadcast.output.tags.model",
    "Verification": "kneadcast.output.verify.verification",
    "verify_sound": "kneadcast.output.verify.verification",
}


def __getattr__(name: str) -> Any:
    if name in _MODULES:
        return getattr(import_module(_MODULES[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
