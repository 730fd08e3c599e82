"""The private environment that the scripts run in: made once, mended whenever it is not whole.

A stamp inside `.venv` says what the environment was finished for. It is written last and taken away first, so that an
install that fails, or is interrupted, is never mistaken for a whole one. Only the standard library is imported here,
for this runs before anything is installed.
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
    """The environment cannot be made; the text says why and what to do."""


class Outcome(NamedTuple):
    """How a command ended: its exit code, and all that it wrote."""

    code: int
    output: str


Runner = Callable[[Sequence[str], Path], Outcome]


def run_quietly(command: Sequence[str], folder: Path) -> Outcome:
    """Runs a command in a folder and keeps what it writes; it cannot ask for anything.

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
    return Outcome(done.returncode, done.stdout)


def program(root: Path, name: str) -> Path:
    """Returns where the environment keeps an installed program, such as `python` or `kneadcast`."""
    if os.name == "nt":
        return root / ".venv" / "Scripts" / f"{name}.exe"
    return root / ".venv" / "bin" / name


def stamp_lines(root: Path, extra: Extra) -> list[str]:
    """Returns what an environment is good for.

    The first two lines are the Python and the checkout, neither of which an environment can change. The others are the
    project file and the extra tools, which installing again brings up to date.
    """
    project = hashlib.sha256((root / "pyproject.toml").read_bytes()).hexdigest()
    return [f"{sys.platform} {' '.join(sys.version.split())}", str(root), project, extra]


def is_whole(root: Path, extra: Extra) -> bool:
    """Tells whether the environment was finished for this Python, checkout and project; one with tools has all."""
    stamp = _read_stamp(root)
    good_for: tuple[Extra, ...] = (extra, "dev")
    return any(stamp == stamp_lines(root, good) for good in good_for) and program(root, "python").exists()


def prepare(root: Path, extra: Extra, run: Runner = run_quietly) -> None:
    """Makes or mends the environment in `.venv`, or finds it whole and does nothing.

    Args:
        root: The checkout.
        extra: The optional dependencies to install besides the package.
        run: Runs a command to its end.

    Raises:
        SetupError: If it cannot be made.
    """
    folder = root / ".venv"
    try:
        if is_whole(root, extra):
            return
        require_modules(("venv", "ensurepip"))
        made_by_hand = folder.is_dir() and not (folder / LOCK).exists()
        folder.mkdir(exist_ok=True)
        with _alone(folder / LOCK):
            if not is_whole(root, extra):  # Another run may have finished it meanwhile.
                _install(root, extra, made_by_hand, run)
    except OSError as problem:
        raise SetupError(f"{folder} cannot be made: {problem}\nMend that and run this again.") from problem


def require_modules(modules: Sequence[str]) -> None:
    """Checks for the parts of the standard library that Linux distributions package apart.

    Raises:
        SetupError: If one is missing.
    """
    missing = [module for module in modules if importlib.util.find_spec(module) is None]
    if not missing:
        return
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    if shutil.which("apt-get"):
        remedy = f"sudo apt install python3-venv\n(or {version}-venv, where {version} is not the system's own Python)"
    else:
        remedy = f"the package of your system that holds {version}'s venv and ensurepip, or Python from python.org"
    raise SetupError(f"{sys.executable} has no {' and no '.join(missing)}. Install: {remedy}")


def start(name: str, arguments: Sequence[str]) -> int:
    """Runs an installed program in place of this one, with its input, output and exit code, in the current folder."""
    try:
        prepare(ROOT, "")
    except SetupError as problem:
        say(str(problem))
        return 1
    except KeyboardInterrupt:
        say("Stopped. The next run makes the environment anew.")
        return 130
    command = [str(program(ROOT, name)), *arguments]
    if os.name == "posix":
        os.execv(command[0], command)  # noqa: S606
    return _wait_for(subprocess.Popen(command))


def say(line: str) -> None:
    """Tells the person something, apart from what the program puts out."""
    print(line, file=sys.stderr, flush=True)


def _wait_for(process: subprocess.Popen[bytes]) -> int:
    while True:
        with suppress(KeyboardInterrupt):  # The program got it as well, and is the one to decide what it means.
            return process.wait()


def _read_stamp(root: Path) -> list[str]:
    try:
        return (root / ".venv" / STAMP).read_text(encoding="utf-8", errors="replace").split("\n")
    except FileNotFoundError:
        return []


def _install(root: Path, extra: Extra, made_by_hand: bool, run: Runner) -> None:
    folder, python = root / ".venv", str(program(root, "python"))
    reuse = _can_reuse(root, made_by_hand, run)
    (folder / STAMP).unlink(missing_ok=True)
    if reuse:
        say("Bringing the private environment in .venv up to date ...")
    else:
        say("Making a private environment in .venv (once, about a minute) ...")
        _empty(folder)
        # From inside an environment, even this very one, go back to the Python that it came from.
        base_python = getattr(sys, "_base_executable", sys.executable)
        _must([base_python, "-I", "-m", "venv", str(folder)], root, run)
    pip = [python, "-I", "-m", "pip", "--disable-pip-version-check", "--no-input", "install", "--quiet", "--no-user"]
    _must([*pip, _PIP], root, run)
    _must([*pip, "--editable", f".[{extra}]" if extra else "."], root, run)
    (folder / STAMP).write_text("\n".join(stamp_lines(root, extra)), encoding="utf-8")


def _can_reuse(root: Path, made_by_hand: bool, run: Runner) -> bool:
    if not made_by_hand:
        return _read_stamp(root)[:2] == stamp_lines(root, "")[:2] and program(root, "python").exists()
    try:
        found = run([str(program(root, "python")), "-I", "-c", "import pip, sys; print(sys.version)"], root)
    except OSError:
        return False
    return found.code == 0 and found.output.split() == sys.version.split()


def _must(command: Sequence[str], root: Path, run: Runner) -> None:
    code, output = run(command, root)
    if code:
        tail = "\n".join(output.splitlines()[-_TAIL_LINES:])
        raise SetupError(
            f"{tail}\n\nThe private environment in .venv could not be made: the last lines above say why.\n"
            "Most often the Python package index is out of reach or the disk is full. Mend that and run this again:\n"
            "it starts afresh."
        )


def _empty(folder: Path) -> None:
    for entry in folder.iterdir():
        if entry.name == LOCK:
            continue
        if entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry)
        else:
            entry.unlink()


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Holds a lock that ends with this process at the latest."""
    with path.open("ab") as file:
        waits = False
        while not _try_lock(file):
            if not waits:
                say("Waiting for another run that is making .venv ...")
            waits = True
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
