"""Calls of the operating system, one of which fails: it raises an error, or the process ends there at once.

For a forked process only, because the calls are never put back.
"""

from __future__ import annotations

import builtins
import errno
import io
import os
import pathlib
import stat
import subprocess
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, NoReturn, TypeVar

Way = Literal["error", "disk full", "exit before", "exit after"]
"""How a call fails: with an error, with an error like all later calls that need space, or as a power failure would have
it, before the call or after it (after half of it if it writes)."""

T = TypeVar("T")

_PATH_CALLS = (
    "replace",
    "rename",
    "unlink",
    "remove",
    "mkdir",
    "rmdir",
    "link",
    "symlink",
    "fsync",
    "fdatasync",
    "truncate",
    "ftruncate",
)
_PAIRS = ("replace", "rename", "link", "symlink")
"""Calls with two paths."""
_OPEN_OPTIONS = ("encoding", "errors", "newline", "closefd", "opener")
"""The parameters of `open` after the buffering, in order."""
_NEED_SPACE = ("open", "write", "mkdir")
_ERRORS: Mapping[str, int] = {"write": errno.ENOSPC, "fsync": errno.EIO, "fdatasync": errno.EIO, "start": errno.EAGAIN}
"""The error of each call; that of all others is a missing permission."""
_WRITE_FLAGS = os.O_WRONLY | os.O_RDWR | os.O_CREAT


@dataclass(frozen=True)
class Fault:
    """The call that fails, by its number from 1, and the way in which it fails."""

    at: int
    way: Way = "error"


class FailingCalls:
    """Counts the calls that change files in a folder or start programs, and lets one of them fail."""

    def __init__(self, folder: Path, fault: Fault | None, leave: Callable[[], NoReturn]) -> None:
        self._folder = str(folder)
        self._fault = fault
        self._leave = leave
        self._lock = threading.Lock()
        self.names: list[str] = []
        """The names of the calls so far."""
        self.failed = ""
        """The name and the object of the call that failed; empty until then."""

    def install(self) -> None:
        """Replaces the functions of Python's modules that make the calls."""
        originals = {name: getattr(os, name) for name in _PATH_CALLS if hasattr(os, name)}
        for name, original in originals.items():
            self._replace(name, self._counted(name, original))
        self._replace("open", self._low_level_open(os.open))
        os.write = self._low_level_write(os.write)
        builtins.open = io.open = self._open_of(io.open)
        accessor = getattr(pathlib, "_NormalAccessor", None)
        if accessor is not None:  # pathlib of Python 3.10 has its own references
            accessor.open = staticmethod(io.open)
        self._install_start()

    def perform(
        self, name: str, objects: Sequence[object], call: Callable[[], T], half: Callable[[], object] | None = None
    ) -> T:
        """Makes a call, or lets it fail; `half` does a part of it, and `objects` are its files or its descriptor."""
        if not self._is_counted(name, objects[0]):
            return call()
        way = self._fault.way if self._fault else None
        with self._lock:
            self.names.append(name)
            is_reached = self._fault is not None and self._fault.at == len(self.names)
            if is_reached:
                self.failed = " ".join((name, *map(str, objects)))
            is_full = way == "disk full" and bool(self.failed) and name in _NEED_SPACE
        if is_full or (is_reached and way == "error"):
            raise _error(errno.ENOSPC if is_full else _ERRORS.get(name, errno.EACCES), objects)
        if is_reached and way == "exit before":
            self._leave()
        if is_reached and way == "exit after":
            try:
                (half or call)()
            finally:
                self._leave()
        return call()

    def _is_counted(self, name: str, first: Any) -> bool:
        """Returns whether a call starts a program, or is about a file in the folder or a descriptor."""
        if name == "start" or isinstance(first, int):
            return True
        return str(Path(os.fsdecode(first)).absolute()).startswith(self._folder)

    def _counted(self, name: str, original: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **more: Any) -> Any:
            objects = arguments[:2] if name in _PAIRS else arguments[:1]
            return self.perform(name, objects, lambda: original(*arguments, **more))

        return call

    def _low_level_open(self, original: Callable[..., int]) -> Callable[..., int]:
        def call(path: Any, flags: int, *arguments: Any, **more: Any) -> int:
            if not flags & _WRITE_FLAGS or path == os.devnull:
                return original(path, flags, *arguments, **more)
            return self.perform("open", [path], lambda: original(path, flags, *arguments, **more))

        return call

    def _low_level_write(self, original: Callable[[int, Any], int]) -> Callable[[int, Any], int]:
        def call(descriptor: int, data: Any, /) -> int:
            if not _is_file(descriptor):
                return original(descriptor, data)
            half = memoryview(data)[: len(data) // 2]
            return self.perform(
                "write", [descriptor], lambda: original(descriptor, data), lambda: original(descriptor, half)
            )

        return call

    def _open_of(self, original: Callable[..., Any]) -> Callable[..., Any]:
        calls = self

        class CountedFile(io.FileIO):
            def write(self, data: Any, /) -> int:
                half = memoryview(data)[: len(data) // 2]
                write = super().write
                return calls.perform("write", [self.name], lambda: write(data), lambda: write(half))

        def open_file(file: Any, mode: str = "r", buffering: int = -1, *more: Any, **named: Any) -> Any:
            is_other = not _is_file(file) if isinstance(file, int) else file == os.devnull
            if is_other or not set(mode) & set("wax+"):
                return original(file, mode, buffering, *more, **named)
            options = {**dict(zip(_OPEN_OPTIONS, more, strict=False)), **named}
            raw_options = {name: options.pop(name) for name in ("closefd", "opener") if name in options}
            raw_mode = "".join(letter for letter in mode if letter not in "bt")
            raw = self.perform("open", [file], lambda: CountedFile(file, raw_mode, **raw_options))
            return raw if buffering == 0 else _buffered(raw, mode, buffering, options)

        return open_file

    def _install_start(self) -> None:
        calls, original = self, subprocess.Popen.__init__

        def start(self: Any, arguments: Any, *more: Any, **options: Any) -> None:
            calls.perform("start", arguments, lambda: original(self, arguments, *more, **options))

        subprocess.Popen.__init__ = start  # type: ignore[assignment,method-assign]

    def _replace(self, name: str, call: Callable[..., Any]) -> None:
        setattr(os, name, call)
        accessor = getattr(pathlib, "_NormalAccessor", None)
        if accessor is not None and hasattr(accessor, name) and name != "open":
            setattr(accessor, name, staticmethod(call))


def _buffered(raw: io.FileIO, mode: str, buffering: int, options: Mapping[str, Any]) -> Any:
    """Returns a file as `open` does: for bytes or for text, with a buffer."""
    size = io.DEFAULT_BUFFER_SIZE if buffering in (-1, 1) else buffering
    buffer = io.BufferedRandom(raw, size) if "+" in mode else io.BufferedWriter(raw, size)
    if "b" in mode:
        return buffer
    text = io.TextIOWrapper(buffer, line_buffering=buffering == 1, **options)
    text.mode = mode  # type: ignore[misc]
    return text


def _error(code: int, objects: Sequence[object]) -> OSError:
    """Returns the error of a call, which names a file as the operating system's errors do, but no descriptor."""
    paths = [str(path) for path in objects[:1] if not isinstance(path, int)]
    return OSError(code, os.strerror(code), *paths)


def _is_file(descriptor: int) -> bool:
    return stat.S_ISREG(os.fstat(descriptor).st_mode)
