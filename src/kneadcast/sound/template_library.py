"""Finding audio templates: the built-in ones, the user's own in their configuration folder, or any file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from kneadcast.document import Document, read_document, validate
from kneadcast.errors import KneadcastError, Problem, SoundError, did_you_mean
from kneadcast.resources import built_in, user_folder
from kneadcast.sound.clips import why_unplayable
from kneadcast.sound.template import AudioTemplate, ChimeFile
from kneadcast.sound.template_parts import Recording

DEFAULT_TEMPLATE = "singing-bowls"

_Place = tuple["str | int", ...]


def template_names() -> tuple[str, ...]:
    """Returns the names of the built-in templates, the default first."""
    return _names_in(built_in("audio_templates"))


def own_template_names() -> tuple[str, ...]:
    """Returns the names of the templates in the user's own folder."""
    return _names_in(own_folder())


def own_folder() -> Path:
    """Returns the folder in which the user's own templates are found by name; it need not be there."""
    return user_folder() / "audio_templates"


def load_template(name_or_path: str | Path) -> AudioTemplate:
    """Reads an audio template.

    Args:
        name_or_path: The name of one of the user's own templates or of a built-in one, or the path of a YAML file.

    Raises:
        SoundError: If there is no such template, or with every problem that the file has.
    """
    template, problems = check_template_file(_find(name_or_path))
    if template is None or problems:
        raise SoundError(*problems)
    return template


def check_template_file(path: Path) -> tuple[AudioTemplate | None, tuple[Problem, ...]]:
    """Reads a template file and finds all that is wrong with it.

    Returns:
        The template, its sound files found from the folder that it lies in, or none where its form is broken; and its
        problems in order of their lines. Sound files can only be looked for once the form is right.
    """
    try:
        document = read_document(path, SoundError)
        template = validate(document, AudioTemplate, error=SoundError)
    except SoundError as error:
        return None, error.problems
    placed = _placed(template, path.parent)
    return placed, tuple(_file_problems(placed, document))


def is_template_file(path: Path) -> bool:
    """Says whether a YAML file is meant as an audio template: nothing else has chimes."""
    try:
        data = read_document(path, KneadcastError).data
    except KneadcastError:
        return False
    return isinstance(data, dict) and "chimes" in data


def _find(name_or_path: str | Path) -> Path:
    given = str(name_or_path)
    if given.endswith((".yaml", ".yml")) or "/" in given or "\\" in given:
        if not Path(name_or_path).is_file():
            raise SoundError(f"there is no audio template file '{given}'")
        return Path(name_or_path)
    for folder in (own_folder(), built_in("audio_templates")):
        if given in _names_in(folder):
            return folder / f"{given}.yaml"
    known = template_names() + own_template_names()
    raise SoundError(f"there is no audio template '{given}'{did_you_mean(given, known)}; known: {', '.join(known)}")


def _names_in(folder: Path) -> tuple[str, ...]:
    names = {path.stem for path in folder.glob("*.yaml")}
    return tuple(sorted(names, key=lambda name: (name != DEFAULT_TEMPLATE, name)))


def _placed(template: AudioTemplate, folder: Path) -> AudioTemplate:
    """Returns the template with its sound files seen from where we are, not from where it lies."""
    chimes, ambience = template.chimes, template.ambience
    if chimes:
        chimes = chimes.model_copy(update={name: _seen_from(folder, chime) for name, chime in chimes})
    if ambience:
        ambience = ambience.model_copy(update={"layers": tuple(_seen_from(folder, one) for one in ambience.layers)})
    return template.model_copy(update={"chimes": chimes, "ambience": ambience})


def _seen_from(folder: Path, part: object) -> object:
    if isinstance(part, ChimeFile | Recording):
        return part.model_copy(update={"file": folder / part.file.expanduser()})
    return part


def _file_problems(template: AudioTemplate, document: Document) -> Iterator[Problem]:
    """Finds every sound file that could not be played, before a session is built on it."""
    chimes = template.chimes or ()
    parts: list[tuple[_Place, object]] = [(("chimes", name), chime) for name, chime in chimes]
    if template.ambience:
        parts += [(("ambience", "layers", index), layer) for index, layer in enumerate(template.ambience.layers)]
    for place, part in parts:
        if isinstance(part, ChimeFile | Recording) and (reason := why_unplayable(part.file)):
            yield document.problem((*place, "file"), reason)
