"""Pictures inside a file: the cover of a session, and for each chapter what its longest step does."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

from kneadcast.messages import messages_in
from kneadcast.output.chapters import Chapter
from kneadcast.output.pictures.fonts import FONT_FACES
from kneadcast.output.pictures.scenes.artwork import stylesheet
from kneadcast.output.pictures.scenes.drawing import definitions, picture_markup, view_box
from kneadcast.output.pictures.scenes.picture import StepPicture, picture_of
from kneadcast.output.pictures.scenes.poses import POSE_BOX, pose_markup, pose_of
from kneadcast.output.pictures.scenes.raster import png
from kneadcast.routine.body import AREAS
from kneadcast.script.model import Script

PICTURE_MIME = "image/jpeg"
COVER_SIZE = 1400
"""Pixels: the least that podcast directories accept."""
CHAPTER_SIZE = 300
"""Pixels: the size at which a phone shows a picture next to a chapter. ID3 cannot share a picture among chapters."""

_JPEG_QUALITY = 86
_CANVAS = 1000
"""Width and height of a cover, in its own units."""
_COVER_SCENE = (130, 30, 740)
"""Left and top of the scene on a cover, and its width, which is its height."""
_GROUND, _INK, _WARM = "#15120f", "#f6efe6", "#ffb86b"
_REGULAR, _BOLD = 400, 700
_GROUPS = tuple(dict.fromkeys(area.group for area in AREAS.values()))
_TITLE_FORMS = ((92, 2), (78, 2), (66, 2), (56, 3), (48, 3), (40, 4), (32, 5), (26, 7), (20, 9))
"""Sizes of type for a title, from the largest on, each with the number of lines for which there is room."""
_TITLE_WIDTH = 880
_LINE_HEIGHT = 1.1
_TITLE_BOTTOM, _LENGTH_BOTTOM, _LENGTH_SIZE = 898, 962, 44


def cover_scene(script: Script) -> StepPicture | None:
    """Returns the scene that stands for a session, or `None` if it works no known area.

    It is that of the longest step on the part that is farthest from the trunk: feet before legs, and legs before hips.
    """
    steps = [step for step in script.steps if step.area in AREAS]
    steps.sort(key=lambda step: (_GROUPS.index(AREAS[str(step.area)].group), step.start_ms - step.end_ms))
    return next((picture for step in steps if (picture := picture_of(step, script.mode))), None)


def draw_cover(script: Script, size: int = COVER_SIZE) -> bytes:
    """Paints the cover of a session as JPEG: its scene, its title and its length.

    Args:
        script: The session.
        size: Width and height in pixels.
    """
    image, scale = Image.new("RGB", (size, size), _GROUND), size / _CANVAS
    left, top, width = (round(part * scale) for part in _COVER_SCENE)
    image.paste(_scene_image(cover_scene(script), width), (left, top))
    pen = ImageDraw.Draw(image)
    lines, type_size = title_lines(script.title)
    for number, line in enumerate(reversed(lines)):
        _write(pen, line, _TITLE_BOTTOM - number * type_size * _LINE_HEIGHT, _font(_BOLD, type_size * scale), _INK)
    length = messages_in(script.language).length(script.length_ms)
    _write(pen, length, _LENGTH_BOTTOM, _font(_REGULAR, _LENGTH_SIZE * scale), _WARM)
    return _jpeg(image)


def _write(pen: ImageDraw.ImageDraw, words: str, bottom: float, font: ImageFont.FreeTypeFont, color: str) -> None:
    """Writes a centred line whose letters stand at a height of the canvas."""
    width, _ = pen.im.size
    pen.text((width / 2, bottom * width / _CANVAS), words, font=font, fill=color, anchor="ms")


def draw_artwork(script: Script, size: int) -> bytes:
    """Paints the scene of a session as JPEG, for lists that write the title beside it.

    Args:
        script: The session.
        size: Width and height in pixels.
    """
    return _jpeg(_scene_image(cover_scene(script), size))


def draw_chapter(chapter: Chapter) -> bytes:
    """Paints what the longest step of a chapter does, as JPEG, or the position in which the chapter is spent."""
    step = chapter.main_step
    picture = picture_of(step, chapter.mode) if step else None
    if picture:
        return _draw_scene(picture)
    return _draw_pose(pose_of(step.position, chapter.mode) if step else None)


@lru_cache(maxsize=256)
def _draw_scene(picture: StepPicture) -> bytes:
    return _jpeg(_scene_image(picture, CHAPTER_SIZE))


@lru_cache(maxsize=32)
def _draw_pose(name: str | None) -> bytes:
    drawing = ""
    if name:
        markup = pose_markup(name, with_leg=False)
        drawing = f'<svg x="60" y="60" width="880" height="880" viewBox="{POSE_BOX}">{markup}</svg>'
    return _jpeg(_painted(definitions((), (name,) if name else ()), drawing, CHAPTER_SIZE))


@lru_cache(maxsize=16)
def _scene_image(picture: StepPicture | None, size: int) -> Image.Image:
    """Returns a scene on the ground of all pictures; painting it takes longer than everything else."""
    if picture is None:
        return _painted("", "", size)
    frame = f'width="{_CANVAS}" height="{_CANVAS}" viewBox="{view_box(picture)}"'
    drawing = f"<svg {frame}>{picture_markup(picture)}</svg>"
    return _painted(definitions((picture,)), drawing, size)


def _painted(defs: str, content: str, size: int) -> Image.Image:
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_CANVAS} {_CANVAS}"><style>{stylesheet()}</style>'
        f'<defs>{defs}</defs><rect width="{_CANVAS}" height="{_CANVAS}" fill="{_GROUND}"/>{content}</svg>'
    )
    return Image.open(BytesIO(png(svg, size))).convert("RGB")


@lru_cache(maxsize=16)
def _font(weight: int, size: float) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FONT_FACES[weight]), size)


def title_lines(title: str) -> tuple[tuple[str, ...], int]:
    """Returns a title in lines with all its letters, and the size of type in which they fit a cover.

    A title for which even the smallest type is too large ends in an ellipsis; it would have more than 700 letters.
    """
    for size, most in _TITLE_FORMS:
        lines = tuple(_wrapped(title, size))
        if len(lines) <= most:
            return lines, size
    return (*lines[: most - 1], f"{lines[most - 1][:-1]}…"), size


def _wrapped(text: str, size: int) -> Iterator[str]:
    """Yields a text in lines of at most the width of a title; a word that is longer by itself is broken."""
    font = _font(_BOLD, size)
    line = ""
    for word in text.split():
        longer = f"{line} {word}".strip()
        if font.getlength(longer) <= _TITLE_WIDTH:
            line = longer
            continue
        if line:
            yield line
        line = ""
        for letter in word:
            if font.getlength(line + letter) > _TITLE_WIDTH:
                yield line
                line = ""
            line += letter
    yield line


def _jpeg(image: Image.Image) -> bytes:
    file = BytesIO()
    image.save(file, "JPEG", quality=_JPEG_QUALITY, optimize=True)
    return file.getvalue()
