"""The checks of the project, in the order in which they run: the tests last, so that their summary ends the output."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import _environment
from _environment import ROOT, SetupError, say

_APT_TIME_LIMIT_S = 300


class Check(NamedTuple):
    """One tool of the environment, and what it is asked."""

    name: str
    command: tuple[str, ...]


LINTS = (
    Check("ruff check", ("ruff", "check", ".")),
    Check("ruff format", ("ruff", "format", "--check", ".")),
    Check("mypy", ("mypy",)),
    Check("import contracts", ("lint-imports",)),
)


def main(arguments: Sequence[str]) -> int:
    """Runs every check, shows how each ended, and returns 0 only if all passed."""
    own, pytest_arguments = split_arguments(arguments)
    if set(own) - {"--all"}:
        say("usage: python3 scripts/test.py [--all] [-- ARGUMENTS OF pytest]")
        return 0 if set(own) & {"-h", "--help"} else 2
    try:
        _environment.prepare(ROOT, "dev")
        for note in (provide_mp3val(), provide_chromium()):
            if note:
                say(note)
        return report(run_all([*LINTS, tests("--all" in own, pytest_arguments)]))
    except SetupError as problem:
        say(str(problem))
        return 1
    except KeyboardInterrupt:
        say("Stopped.")
        return 130


def split_arguments(arguments: Sequence[str]) -> tuple[list[str], list[str]]:
    """Divides arguments at the first `--` into the script's own and those of pytest."""
    own = list(arguments)
    if "--" not in own:
        return own, []
    at = own.index("--")
    return own[:at], own[at + 1 :]


def tests(with_slow: bool, arguments: Sequence[str]) -> Check:
    """Returns the check that runs the tests, on all cores; pytest obeys the last `-m`, so the caller's own wins.

    A file stays with one process, because its tests share what is slow to build.
    """
    chosen = () if with_slow else ("-m", "not slow")
    return Check("pytest", ("pytest", "-n", "auto", "--dist", "loadfile", *chosen, *arguments))


def run_all(checks: Sequence[Check]) -> dict[str, int]:
    """Runs checks one after the other, whatever becomes of each, and returns their exit codes."""
    codes = {}
    for check in checks:
        print(f"\n-- {check.name}", flush=True)
        began_s = time.monotonic()
        program = str(_environment.program(ROOT, check.command[0]))
        codes[check.name] = subprocess.run([program, *check.command[1:]], cwd=ROOT, check=False).returncode
        outcome = "FAILED" if codes[check.name] else "passed"
        print(f"-- {check.name}: {outcome} ({time.monotonic() - began_s:.1f} s)", flush=True)
    return codes


def report(codes: Mapping[str, int]) -> int:
    """Prints one closing line, and returns the exit code of the whole."""
    failed = [name for name, code in codes.items() if code]
    print(f"\nFailed: {', '.join(failed)}" if failed else f"\nAll {len(codes)} checks passed", flush=True)
    return 1 if failed else 0


def provide_mp3val() -> str:
    """Installs mp3val, the validator of MP3 frames, where the system's package manager lets us.

    Returns:
        What to tell the person, or nothing. The test that uses it is skipped where it is missing.
    """
    return _provide("mp3val", ("mp3val",), "its test")


def provide_chromium() -> str:
    """Installs Chromium, which the tests of the page drive, where the system's package manager lets us.

    Returns:
        What to tell the person, or nothing. The tests of the page are skipped where there is no such browser.
    """
    return _provide("chromium", ("chromium", "chromium-browser", "google-chrome"), "the tests of the page")


def _provide(package: str, programs: Sequence[str], tests_of_it: str) -> str:
    if any(shutil.which(program) for program in programs):
        return ""
    if not shutil.which("apt-get") or not hasattr(os, "geteuid") or os.geteuid() != 0:
        return f"{package} is not installed: {tests_of_it} will be skipped."
    install = ("apt-get", "install", "--yes", "--quiet", "--no-install-recommends", package)
    if _apt(install) or (_apt(("apt-get", "update", "--quiet")) and _apt(install)):
        return ""
    return f"{package} could not be installed with apt-get: {tests_of_it} will be skipped."


def _apt(command: Sequence[str]) -> bool:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    try:
        done = subprocess.run(
            command,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=_APT_TIME_LIMIT_S,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0
