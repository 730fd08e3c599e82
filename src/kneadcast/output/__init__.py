"""What a session is written as: the sound file with all that is inside it, what lies beside it, and reading it back."""

from kneadcast.output.album import check_album, write_album
from kneadcast.output.chapters import CHAPTERS_BY, Chapter, ChapterBy, chapters_of
from kneadcast.output.decoding import decoded_blocks
from kneadcast.output.encode.mp3 import check_bitrate, encode_mp3, find_encoder
from kneadcast.output.formats import FORMATS, Format, check_format, find_format, write_sound
from kneadcast.output.overwriting import check_new, check_replaceable
from kneadcast.output.pictures.timeline import check_picture, draw_timeline, waveform
from kneadcast.output.provenance import Provenance, is_kneadcast_file, read_provenance
from kneadcast.output.sidecars import SIDECARS, Finished, check_sidecars, write_sidecars
from kneadcast.output.tags.id3 import write_tags
from kneadcast.output.tags.model import Tags
from kneadcast.output.verify.verification import Verification, verify

__all__ = [
    "CHAPTERS_BY",
    "FORMATS",
    "SIDECARS",
    "Chapter",
    "ChapterBy",
    "Finished",
    "Format",
    "Provenance",
    "Tags",
    "Verification",
    "chapters_of",
    "check_album",
    "check_bitrate",
    "check_format",
    "check_new",
    "check_picture",
    "check_replaceable",
    "check_sidecars",
    "decoded_blocks",
    "draw_timeline",
    "encode_mp3",
    "find_encoder",
    "find_format",
    "is_kneadcast_file",
    "read_provenance",
    "verify",
    "waveform",
    "write_album",
    "write_sidecars",
    "write_sound",
    "write_tags",
]
