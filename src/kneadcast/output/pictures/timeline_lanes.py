"""The lanes of a row of the timeline: sides, waveform, voice, chimes and pacer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle
from numpy.typing import NDArray

from kneadcast.choices import PacerMode
from kneadcast.messages import Messages
from kneadcast.output.pictures.timeline_layout import Row
from kneadcast.output.pictures.timeline_marks import BACKGROUND, CHIME_MARKS, PACER_MARK, SIDE_MARKS, VOICE_MARK, Mark
from kneadcast.output.pictures.waveform import POINTS_PER_SECOND, Waveform
from kneadcast.script.model import CueRole, Script, Side
from kneadcast.script.strokes import strokes
from kneadcast.units import MS_PER_SECOND

_LANE, _SOUND_LANE = 0.24, 0.9
_ROLES: tuple[CueRole, ...] = ("action", "preview", "reminder", "halfway", "time_left")


@dataclass(frozen=True)
class Track:
    """A row with its place and its scale."""

    axes: Axes
    row: Row
    left: float
    inches_per_ms: float

    def x(self, at_ms: float) -> float:
        """Returns where a time is."""
        return self.left + (at_ms - self.row.start_ms) * self.inches_per_ms

    def bar(self, start_ms: int, end_ms: int, top: float, height: float, mark: Mark) -> None:
        """Draws the part of a span of time that lies in the row."""
        if part := self.row.part(start_ms, end_ms):
            left, right = map(self.x, part)
            draw_bar(self.axes, left, top, right - left, height, mark)


@dataclass(frozen=True)
class Lane:
    """A line of marks of one kind, with words at its left."""

    label: str
    height: float
    draw: Callable[[Track, float], None]
    """Draws the marks of a row, given the top of the lane."""


def lanes_of(script: Script, messages: Messages, pacer: PacerMode, sound: Waveform | None) -> Iterator[Lane]:
    """Yields the lanes of a session from top to bottom; see `draw_timeline`."""
    yield from _side_lanes(script, messages)
    if sound:
        yield _sound_lane(sound, messages)
    yield from _voice_lanes(script, messages)
    yield _chime_lane(script, messages)
    if pacer != "off":
        yield _pacer_lane(script, messages, pacer)


def _side_lanes(script: Script, messages: Messages) -> Iterator[Lane]:
    for side, mark in SIDE_MARKS.items():
        bars = [(step.start_ms, step.end_ms) for step in script.steps if step.side == side]
        if bars:
            label = messages.sides.of(side) if side else messages.timeline.no_side
            yield Lane(label, _LANE, _bars(bars, mark))


def _voice_lanes(script: Script, messages: Messages) -> Iterator[Lane]:
    words = messages.timeline
    for role in _ROLES:
        bars = [(cue.at_ms, cue.end_ms) for cue in script.cues if cue.role == role and cue.kind == "speech"]
        if bars:
            yield Lane(f"{words.voice}: {words.roles[role]}", _LANE, _bars(bars, VOICE_MARK))


def _bars(spans_ms: Sequence[tuple[int, int]], mark: Mark) -> Callable[[Track, float], None]:
    def draw(track: Track, top: float) -> None:
        for start_ms, end_ms in spans_ms:
            track.bar(start_ms, end_ms, top + 0.03, _LANE - 0.06, mark)

    return draw


def _sound_lane(sound: Waveform, messages: Messages) -> Lane:
    ears: tuple[tuple[NDArray[np.float32], Side, int], ...] = ((sound.left, "left", -1), (sound.right, "right", 1))

    def draw(track: Track, top: float) -> None:
        first, last = (at_ms * POINTS_PER_SECOND // MS_PER_SECOND for at_ms in (track.row.start_ms, track.row.end_ms))
        middle, half = top + _SOUND_LANE / 2, _SOUND_LANE / 2 - 0.03
        for peaks, side, sign in ears:
            shown = peaks[first : last + 1]
            at = np.linspace(track.left, track.x(track.row.end_ms), last - first + 1)[: len(shown)]
            edge = middle + sign * half * np.minimum(shown, 1)
            track.axes.fill_between(at, middle, edge, color=SIDE_MARKS[side].color, linewidth=0)

    return Lane(f"{messages.timeline.left_ear}\n\n{messages.timeline.right_ear}", _SOUND_LANE, draw)


def _chime_lane(script: Script, messages: Messages) -> Lane:
    def draw(track: Track, top: float) -> None:
        for name, mark in CHIME_MARKS.items():
            times = [cue.at_ms for cue in script.cues if cue.sound == name and _begins_in(track.row, cue.at_ms)]
            draw_markers(track.axes, [track.x(at_ms) for at_ms in times], top + _LANE / 2, mark)

    return Lane(messages.timeline.chimes, _LANE, draw)


def _pacer_lane(script: Script, messages: Messages, pacer: PacerMode) -> Lane:
    all_strokes = strokes(script, pacer)

    def draw(track: Track, top: float) -> None:
        shown = [stroke for stroke in all_strokes if _begins_in(track.row, stroke.at_ms)]
        bottom = top + _LANE - 0.02
        tops = [bottom - stroke.gain * (_LANE - 0.04) for stroke in shown]
        track.axes.vlines([track.x(stroke.at_ms) for stroke in shown], bottom, tops, color=PACER_MARK.color, lw=0.7)

    return Lane(messages.timeline.pacer, _LANE, draw)


def _begins_in(row: Row, at_ms: int) -> bool:
    return row.start_ms <= at_ms < row.end_ms


def draw_markers(axes: Axes, xs: Iterable[float], y: float, mark: Mark) -> None:
    """Draws a marker at each of some places."""
    at = list(xs)
    axes.plot(at, [y] * len(at), mark.marker, color=mark.color, markersize=6, markeredgewidth=0)


def draw_bar(axes: Axes, left: float, top: float, width: float, height: float, mark: Mark) -> None:
    """Draws a bar with the color and the hatching of a mark."""
    axes.add_patch(
        Rectangle(
            (left, top),
            width,
            height,
            facecolor=mark.color,
            hatch=mark.hatch,
            edgecolor=BACKGROUND,
            lw=mark.edge_points,
        )
    )
