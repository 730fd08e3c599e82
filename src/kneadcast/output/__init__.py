"""Finished files: writing the sound file and its sidecars, and reading and verifying them.

Names are imported on first use, because most commands only ask whether a file may be written.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kneadcast.output.album import check_album, stage_album
    from kneadcast.output.chapters import Chapter, chapters_of
    from kneadcast.output.decoding import decoded_blocks
    from kneadcast.output.formats import Format, find_format
    from kneadcast.output.pictures.timeline import check_picture, draw_timeline
    from kneadcast.output.pictures.waveform import waveform
    from kneadcast.output.provenance import Provenance, is_kneadcast_file, read_provenance
    from kneadcast.output.seals import seal
    from kneadcast.output.sidecars import FinishedSession, sidecar_targets, write_sidecars
    from kneadcast.output.sound_files import Encoding, FileContent, SoundFile, check_format, write_sound_files
    from kneadcast.output.tags.model import Tags
    from kneadcast.output.targets import Target, check_targets
    from kneadcast.output.verify.verification import Verification, verify_sound

__all__ = [
    "Chapter",
    "Encoding",
    "FileContent",
    "FinishedSession",
    "Format",
    "Provenance",
    "SoundFile",
    "Tags",
    "Target",
    "Verification",
    "chapters_of",
    "check_album",
    "check_format",
    "check_picture",
    "check_targets",
    "decoded_blocks",
    "draw_timeline",
    "find_format",
    "is_kneadcast_file",
    "read_provenance",
    "seal",
    "sidecar_targets",
    "stage_album",
    "verify_sound",
    "waveform",
    "write_sidecars",
    "write_sound_files",
]

_MODULES = {
    "stage_album": "kneadcast.output.album",
    "check_album": "kneadcast.output.album",
    "Chapter": "kneadcast.output.chapters",
    "chapters_of": "kneadcast.output.chapters",
    "decoded_blocks": "kneadcast.output.decoding",
    "Format": "kneadcast.output.formats",
    "find_format": "kneadcast.output.formats",
    "check_picture": "kneadcast.output.pictures.timeline",
    "draw_timeline": "kneadcast.output.pictures.timeline",
    "waveform": "kneadcast.output.pictures.waveform",
    "Provenance": "kneadcast.output.provenance",
    "is_kneadcast_file": "kneadcast.output.provenance",
    "read_provenance": "kneadcast.output.provenance",
    "seal": "kneadcast.output.seals",
    "FinishedSession": "kneadcast.output.sidecars",
    "sidecar_targets": "kneadcast.output.sidecars",
    "write_sidecars": "kneadcast.output.sidecars",
    "FileContent": "kneadcast.output.sound_files",
    "check_format": "kneadcast.output.sound_files",
    "Encoding": "kneadcast.output.sound_files",
    "SoundFile": "kneadcast.output.sound_files",
    "write_sound_files": "kneadcast.output.sound_files",
    "Tags": "kneadcast.output.tags.model",
    "Target": "kneadcast.output.targets",
    "check_targets": "kneadcast.output.targets",
    "Verification": "kneadcast.output.verify.verification",
    "verify_sound": "kneadcast.output.verify.verification",
}


def __getattr__(name: str) -> Any:
    if name in _MODULES:
        return getattr(import_module(_MODULES[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
