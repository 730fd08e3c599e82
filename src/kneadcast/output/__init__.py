"""Finished files: writing the sound file and its sidecars, and reading and verifying them."""

from kneadcast.output.album import album_folder, check_album
from kneadcast.output.chapters import Chapter, chapters_of
from kneadcast.output.decoding import decoded_blocks
from kneadcast.output.formats import FileContent, Format, check_format, find_format, sound_file
from kneadcast.output.overwriting import check_new, check_replaceable
from kneadcast.output.pictures.timeline import check_picture, draw_timeline, waveform
from kneadcast.output.provenance import Provenance, is_kneadcast_file, read_provenance
from kneadcast.output.sidecars import FinishedSession, check_sidecars, write_sidecars
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
