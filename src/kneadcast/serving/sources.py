"""What is to be shared, as it is named: finished sessions, and routines that are built first."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path

from kneadcast.build import build_session
from kneadcast.document.files import is_file
from kneadcast.errors import KneadcastError, Problem, ServingError
from kneadcast.options import Options
from kneadcast.pipeline import Progress, prepare
from kneadcast.serving.shared_session import MEDIA_TYPES, SharedSession, check_session, open_session
from kneadcast.temporary_names import remove_leftovers, remove_tree, temporary_name

_ROUTINE_SUFFIXES = (".yaml", ".yml")


@dataclass(frozen=True)
class Source:
    """A name on the command line."""

    name: str

    @property
    def is_routine(self) -> bool:
        """Whether it names a routine. A file that exists, or has the suffix of a session, is none."""
        path = Path(self.name)
        suffix = path.suffix.lower()
        return suffix in _ROUTINE_SUFFIXES or not (suffix in MEDIA_TYPES or is_file(path))


def check_sources(sources: Sequence[Source], options: Options) -> None:
    """Checks that each file is a session with a script inside and that each routine can be built, without building.

    Raises:
        ServingError: With every problem of every name.
    """
    problems: list[Problem] = []
    for source in sources:
        try:
            if source.is_routine:
                prepare(source.name, options)
            else:
                check_session(Path(source.name))
        except KneadcastError as error:
            problems += error.problems
    if problems:
        raise ServingError(*problems)


@contextmanager
def shared_sessions(
    sources: Sequence[Source], options: Options, progress: Callable[[], AbstractContextManager[Progress]]
) -> Iterator[tuple[SharedSession, ...]]:
    """Returns the sessions in their order; routines are built into a folder that is removed afterwards.

    Args:
        sources: From `check_sources`.
        options: The options of the sessions that are built.
        progress: Returns a progress callback for one more session, as a context manager.

    Raises:
        KneadcastError: If a session cannot be built or read.
    """
    needs_folder = any(source.is_routine for source in sources)
    with _temporary_folder() if needs_folder else nullcontext(Path()) as folder:
        files = [
            _built(source, options, folder / f"{number}.mp3", progress) if source.is_routine else Path(source.name)
            for number, source in enumerate(sources)
        ]
        yield tuple(map(open_session, files))


def _built(
    source: Source, options: Options, target: Path, progress: Callable[[], AbstractContextManager[Progress]]
) -> Path:
    with progress() as show:
        return build_session(source.name, output=target, options=options, progress=show).path


@contextmanager
def _temporary_folder() -> Iterator[Path]:
    """Returns a new folder whose name states its owner, so that a later run removes it if this process is killed."""
    parent = Path(tempfile.gettempdir()).absolute()
    remove_leftovers(parent)
    folder = parent / temporary_name()
    folder.mkdir(mode=0o700)
    try:
        yield folder
    finally:
        remove_tree(folder)
