"""A picture of a session: its steps, waveform, speech, chimes and strokes on one time axis."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from kneadcast.choices import PacerMode
from kneadcast.errors import OutputError
from kneadcast.output.pictures.waveform import Waveform
from kneadcast.script.model import Script

PICTURE_TYPES = (".png", ".svg")

_STYLE = {"svg.hashsalt": "kneadcast", "hatch.linewidth": 0.8}
"""Settings of matplotlib; the salt makes the ids of an SVG the same each time."""


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
    from kneadcast.output.pictures.timeline_figure import draw_figure  # loads matplotlib

    with matplotlib.rc_context(_STYLE):
        figure = draw_figure(script, pacer, sound)
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
