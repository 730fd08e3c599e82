"""What a session is written as: the sound file with all that is inside it, what lies beside it, and reading it back."""

from kneadcast.output.album import check_album, write_album
from kneadcast.output.chapters import CHAPTERS_BY, Chapter, ChapterBy, chapters_of
from kneadcast.output.companions import COMPANIONS, Finished, check_companions, write_companions
from kneadcast.output.decoding import decoded_blocks
from kneadcast.output.embedded import Made, read_made
from kneadcast.output.formats import FORMATS, Format, check_format, find_format, write_sound
from kneadcast.output.mp3 import check_bitrate, encode_mp3, find_encoder
from kneadcast.output.tags import Tags, is_ours, write_tags
from kneadcast.output.timeline import check_picture, draw_timeline, waveform
from kneadcast.output.verification import Verification, verify
from kneadcast.output.whole_file import check_new, check_replaceable, whole_file

__all__ = [
    "CHAPTERS_BY",
    "COMPANIONS",
    "FORMATS",
    "Chapter",
    "ChapterBy",
    "Finished",
    "Format",
    "Made",
    "Tags",
    "Verification",
    "chapters_of",
    "check_album",
    "check_bitrate",
    "check_companions",
    "check_format",
    "check_new",
    "check_picture",
    "check_replaceable",
    "decoded_blocks",
    "draw_timeline",
    "encode_mp3",
    "find_encoder",
    "find_format",
    "is_ours",
    "read_made",
    "verify",
    "waveform",
    "whole_file",
    "write_album",
    "write_companions",
    "write_sound",
    "write_tags",
]
