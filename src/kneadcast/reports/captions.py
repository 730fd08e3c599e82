"""Captions in the formats that players read: WebVTT, SubRip and LRC.

WebVTT and SubRip have the times of the script in milliseconds. LRC has hundredths of a second, which are rounded down,
so that no line is shown late.
"""

from __future__ import annotations

from collections.abc import Iterator

from kneadcast.script.model import Cue, Script
from kneadcast.units import MS_PER_HOUR, MS_PER_MINUTE, MS_PER_SECOND

_VTT_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})


def to_vtt(script: Script) -> str:
    """Returns a script as WebVTT (W3C); the identifier of each caption is the id of its cue."""
    head = f"WEBVTT - {_one_line(script.title)}\nLanguage: {script.language}\n"
    captions = (
        f"\n{cue.id}\n{_span(cue, '.')}\n{_one_line(text).translate(_VTT_ESCAPES)}\n" for cue, text in _spoken(script)
    )
    return head + "".join(captions)


def to_srt(script: Script) -> str:
    """Returns a script as SubRip; captions are numbered from 1."""
    return "\n".join(
        f"{number}\n{_span(cue, ',')}\n{_one_line(text)}\n" for number, (cue, text) in enumerate(_spoken(script), 1)
    )


def to_lrc(script: Script) -> str:
    """Returns a script as LRC; before a long silence, an empty line clears the sentence from the display."""
    head = [f"[ti:{_one_line(script.title)}]", "[re:Kneadcast]", f"[length:{_lrc_clock(script.length_ms)[:-3]}]"]
    return "\n".join([*head, *(f"[{_lrc_clock(at_ms)}]{text}" for at_ms, text in _lrc_lines(script))]) + "\n"


_CLEARED_AFTER_MS = 8_000
"""How long a sentence is shown after it has been spoken, unless another follows."""


def _lrc_lines(script: Script) -> Iterator[tuple[int, str]]:
    spoken = list(_spoken(script))
    following = [cue.at_ms for cue, _ in spoken[1:]] + [script.length_ms]
    for (cue, text), next_ms in zip(spoken, following, strict=False):
        yield cue.at_ms, _one_line(text)
        if next_ms > cue.end_ms + _CLEARED_AFTER_MS:
            yield cue.end_ms + _CLEARED_AFTER_MS, ""


def _spoken(script: Script) -> Iterator[tuple[Cue, str]]:
    return ((cue, cue.text) for cue in script.cues if cue.text)


def _span(cue: Cue, point: str) -> str:
    return f"{_clock(cue.at_ms, point)} --> {_clock(cue.end_ms, point)}"


def _clock(at_ms: int, point: str) -> str:
    hours, minutes = at_ms // MS_PER_HOUR, at_ms // MS_PER_MINUTE % 60
    seconds, rest_ms = at_ms // MS_PER_SECOND % 60, at_ms % MS_PER_SECOND
    return f"{hours:02d}:{minutes:02d}:{seconds:02d}{point}{rest_ms:03d}"


def _lrc_clock(at_ms: int) -> str:
    return f"{at_ms // MS_PER_MINUTE:02d}:{at_ms // MS_PER_SECOND % 60:02d}.{at_ms % MS_PER_SECOND // 10:02d}"


def _one_line(text: str) -> str:
    """Returns a text as one line without `-->`, which separates times in these formats."""
    return " ".join(text.split()).replace("-->", "->")
