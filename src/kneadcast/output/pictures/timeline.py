"""A session as a picture: what is worked, the waveform, words, chimes and strokes on one time axis."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from kneadcast.errors import OutputError
from kneadcast.script.model import Cue, CueRole, PacerMode, Script, ScriptStep
from kneadcast.script.strokes import strokes
from kneadcast.sound.pcm import FRAME_RATE, Stereo
from kneadcast.units import MS_PER_MINUTE, format_clock, format_duration

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from numpy.typing import NDArray

PICTURE_TYPES = (".png", ".svg")

_POINTS_A_SECOND = 5
_INCHES_A_MINUTE = 0.55
_NARROWEST_INCHES = 12.0
"""Steps last from ten seconds to five minutes; at this scale the name of nearly every one can stand beside its bar."""
_DOTS_AN_INCH = 100
_SIDES: Mapping[str | None, str] = {"left": "#4c78a8", "right": "#e0813a", None: "#b8b8b0"}
_ROLES: Mapping[CueRole, str] = {
    "action": "#2f5d50",
    "preview": "#7aa874",
    "reminder": "#b9a44c",
    "halfway": "#8c6bb1",
    "time_left": "#8c6bb1",
}
_CHIMES = {"start": "o", "step": "o", "side": "D", "halfway": "s", "rest_end": "^", "end": "*"}
_NAME_FROM_INCHES = 0.13
"""A bar narrower than a line of text keeps its name to itself."""


@dataclass(frozen=True)
class Waveform:
    """The loudest of every fifth of a second, in each ear, full scale being 1."""

    left: NDArray[np.float32]
    right: NDArray[np.float32]


def waveform(blocks: Iterable[Stereo]) -> Waveform:
    """Returns the outline of a sound that comes in blocks of whole seconds."""
    frames = FRAME_RATE // _POINTS_A_SECOND
    outlines = []
    for block in blocks:
        padded = np.pad(np.abs(block), ((0, -len(block) % frames), (0, 0)))
        outlines.append(padded.reshape(-1, frames, padded.shape[1]).max(axis=1))
    both = np.concatenate(outlines)
    return Waveform(both[:, 0], both[:, -1])


def draw_timeline(script: Script, pacer: PacerMode, sound: Waveform | None, target: Path) -> None:
    """Draws a session.

    Args:
        script: What happens, and when.
        pacer: How much of the strokes is sounded.
        sound: The outline of its sound; that lane is left out if none.
        target: A `.png` or `.svg` file, which is replaced.

    Raises:
        OutputError: If there is no matplotlib, or the file cannot be written.
    """
    figure_of = _matplotlib()
    minutes = script.length_ms / MS_PER_MINUTE
    width = max(_NARROWEST_INCHES, minutes * _INCHES_A_MINUTE)
    heights = [2.6, *([1.6] if sound else []), 1.5]
    figure = figure_of(figsize=(width, sum(heights) + 0.9), dpi=_DOTS_AN_INCH, layout="constrained")
    lanes: Sequence[Axes] = figure.subplots(len(heights), 1, sharex=True, height_ratios=heights, squeeze=False)[:, 0]
    figure.suptitle(f"{script.title}, {format_duration(script.length_ms)}", x=0.01, ha="left", fontsize=12)
    _draw_steps(lanes[0], script, width / max(minutes, 1e-3))
    if sound:
        _draw_sound(lanes[1], sound)
    _draw_cues(lanes[-1], script, pacer)
    _mark_time(lanes[-1], script.length_ms)
    try:
        # A fixed date and id, so that the same session is the same picture.
        svg = target.suffix == ".svg"
        figure.savefig(target, format=target.suffix[1:], metadata={"Date": None} if svg else {"Software": None})
    except OSError as reason:
        raise OutputError(f"'{target}' could not be written: {reason.strerror}") from reason


def check_picture(target: Path) -> None:
    """Makes sure that a picture can be drawn under a name, before any slow work is done for it.

    Raises:
        OutputError: If it is no `.png` or `.svg`, or there is no matplotlib.
    """
    if target.suffix not in PICTURE_TYPES:
        raise OutputError(
            f"'{target.name}' is no picture that can be drawn; name a file in {' or '.join(PICTURE_TYPES)}"
        )
    _matplotlib()


def _matplotlib() -> Any:
    try:
        import matplotlib as drawing
        from matplotlib.figure import Figure
    except ImportError as reason:
        raise OutputError("pictures need matplotlib; install it with: pip install 'kneadcast[plot]'") from reason
    drawing.rcParams.update({"svg.hashsalt": "kneadcast", "font.size": 8, "axes.spines.top": False})
    return Figure


def _draw_steps(lane: Axes, script: Script, inches_a_minute: float) -> None:
    for step in script.steps:
        start, length = step.start_ms / MS_PER_MINUTE, (step.end_ms - step.start_ms) / MS_PER_MINUTE
        lane.broken_barh([(start, length)], (0, 1), facecolor=_SIDES[step.side], edgecolor="white", linewidth=0.8)
        if length * inches_a_minute >= _NAME_FROM_INCHES:
            ink = "white" if step.side else "black"
            lane.text(start + length / 2, 0.04, _name(step), rotation=90, ha="center", va="bottom", color=ink)
    for side, colour in _SIDES.items():
        lane.broken_barh([], (0, 1), facecolor=colour, label=side or "no side")
    lane.set(ylim=(0, 1), yticks=[], ylabel="what is worked")
    lane.legend(loc="lower right", bbox_to_anchor=(1, 1), ncols=3, frameon=False)


def _name(step: ScriptStep) -> str:
    facts = [step.area, step.technique] if step.kind == "work" else [step.kind]
    return ", ".join(fact.replace("-", " ").replace("_", " ") for fact in facts if fact)


def _draw_sound(lane: Axes, sound: Waveform) -> None:
    at = np.arange(len(sound.left)) / _POINTS_A_SECOND / 60
    lane.fill_between(at, 0, sound.left, color=_SIDES["left"], linewidth=0)
    lane.fill_between(at, -sound.right, 0, color=_SIDES["right"], linewidth=0)
    lane.set(ylim=(-1, 1), yticks=[-0.5, 0.5], yticklabels=["right ear", "left ear"])


def _draw_cues(lane: Axes, script: Script, pacer: PacerMode) -> None:
    for role, colour in _ROLES.items():
        bars = [_bar(cue) for cue in script.cues if cue.role == role and cue.kind == "speech"]
        lane.broken_barh(bars, (2.1, 0.8), facecolor=colour, label=role.replace("_", " ") if bars else None)
    for sound, marker in _CHIMES.items():
        at = [cue.at_ms / MS_PER_MINUTE for cue in script.cues if cue.sound == sound]
        if at:
            lane.plot(at, [1.5] * len(at), marker, color="#444444", markersize=5, label=sound.replace("_", " "))
    beats = strokes(script, pacer)
    heights = [stroke.gain * 0.8 for stroke in beats]
    lane.vlines([stroke.at_ms / MS_PER_MINUTE for stroke in beats], 0.05, [0.05 + height for height in heights], lw=0.6)
    lane.set(ylim=(0, 3), yticks=[0.45, 1.5, 2.5], yticklabels=["pacer", "chimes", "voice"])
    lane.legend(loc="upper left", bbox_to_anchor=(0, -0.28), ncols=12, frameon=False)


def _bar(cue: Cue) -> tuple[float, float]:
    return cue.at_ms / MS_PER_MINUTE, cue.length_ms / MS_PER_MINUTE


def _mark_time(lane: Axes, length_ms: int) -> None:
    lane.set_xlim(0, length_ms / MS_PER_MINUTE)
    moments = list(_whole_minutes(length_ms))
    lane.set_xticks(moments, [format_clock(round(moment * MS_PER_MINUTE)) for moment in moments])


def _whole_minutes(length_ms: int) -> Iterator[float]:
    step_ms = MS_PER_MINUTE // 2 if length_ms < 8 * MS_PER_MINUTE else MS_PER_MINUTE
    return (at_ms / MS_PER_MINUTE for at_ms in range(0, length_ms + 1, step_ms))
