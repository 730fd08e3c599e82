"""Finished files: the sound file with everything in it, its sidecars, and reading it back."""

from kneadcast.output.album import album_folder, check_album
from kneadcast.output.chapters import Chapter, chapters_of
from kneadcast.output.decoding import decoded_blocks
from kneadcast.output.embedded import Provenance, read_provenance
from kneadcast.output.encode.ffmpeg import find_encoder
from kneadcast.output.encode.mp3 import check_bitrate, encoding_mp3
from kneadcast.output.formats import FORMATS, FileContent, Format, check_format, find_format, sound_file
from kneadcast.output.overwriting import check_new, check_replaceable
from kneadcast.output.pictures.timeline import check_picture, draw_timeline, waveform
from kneadcast.output.sidecars import SIDECARS, FinishedSession, check_sidecars, write_sidecars
from kneadcast.output.tags.id3 import Tags, is_kneadcast_file, write_tags
from kneadcast.output.verify.verification import Verification, verify

__all__ = [
    "SIDECARS",
    "FORMATS",
    "Chapter",
    "FileContent",
    "FinishedSession",
    "Format",
    "Provenance",
    "Tags",
    "Verification",
    "chapters_of",
    "album_folder",
    "check_album",
    "check_bitrate",
    "check_sidecars",
    "check_format",
    "check_new",
    "check_picture",
    "check_replaceable",
    "decoded_blocks",
    "draw_timeline",
    "encoding_mp3",
    "find_encoder",
    "find_format",
    "is_kneadcast_file",
    "read_provenance",
    "verify",
    "waveform",
    "write_sidecars",
    "sound_file",
    "write_tags",
]
