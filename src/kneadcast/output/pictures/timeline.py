"""A picture of a session: its steps, waveform, speech, chimes and strokes on one time axis."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from kneadcast.choices import PacerMode
from kneadcast.errors import OutputError
from kneadcast.messages import Messages, messages_in
from kneadcast.script.labels import step_title
from kneadcast.script.model import ChimeName, Cue, CueRole, Script, Side
from kneadcast.script.strokes import strokes
from kneadcast.sound.pcm import FRAME_RATE, Stereo
from kneadcast.units import MS_PER_MINUTE, format_clock

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from numpy.typing import NDArray

PICTURE_TYPES = (".png", ".svg")

_POINTS_PER_SECOND = 5
_INCHES_PER_MINUTE = 0.55
"""Steps last from ten seconds to five minutes; at this scale, nearly every bar is wide enough for its name."""
_MIN_WIDTH_INCHES = 12.0
_DOTS_PER_INCH = 100
_SIDE_COLORS: Mapping[Side | None, str] = {"left": "#4c78a8", "right": "#e0813a", None: "#b8b8b0"}
_ROLE_COLORS: Mapping[CueRole, str] = {
    "action": "#2f5d50",
    "preview": "#7aa874",
    "reminder": "#b9a44c",
    "halfway": "#8c6bb1",
    "time_left": "#8c6bb1",
}
_CHIME_MARKERS: Mapping[ChimeName, str] = {
    "start": "o",
    "step": "o",
    "side": "D",
    "halfway": "s",
    "rest_end": "^",
    "end": "*",
}
_STEPS_INCHES = 3.6
"""The height of the bars, in which the longest name of any language fits."""
_MIN_LABEL_INCHES = 0.13
"""A bar narrower than a line of text has no name."""
_STYLE = {"svg.hashsalt": "kneadcast", "font.size": 8, "axes.spines.top": False}
"""Settings of matplotlib; the salt makes the ids of an SVG the same each time."""


@dataclass(frozen=True)
class Waveform:
    """The peak of each fifth of a second in each channel, full scale being 1."""

    left: NDArray[np.float32]
    right: NDArray[np.float32]


def waveform(blocks: Iterable[Stereo]) -> Waveform:
    """Returns the waveform of a sound.

    Args:
        blocks: Consecutive blocks of whole seconds; only the last may end within one.
    """
    frames = FRAME_RATE // _POINTS_PER_SECOND
    peaks = []
    for block in blocks:
        padded = np.pad(np.abs(block), ((0, -len(block) % frames), (0, 0)))
        peaks.append(padded.reshape(-1, frames, padded.shape[1]).max(axis=1))
    both = np.concatenate(peaks)
    return Waveform(both[:, 0], both[:, -1])


def draw_timeline(script: Script, pacer: PacerMode, sound: Waveform | None, target: Path) -> None:
    """Draws the timeline of a session, with words in its language.

    Args:
        script: The session.
        pacer: The mode of the pacer, on which the strokes that are drawn depend.
        sound: The waveform, or `None` to omit it.
        target: A `.png` or `.svg` file, which is replaced.

    Raises:
        OutputError: If matplotlib is not installed.
        OSError: If the file cannot be written.
    """
    matplotlib = _import_matplotlib()
    with matplotlib.rc_context(_STYLE):
        figure = _draw_figure(matplotlib.figure.Figure, script, pacer, sound)
        # No date and no version of matplotlib, so that the same session always gives the same picture.
        metadata = {"Date": None} if target.suffix == ".svg" else {"Software": None}
        figure.savefig(target, format=target.suffix[1:], metadata=metadata)


def check_picture(target: Path) -> None:
    """Checks that a picture can be drawn under a name. Call it before any slow work.

    Raises:
        OutputError: If the name does not end in `.png` or `.svg`, or matplotlib is not installed.
    """
    if target.suffix not in PICTURE_TYPES:
        raise OutputError(
            f"'{target.name}' is not a kind of picture that can be drawn; name a file in {' or '.join(PICTURE_TYPES)}"
        )
    _import_matplotlib()


def _import_matplotlib() -> Any:
    """Imports matplotlib, which is optional and slow to load."""
    try:
        import matplotlib
        import matplotlib.figure
    except ImportError as reason:
        raise OutputError("pictures need matplotlib; install it with: pip install 'kneadcast[plot]'") from reason
    return matplotlib


def _draw_figure(figure_type: type[Figure], script: Script, pacer: PacerMode, sound: Waveform | None) -> Figure:
    messages, minutes = messages_in(script.language), script.length_ms / MS_PER_MINUTE
    width = max(_MIN_WIDTH_INCHES, minutes * _INCHES_PER_MINUTE)
    heights = [_STEPS_INCHES, *([1.6] if sound else []), 1.5]
    figure = figure_type(figsize=(width, sum(heights) + 0.9), dpi=_DOTS_PER_INCH, layout="constrained")
    lanes = figure.subplots(len(heights), 1, sharex=True, height_ratios=heights, squeeze=False)[:, 0]
    figure.suptitle(f"{script.title}, {messages.length(script.length_ms)}", x=0.01, ha="left", fontsize=12)
    _draw_steps(lanes[0], script, width / max(minutes, 1e-3), messages)
    if sound:
        _draw_waveform(lanes[1], sound, messages)
    _draw_cues(lanes[-1], script, pacer, messages)
    _draw_time_axis(lanes[-1], script.length_ms)
    return figure


def _draw_steps(lane: Axes, script: Script, inches_per_minute: float, messages: Messages) -> None:
    for step in script.steps:
        start, length = step.start_ms / MS_PER_MINUTE, (step.end_ms - step.start_ms) / MS_PER_MINUTE
        lane.broken_barh([(start, length)], (0, 1), facecolor=_SIDE_COLORS[step.side], edgecolor="white", linewidth=0.8)
        if length * inches_per_minute >= _MIN_LABEL_INCHES:
            text_color = "white" if step.side else "black"
            name = step_title(step, messages)
            lane.text(start + length / 2, 0.04, name, rotation=90, ha="center", va="bottom", color=text_color)
    for side, color in _SIDE_COLORS.items():
        label = messages.sides.of(side) if side else messages.timeline.no_side
        lane.broken_barh([], (0, 1), facecolor=color, label=label)
    lane.set(ylim=(0, 1), yticks=[], ylabel=messages.timeline.worked)
    lane.legend(loc="lower right", bbox_to_anchor=(1, 1), ncols=3, frameon=False)


def _draw_waveform(lane: Axes, sound: Waveform, messages: Messages) -> None:
    at = np.arange(len(sound.left)) / _POINTS_PER_SECOND / 60
    lane.fill_between(at, 0, sound.left, color=_SIDE_COLORS["left"], linewidth=0)
    lane.fill_between(at, -sound.right, 0, color=_SIDE_COLORS["right"], linewidth=0)
    lane.set(ylim=(-1, 1), yticks=[-0.5, 0.5], yticklabels=[messages.timeline.right_ear, messages.timeline.left_ear])


def _draw_cues(lane: Axes, script: Script, pacer: PacerMode, messages: Messages) -> None:
    words = messages.timeline
    for role, color in _ROLE_COLORS.items():
        bars = [_bar(cue) for cue in script.cues if cue.role == role and cue.kind == "speech"]
        lane.broken_barh(bars, (2.1, 0.8), facecolor=color, label=words.roles[role] if bars else None)
    for sound, marker in _CHIME_MARKERS.items():
        at = [cue.at_ms / MS_PER_MINUTE for cue in script.cues if cue.sound == sound]
        if at:
            lane.plot(at, [1.5] * len(at), marker, color="#444444", markersize=5, label=words.chime_names[sound])
    drawn_strokes = strokes(script, pacer)
    tops = [0.05 + stroke.gain * 0.8 for stroke in drawn_strokes]
    lane.vlines([stroke.at_ms / MS_PER_MINUTE for stroke in drawn_strokes], 0.05, tops, lw=0.6)
    lane.set(ylim=(0, 3), yticks=[0.45, 1.5, 2.5], yticklabels=[words.pacer, words.chimes, words.voice])
    lane.legend(loc="upper left", bbox_to_anchor=(0, -0.28), ncols=12, frameon=False)


def _bar(cue: Cue) -> tuple[float, float]:
    return cue.at_ms / MS_PER_MINUTE, cue.length_ms / MS_PER_MINUTE


def _draw_time_axis(lane: Axes, length_ms: int) -> None:
    lane.set_xlim(0, length_ms / MS_PER_MINUTE)
    tick_ms = MS_PER_MINUTE // 2 if length_ms < 8 * MS_PER_MINUTE else MS_PER_MINUTE
    ticks_ms = range(0, length_ms + 1, tick_ms)
    lane.set_xticks([at_ms / MS_PER_MINUTE for at_ms in ticks_ms], [format_clock(at_ms) for at_ms in ticks_ms])
