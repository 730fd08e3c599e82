"""The folders that a command knows, with what they contain before it runs, so that every run begins the same."""

from __future__ import annotations

import shutil
import stat
from collections.abc import Callable, Mapping
from pathlib import Path

from tests.speech.fake_driver import PID_VARIABLE

HERE, HOME, CONFIG, CACHE, TMP = "here", "home", "config", "cache", "tmp"
"""The current folder, the home folder, and those of settings, spoken lines and temporary files."""

Tree = Mapping[str, "bytes | None"]
"""The content of each file by its path, `None` for folders and links."""


class World:
    """Folders at a place that stays the same, which can be put back to how they were."""

    def __init__(
        self,
        folder: Path,
        fill: Callable[[World], None] | None = None,
        variables: Mapping[str, str] | None = None,
    ) -> None:
        self.root = folder / "world"
        self._variables = variables or {}
        self._workers = folder / "workers"
        self._workers.mkdir(parents=True)
        self._first = folder / "first"
        for name in (HERE, HOME, CONFIG, CACHE, TMP):
            (self.root / name).mkdir(parents=True)
        if fill:
            fill(self)
        shutil.copytree(self.root, self._first, symlinks=True)
        self.before = self.tree()

    @property
    def here(self) -> Path:
        """The current folder of commands."""
        return self.root / HERE

    def environment(self) -> dict[str, str]:
        """Returns the environment that leads a command to the folders."""
        return {
            "HOME": str(self.root / HOME),
            "XDG_CACHE_HOME": str(self.root / HOME / ".cache"),
            "XDG_CONFIG_HOME": str(self.root / HOME / ".config"),
            "KNEADCAST_CACHE": str(self.root / CACHE),
            "KNEADCAST_CONFIG_DIR": str(self.root / CONFIG),
            "TMPDIR": str(self.root / TMP),
            PID_VARIABLE: str(self._workers),
            **self._variables,
        }

    def reset(self) -> None:
        """Puts everything back."""
        shutil.rmtree(self.root)
        shutil.copytree(self._first, self.root, symlinks=True)

    def tree(self) -> Tree:
        """Returns what the folders contain now."""
        found: dict[str, bytes | None] = {}
        for path in sorted(self.root.rglob("*")):
            is_file = stat.S_ISREG(path.lstat().st_mode)
            found[path.relative_to(self.root).as_posix()] = path.read_bytes() if is_file else None
        return found


def litter(tree: Tree) -> list[str]:
    """Returns the paths of unfinished files and folders, except those in the folder for temporary files."""
    return [path for path in tree if not path.startswith(f"{TMP}/") and any(map(_is_unfinished, path.split("/")))]


def without(tree: Tree, *folders: str) -> Tree:
    """Returns a tree without some of its folders."""
    return {path: content for path, content in tree.items() if path.split("/")[0] not in folders}


def _is_unfinished(name: str) -> bool:
    return name.startswith((".kneadcast-", "work-"))
