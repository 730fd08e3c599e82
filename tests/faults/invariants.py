"""What must hold for the files of a command after a run, whatever happened to it."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from tests.faults.worlds import CACHE, TMP, Tree, World, litter, without


def one_session(_path: str) -> str:
    """Returns the same group for all targets, which are put in place all or none."""
    return ""


@dataclass(frozen=True)
class Command:
    """A command that writes files."""

    name: str
    arguments: Sequence[str]
    world: World
    group_of: Callable[[str], str] = one_session
    """Returns the group of a path; the files of a group are put in place all or none."""
    journal: str = ""
    """The path of a JSON file that states what has been done so far, which is rewritten on the way."""


@dataclass(frozen=True)
class Undisturbed:
    """A command, and what its world contains after a run that nothing disturbed."""

    command: Command
    after: Tree

    def target_problems(self, tree: Tree, *, whole: bool) -> Iterator[str]:
        """Yields the files that are neither the old nor the new ones.

        Args:
            tree: What the world contains now.
            whole: Whether the files of a group must also be all old or all new.
        """
        before = self.command.world.before
        groups: dict[str, set[str]] = defaultdict(set)
        for path in sorted({*before, *self.after, *tree}):
            if path.split("/")[0] in (CACHE, TMP):
                continue
            if path == self.command.journal:
                yield from _journal_problems(path, tree)
                continue
            states = {name for name, other in (("old", before), ("new", self.after)) if _same(path, tree, other)}
            if not states:
                yield f"'{path}' is neither the old nor the new one"
            elif len(states) == 1:
                groups[self.command.group_of(path)] |= states
        for name, states in groups.items():
            if whole and len(states) > 1:
                yield f"of the files{f' of {name}' * bool(name)}, some are old and some are new"

    def differences(self, tree: Tree) -> list[str]:
        """Returns the files that differ from those after an undisturbed run, except temporary ones and the cache."""
        paths = {*without(tree, CACHE, TMP), *without(self.after, CACHE, TMP)}
        return sorted(path for path in paths if not _same(path, self._settled(tree), self._settled(self.after)))

    def recovery_problems(self, code: int, errors: str) -> Iterator[str]:
        """Yields what does not hold after the next run of the command, which had an exit code."""
        tree = self.command.world.tree()
        if code != 0:
            yield f"the next run fails: {errors}"
        elif differences := self.differences(tree):
            yield f"the next run differs: {differences}"
        if left := litter(tree):
            yield f"litter after the next run: {left}"

    def _settled(self, tree: Tree) -> Tree:
        """Returns a tree whose journal does not state which run built a session."""
        content = tree.get(self.command.journal)
        if content is None:
            return tree
        return {**tree, self.command.journal: content.replace(b'"unchanged"', b'"built"')}


def report_problems(code: int, errors: str, output: str = "") -> Iterator[str]:
    """Yields what is wrong with the words of a command that failed or came through: one sentence, and no traceback."""
    sentences = [line for line in errors.splitlines() if line.startswith("kneadcast: ") and ": note:" not in line]
    if "Traceback" in errors:
        yield f"a traceback: {_gist(errors)}"
    elif code not in (0, 1):
        yield f"the exit code is {code}: {errors}"
    elif code == 1 and len(sentences) != 1 and "failed" not in output:
        yield f"not one sentence: {errors}"
    elif any(words in errors + output for words in ("[Errno", "None", "unexpected error")):
        yield f"words of a programmer: {errors}{output}"


def _journal_problems(path: str, tree: Mapping[str, bytes | None]) -> Iterator[str]:
    content = tree.get(path)
    try:
        json.loads(content or b"{}")
    except ValueError:
        yield f"'{path}' is no JSON"


def _gist(traceback: str) -> str:
    """Returns the last line of a traceback, and the last place in Kneadcast that it names."""
    lines = [line.strip() for line in traceback.strip().splitlines()]
    places = [line for line in lines if line.startswith("File ") and "kneadcast/" in line and "tests/" not in line]
    return f"{lines[-1]} at {places[-1] if places else 'no place in Kneadcast'}"


def _same(path: str, tree: Tree, other: Tree) -> bool:
    return (path in tree) == (path in other) and tree.get(path) == other.get(path)
