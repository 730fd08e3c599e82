"""The drawing of the leg as SVG: the whole drawing, and a close-up of the foot."""

from __future__ import annotations

from html import escape

from kneadcast.messages import PageMessages
from kneadcast.output.pictures import leg
from kneadcast.output.pictures.leg_data import Box, leg_data

CLOSE_UP_AREAS = ("toes", "top-of-foot", "sole", "heel", "foot", "ankle", "achilles")
"""Areas that are too small to be seen from across a room in the whole drawing."""


def svg_drawing(words: PageMessages) -> str:
    """Returns the drawing as two SVG elements.

    Args:
        words: The language of the words below the legs.
    """
    marks = {"left": escape(words.left_mark), "right": escape(words.right_mark)}
    views = "\n".join(_view(view) for view in ("profile", "left", "right"))
    labels = "".join(
        f'<text id="mark-{label.side}" class="mark" x="{label.x}" y="{label.y}">{marks[label.side]}</text>'
        for label in leg_data().side_labels
    )
    return (
        f'<svg id="far" {_view_box(leg_data().page_view)} aria-hidden="true">\n<defs>{_defs()}</defs>\n{views}\n'
        f'{labels}\n<circle class="stroke"/></svg>\n'
        f'<svg id="near" {_view_box(leg_data().close_up)} aria-hidden="true"><use href="#view-profile"/>'
        '<circle class="stroke"/></svg>'
    )


def _view_box(box: Box) -> str:
    return f'viewBox="{box.left} {box.top} {box.width} {box.height}"'


def _defs() -> str:
    """Returns the gradients, the mask and the clip paths that the drawing refers to."""
    clips = (f'<clipPath id="clip-{shape.view}"><path d="{shape.path}"/></clipPath>' for shape in leg.outlines())
    return (
        '<linearGradient id="skin"><stop class="far-side"/><stop class="near-side" offset=".5"/>'
        '<stop class="far-side" offset="1"/></linearGradient>'
        '<radialGradient id="glow"><stop class="glow" offset=".3"/><stop class="gone" offset="1"/></radialGradient>'
        '<linearGradient id="fade" x2="0" y2="1"><stop offset=".08" stop-color="#000"/>'
        '<stop offset=".2" stop-color="#fff"/></linearGradient><mask id="faded" maskContentUnits="objectBoundingBox">'
        f'<rect x="-.1" y="-.1" width="1.2" height="1.2" fill="url(#fade)"/></mask>{"".join(clips)}'
    )


def _view(view: leg.View) -> str:
    (limb,) = (shape for shape in leg.outlines() if shape.view == view)
    parts = "".join(
        f'<path class="part" data-view="{view}" data-area="{shape.area}" d="{shape.path}"/>'
        for shape in leg.areas()
        if shape.view == view
    )
    lines = "".join(f'<path class="trait" d="{shape.line}"/>' for shape in leg.lines() if shape.view == view)
    return (
        f'<g id="view-{view}" class="view" mask="url(#faded)"><path class="limb" d="{limb.path}"/>'
        f'<g clip-path="url(#clip-{view})">{parts}</g>{lines}<path class="edge" d="{limb.line}"/></g>'
    )
