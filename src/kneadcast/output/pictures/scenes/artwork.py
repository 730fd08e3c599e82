"""The artwork of the scenes: SVG files of the left leg, of hands and of whole persons, which are read once.

A scene has three groups. `body` is what is seen. `areas` has the outline of each area that can be lit. `landmarks` has
a circle at each place between which hands move, whose radius is half the width of the limb there. A hand has `shapes`,
which are painted twice, first broader as an outline, and `details` on top. The colours of all classes are in
`artwork.css`. The program trusts these files: they are its own.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from kneadcast.output.pictures.curves import Point

SCENE_SIZE = 600
"""Width and height of a scene, in its own units."""
HAND_OUTLINE = 8
"""How much broader than a shape of a hand its outline is painted, in units of the hand."""

_LINES = ("crease", "shade")
_FOLDER = Path(__file__).with_name("artwork")
_SVG = "{http://www.w3.org/2000/svg}"


@dataclass(frozen=True)
class Landmark:
    """A place on the body in a scene."""

    at: Point
    half_width: float
    """Half the width of the limb there, or the radius of a ring around the place."""


@dataclass(frozen=True)
class Scene:
    """One view of the left leg, in a square of `SCENE_SIZE` units."""

    name: str
    title: str
    """What is seen, for people who edit the file."""
    body: str
    """Markup of the body."""
    lines: str
    """Markup of the lines and shadows of the body, which are painted once more over a lit area."""
    areas: Mapping[str, str]
    """Path data of each area that can be lit."""
    landmarks: Mapping[str, Landmark]
    """In order, from the toes to the trunk."""
    hand_scale: float
    """Size of the hands in the scene, relative to their own drawing."""


@dataclass(frozen=True)
class Artwork:
    """A hand, a tool or a whole person."""

    name: str
    title: str
    markup: str


@lru_cache(maxsize=64)
def scene(name: str) -> Scene:
    """Returns a scene by its name, such as `sole`."""
    root = _read(f"{name}.svg")
    areas = {(path.get("id") or "").removeprefix("area."): path.get("d") or "" for path in _group(root, "areas")}
    landmarks = {circle.get("id") or "": _landmark(circle) for circle in _group(root, "landmarks")}
    hand_scale = float(root.get("data-hand-scale") or 1)
    body = _group(root, "body")
    lines = "".join(element for element in _elements(body) if any(f'class="{one}' in element for one in _LINES))
    return Scene(name, _title(root), _markup(body), lines, areas, landmarks, hand_scale)


@lru_cache(maxsize=64)
def hand(name: str, *, own: bool = False) -> Artwork:
    """Returns a hand or a tool; the origin of its coordinates touches the body.

    Args:
        name: Such as `fist`.
        own: Whether it belongs to the body that is worked, whose skin it then has.
    """
    root = _read(f"hands/{name}.svg")
    shapes = list(_group(root, "shapes"))
    paint = "tool" if _group(root, "shapes").get("class") == "tool" else "own" if own else "hand"
    outlines = "".join(_hand_shape(shape, f"{paint}-outline", HAND_OUTLINE) for shape in shapes)
    fills = "".join(_hand_shape(shape, f"{paint}-fill", 0) for shape in shapes)
    return Artwork(name, _title(root), f"{outlines}{fills}{_markup(_group(root, 'details'))}")


@lru_cache(maxsize=64)
def pose(name: str) -> Artwork:
    """Returns the picture of a whole person in a position, by its name, such as `prone`."""
    root = _read(f"poses/{name}.svg")
    return Artwork(name, _title(root), _markup(_group(root, "body")))


@lru_cache(maxsize=1)
def stylesheet() -> str:
    """Returns the CSS of all classes of the artwork."""
    return (_FOLDER / "artwork.css").read_text(encoding="utf-8")


@lru_cache(maxsize=1)
def paints() -> str:
    """Returns the markup of the gradients and filters to which the stylesheet refers."""
    return _markup(_group(_read("paints.svg"), "paints"))


def scene_names() -> tuple[str, ...]:
    """Returns the names of all scenes."""
    return tuple(sorted(file.stem for file in _FOLDER.glob("*.svg") if file.stem != "paints"))


def hand_names() -> tuple[str, ...]:
    """Returns the names of all hands and tools."""
    return tuple(sorted(file.stem for file in (_FOLDER / "hands").glob("*.svg")))


def pose_names() -> tuple[str, ...]:
    """Returns the names of all pictures of whole persons."""
    return tuple(sorted(file.stem for file in (_FOLDER / "poses").glob("*.svg")))


def _read(name: str) -> ET.Element:
    return ET.fromstring((_FOLDER / name).read_text(encoding="utf-8"))  # noqa: S314 - as above


def _group(root: ET.Element, id_: str) -> ET.Element:
    return next(group for group in root.iter(f"{_SVG}g") if group.get("id") == id_)


def _title(root: ET.Element) -> str:
    return (root.findtext(f"{_SVG}title") or "").strip()


def _landmark(circle: ET.Element) -> Landmark:
    x, y, radius = (float(circle.get(name) or 0) for name in ("cx", "cy", "r"))
    return Landmark((x, y), radius)


def _hand_shape(shape: ET.Element, paint: str, extra: float) -> str:
    """Returns the markup of one shape of a hand; a shape without a fill is a stroke alone, such as a finger."""
    kind = f"{paint} solid" if shape.get("fill") else paint
    width = float(shape.get("stroke-width") or 0) + extra
    return f'<path class="{kind}" d="{shape.get("d")}" stroke-width="{width:g}"/>'


def _markup(group: ET.Element) -> str:
    return "".join(_elements(group))


def _elements(group: ET.Element) -> Iterator[str]:
    for element in group:
        attributes = "".join(f' {name}="{value}"' for name, value in element.items())
        tag = element.tag.removeprefix(_SVG)
        inner = "".join(_elements(element))
        yield f"<{tag}{attributes}>{inner}</{tag}>" if inner else f"<{tag}{attributes}/>"
