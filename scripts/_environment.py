"""The virtual environment of the scripts: created on the first run, and repaired or updated when necessary.

A stamp file inside `.venv` records what the environment was installed for. It is removed before an installation and
written after it, so that an installation that fails or is interrupted does not count as complete. This module imports
only the standard library, because it runs before anything is installed.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, Literal, NamedTuple

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

ROOT = Path(__file__).resolve().parents[1]
STAMP = "kneadcast-stamp"
LOCK = "kneadcast-lock"

_TAIL_LINES = 20
_LOCK_POLL_S = 0.2
# The first pip that installs a project without setup.py in editable mode (PEP 660); Python 3.10.0 brings an older one.
_PIP = "pip>=21.3"

Extra = Literal["", "dev"]


class SetupError(Exception):
    """Raised if the environment cannot be created; the message has the reason and a remedy."""


class CommandResult(NamedTuple):
    """The result of a command: its exit code, and its output, including standard error."""

    code: int
    output: str


Runner = Callable[[Sequence[str], Path], CommandResult]
"""Runs a command in a folder."""


def run_quietly(command: Sequence[str], folder: Path) -> CommandResult:
    """Runs a command in a folder without input, and captures its output.

    Raises:
        OSError: If the command cannot be started.
    """
    done = subprocess.run(
        command,
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
    )
    return CommandResult(done.returncode, done.stdout)


def program(root: Path, name: str) -> Path:
    """Returns the path of a program of the environment, such as `python` or `kneadcast`."""
    if os.name == "nt":
        return root / ".venv" / "Scripts" / f"{name}.exe"
    return root / ".venv" / "bin" / name


def stamp_lines(root: Path, extra: Extra) -> list[str]:
    """Returns the lines of the stamp file.

    The first two lines are the version of Python and the path of the checkout; if one of them differs, the environment
    has to be created again. The others are the hash of the project file and the extra; if one of them differs,
    installing again is enough.
    """
    project = hashlib.sha256((root / "pyproject.toml").read_bytes()).hexdigest()
    return [f"{sys.platform} {' '.join(sys.version.split())}", str(root), project, extra]


def is_complete(root: Path, extra: Extra) -> bool:
    """Returns whether the environment is complete for this Python, checkout, project and extra; `dev` includes all."""
    stamp = _read_stamp(root)
    sufficient: tuple[Extra, ...] = (extra, "dev")
    return any(stamp == stamp_lines(root, one) for one in sufficient) and program(root, "python").exists()


def prepare(root: Path, extra: Extra, run: Runner = run_quietly) -> None:
    """Creates, repairs or updates the environment in `.venv`, unless it is complete.

    Args:
        root: The checkout.
        extra: The optional dependencies to install with the package.
        run: Runs the commands.

    Raises:
        SetupError: If the environment cannot be created.
    """
    folder = root / ".venv"
    try:
        if is_complete(root, extra):
            return
        require_modules(("venv", "ensurepip"))
        created_by_user = folder.is_dir() and not (folder / LOCK).exists()
        folder.mkdir(exist_ok=True)
        with _locked(folder / LOCK):
            if not is_complete(root, extra):  # Another run may have completed it meanwhile.
                _install(root, extra, created_by_user, run)
    except OSError as problem:
        raise SetupError(f"{folder} cannot be created: {problem}\nCorrect that and run this again.") from problem


def require_modules(modules: Sequence[str]) -> None:
    """Checks for modules of the standard library that Linux distributions have in separate packages.

    Raises:
        SetupError: If one of them is missing.
    """
    missing = [module for module in modules if importlib.util.find_spec(module) is None]
    if not missing:
        return
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    if shutil.which("apt-get"):
        remedy = f"sudo apt install python3-venv\n(or {version}-venv, where {version} is not the system's own Python)"
    else:
        remedy = f"the package of your system with venv and ensurepip for {version}, or Python from python.org"
    raise SetupError(f"{sys.executable} has no {' and no '.join(missing)}. Install: {remedy}")


def start(name: str, arguments: Sequence[str]) -> int:
    """Replaces this process by a program of the environment, in the current folder, or returns its exit code.

    On Windows, a process cannot be replaced; the program then runs as a child with the same input and output.
    """
    try:
        prepare(ROOT, "")
    except SetupError as problem:
        say(str(problem))
        return 1
    except KeyboardInterrupt:
        say("Stopped. The next run creates the environment again.")
        return 130
    command = [str(program(ROOT, name)), *arguments]
    if os.name == "posix":
        os.execv(command[0], command)  # noqa: S606
    return _wait_for(subprocess.Popen(command))


def say(line: str) -> None:
    """Prints a message on standard error, separate from the output of programs."""
    print(line, file=sys.stderr, flush=True)


def _wait_for(process: subprocess.Popen[bytes]) -> int:
    while True:
        with suppress(KeyboardInterrupt):  # The program has received it as well, and handles it.
            return process.wait()


def _read_stamp(root: Path) -> list[str]:
    try:
        return (root / ".venv" / STAMP).read_text(encoding="utf-8", errors="replace").split("\n")
    except FileNotFoundError:
        return []


def _install(root: Path, extra: Extra, created_by_user: bool, run: Runner) -> None:
    folder, python = root / ".venv", str(program(root, "python"))
    reuse = _can_reuse(root, created_by_user, run)
    (folder / STAMP).unlink(missing_ok=True)
    if reuse:
        say("Updating the private environment in .venv ...")
    else:
        say("Creating a private environment in .venv (once, about a minute) ...")
        _remove_contents(folder)
        # If this Python is in an environment, even in this one, use the Python that created the environment.
        base_python = getattr(sys, "_base_executable", sys.executable)
        _run_or_fail([base_python, "-I", "-m", "venv", str(folder)], root, run)
    pip = [python, "-I", "-m", "pip", "--disable-pip-version-check", "--no-input", "install", "--quiet", "--no-user"]
    _run_or_fail([*pip, _PIP], root, run)
    _run_or_fail([*pip, "--editable", f".[{extra}]" if extra else "."], root, run)
    (folder / STAMP).write_text("\n".join(stamp_lines(root, extra)), encoding="utf-8")


def _can_reuse(root: Path, created_by_user: bool, run: Runner) -> bool:
    """Returns whether packages can be installed into the existing environment."""
    if not created_by_user:
        return _read_stamp(root)[:2] == stamp_lines(root, "")[:2] and program(root, "python").exists()
    try:
        found = run([str(program(root, "python")), "-I", "-c", "import pip, sys; print(sys.version)"], root)
    except OSError:
        return False
    return found.code == 0 and found.output.split() == sys.version.split()


def _run_or_fail(command: Sequence[str], root: Path, run: Runner) -> None:
    """Runs a command.

    Raises:
        SetupError: If its exit code is not 0, with the end of its output.
    """
    code, output = run(command, root)
    if code:
        tail = "\n".join(output.splitlines()[-_TAIL_LINES:])
        raise SetupError(
            f"{tail}\n\nThe private environment in .venv could not be created: the last lines above show the reason.\n"
            "Most often the Python package index is not available or the disk is full.\n"
            "Correct that and run this again; it starts from the beginning."
        )


def _remove_contents(folder: Path) -> None:
    """Removes everything in a folder except the lock file."""
    for entry in folder.iterdir():
        if entry.name == LOCK:
            continue
        if entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry)
        else:
            entry.unlink()


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    """Holds a lock on a file; the operating system releases it if this process is killed."""
    with path.open("ab") as file:
        waiting = False
        while not _try_lock(file):
            if not waiting:
                say("Waiting for another run that is creating .venv ...")
            waiting = True
            time.sleep(_LOCK_POLL_S)
        yield


def _try_lock(file: BinaryIO) -> bool:
    try:
        if sys.platform == "win32":
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    return True
