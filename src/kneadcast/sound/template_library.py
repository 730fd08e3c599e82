"""Finding audio templates: the built-in ones, the user's own in the configuration folder, or any file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from kneadcast.choices import DEFAULT_TEMPLATE
from kneadcast.document import Document, read_document, validate
from kneadcast.document.files import check_size, expanded, is_missing
from kneadcast.errors import KeyPath, KneadcastError, Problem, SoundError, did_you_mean
from kneadcast.resources import built_in, user_folder
from kneadcast.sound.template import AudioTemplate, ChimeFile
from kneadcast.sound.template_parts import LARGEST_SOUND_BYTES, Recording


def template_names() -> tuple[str, ...]:
    """Returns the names of the built-in templates, the default first."""
    return _names_in(built_in("audio_templates"))


def own_template_names() -> tuple[str, ...]:
    """Returns the names of the templates in the user's own folder."""
    return _names_in(own_folder())


def own_folder() -> Path:
    """Returns the folder of the user's own templates, which may not exist."""
    return user_folder() / "audio_templates"


def load_template(name_or_path: str | Path) -> AudioTemplate:
    """Reads an audio template.

    Args:
        name_or_path: The name of one of the user's own templates or of a built-in one, or the path of a YAML file.

    Raises:
        SoundError: If there is no such template, or with all problems of the file.
    """
    template, problems = check_template_file(_find(name_or_path))
    if template is None or problems:
        raise SoundError(*problems)
    return template


def check_template_file(path: Path) -> tuple[AudioTemplate | None, tuple[Problem, ...]]:
    """Reads a template file and collects all its problems.

    Returns:
        The template, with the paths of its sound files resolved against its folder, or `None` if the file does not
        match the model; and its problems, in order of their lines. Sound files are checked only if the file matches.
    """
    try:
        document = read_document(path, SoundError)
        template = validate(document, AudioTemplate, error=SoundError)
    except SoundError as error:
        return None, error.problems
    resolved = _resolve_files(template, path.parent)
    return resolved, tuple(_file_problems(resolved, document))


def is_template_file(path: Path) -> bool:
    """Returns whether a YAML file is meant as an audio template: no other file has the key `chimes`."""
    try:
        data = read_document(path, KneadcastError).data
    except KneadcastError:
        return False
    return isinstance(data, dict) and "chimes" in data


def _find(name_or_path: str | Path) -> Path:
    given = str(name_or_path)
    if given.endswith((".yaml", ".yml")) or "/" in given or "\\" in given:
        if is_missing(Path(name_or_path)):
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


def _resolve_files(template: AudioTemplate, folder: Path) -> AudioTemplate:
    """Returns the template with the paths of its sound files resolved against its folder."""
    chimes, ambience = template.chimes, template.ambience
    if chimes:
        chimes = chimes.model_copy(update={name: _resolve_file(folder, chime) for name, chime in chimes})
    if ambience:
        ambience = ambience.model_copy(
            update={"layers": tuple(_resolve_file(folder, layer) for layer in ambience.layers)}
        )
    return template.model_copy(update={"chimes": chimes, "ambience": ambience})


def _resolve_file(folder: Path, part: object) -> object:
    if isinstance(part, ChimeFile | Recording):
        return part.model_copy(update={"file": folder / expanded(part.file)})
    return part


def _file_problems(template: AudioTemplate, document: Document) -> Iterator[Problem]:
    """Yields a problem for each sound file that cannot be played."""
    chimes = template.chimes or ()
    parts: list[tuple[KeyPath, object]] = [(("chimes", name), chime) for name, chime in chimes]
    if template.ambience:
        parts += [(("ambience", "layers", index), layer) for index, layer in enumerate(template.ambience.layers)]
    for key_path, part in parts:
        if isinstance(part, ChimeFile | Recording) and (reason := _sound_file_problem(part.file)):
            yield document.problem((*key_path, "file"), reason)


def _sound_file_problem(file: Path) -> str | None:
    from kneadcast.sound.clips import sound_file_problem  # reads sound, which few templates contain

    if is_missing(file):
        return f"there is no sound file '{file}'"
    try:
        check_size(file, LARGEST_SOUND_BYTES, SoundError)
    except SoundError as error:
        return str(error)
    return sound_file_problem(file)
