"""The drawing of the leg as SVG: the whole drawing, and a close-up of the foot."""

from __future__ import annotations

from kneadcast.output.pictures import leg

CLOSE_UP_AREAS = ("toes", "top-of-foot", "sole", "heel", "foot", "ankle", "achilles")
"""Areas that are too small to be seen from across a room in the whole drawing."""
_CLOSE_UP = (92, 788, 286, 182)
"""The part of the frame that contains a foot: left, top, width and height."""


def svg_drawing() -> str:
    """Returns the drawing as two SVG elements."""
    views = "\n".join(_view(view) for view in ("profile", "left", "right"))
    x, y, width, height = _CLOSE_UP
    return (
        f'<svg id="far" viewBox="0 20 {leg.WIDTH} {leg.HEIGHT}" aria-hidden="true">\n<defs>{_defs()}</defs>\n{views}\n'
        '<text id="mark-left" class="mark" x="452" y="1010">left</text>'
        '<text id="mark-right" class="mark" x="560" y="1010">right</text>\n<circle class="stroke"/></svg>\n'
        f'<svg id="near" viewBox="{x} {y} {width} {height}" aria-hidden="true"><use href="#view-profile"/>'
        '<circle class="stroke"/></svg>'
    )


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
