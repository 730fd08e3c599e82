"""Runs the checks of the project: linters, type checker, import contracts and, last, the tests."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import _environment
from _environment import ROOT, SetupError, say
from _room_voices import install_room_voices

_APT_TIME_LIMIT_S = 300
_USAGE = """\
usage: python3 scripts/test.py [--all | --faults] [-- ARGUMENTS OF pytest]
  --all     run the slow tests as well, which include the fault campaign
  --faults  run the fault campaign alone: kills, failing calls, damaged files and random arguments"""


_ON_ALL_CORES = ("-n", "auto", "--dist", "loadfile", "--no-loadscope-reorder")


class Check(NamedTuple):
    """A check: its name, and the command of a program in the environment."""

    name: str
    command: tuple[str, ...]


LINTS = (
    Check("ruff check", ("ruff", "check", ".")),
    Check("ruff format", ("ruff", "format", "--check", ".")),
    Check("mypy", ("mypy",)),
    Check("import contracts", ("lint-imports",)),
)


def main(arguments: Sequence[str]) -> int:
    """Runs all checks, prints the result of each, and returns the exit code: 0 only if all passed."""
    own, pytest_arguments = split_arguments(arguments)
    if set(own) - {"--all", "--faults"} or len(own) > 1:
        say(_USAGE)
        return 0 if set(own) & {"-h", "--help"} else 2
    try:
        _environment.prepare(ROOT, "dev")
        is_campaign, is_complete = "--faults" in own, "--all" in own
        notes = [install_strace()] if is_campaign else [install_mp3val(), install_chromium(), install_strace()]
        for note in (*notes, *(install_for_slow_tests() if is_complete else ())):
            if note:
                say(note)
        if is_campaign:
            return report(run_all([faults(pytest_arguments)]))
        return report(run_all([*LINTS, tests(is_complete, pytest_arguments)]))
    except SetupError as problem:
        say(str(problem))
        return 1
    except KeyboardInterrupt:
        say("Stopped.")
        return 130


def split_arguments(arguments: Sequence[str]) -> tuple[list[str], list[str]]:
    """Splits arguments at the first `--` into those of the script and those of pytest."""
    own = list(arguments)
    if "--" not in own:
        return own, []
    at = own.index("--")
    return own[:at], own[at + 1 :]


def tests(with_slow: bool, arguments: Sequence[str]) -> Check:
    """Returns the check that runs the tests on all cores.

    All tests of a file run in one process, because they share fixtures that are slow to build; the files begin in the
    order of `tests/conftest.py`. pytest uses the last `-m`, so one in `arguments` takes precedence.
    """
    chosen = () if with_slow else ("-m", "not slow")
    return Check("pytest", ("pytest", *_ON_ALL_CORES, *chosen, *arguments))


def faults(arguments: Sequence[str]) -> Check:
    """Returns the check that runs the fault campaign alone: kills, failing calls, damaged and random files.

    Its folder is named in addition to that of all tests, so that pytest prints what the campaign counted.
    """
    chosen = ("-m", "faults", "tests", "tests/faults")
    return Check("fault campaign", ("pytest", "-n", "auto", "--dist", "loadfile", *chosen, *arguments))


def run_all(checks: Sequence[Check]) -> dict[str, int]:
    """Runs checks in order, even after one has failed, and returns their exit codes by name."""
    codes = {}
    for check in checks:
        print(f"\n-- {check.name}", flush=True)
        start_s = time.monotonic()
        program = str(_environment.program(ROOT, check.command[0]))
        codes[check.name] = subprocess.run([program, *check.command[1:]], cwd=ROOT, check=False).returncode
        result = "FAILED" if codes[check.name] else "passed"
        print(f"-- {check.name}: {result} ({time.monotonic() - start_s:.1f} s)", flush=True)
    return codes


def report(codes: Mapping[str, int]) -> int:
    """Prints a summary of exit codes by name, and returns the exit code of the script."""
    failed = [name for name, code in codes.items() if code]
    print(f"\nFailed: {', '.join(failed)}" if failed else f"\nAll {len(codes)} checks passed", flush=True)
    return 1 if failed else 0


def install_mp3val() -> str:
    """Installs mp3val, a validator of MP3 frames, if it is missing and apt-get can be used.

    Returns:
        A message if it remains missing, in which case its test is skipped; otherwise an empty string.
    """
    return _install_package("mp3val", ("mp3val",), "its test")


def install_chromium() -> str:
    """Installs Chromium, which the tests of the page use, if no such browser is installed and apt-get can be used.

    Returns:
        A message if it remains missing, in which case these tests are skipped; otherwise an empty string.
    """
    return _install_package("chromium", ("chromium", "chromium-browser", "google-chrome"), "the tests of the page")


def install_strace() -> str:
    """Installs strace, with which tests trace connections, if it is missing and apt-get can be used.

    Returns:
        A message if it remains missing, in which case these tests are skipped; otherwise an empty string.
    """
    return _install_package("strace", ("strace",), "the tests that trace connections")


def install_for_slow_tests() -> tuple[str, ...]:
    """Installs what only slow tests use, if it is missing and can be installed: browsers, a screen and voices.

    They are large, so they are not installed for the other tests.

    Returns:
        A message for each that remains missing, whose tests are skipped; otherwise empty strings.
    """
    return (
        _install_package("firefox-esr", ("firefox-esr", "firefox"), "the tests of the page in Firefox"),
        _install_package("webkit2gtk-driver", ("WebKitWebDriver",), "the tests of the page in WebKit"),
        _install_package("xvfb", ("Xvfb",), "the tests of the page in WebKit"),
        _install_package("mpv", ("mpv",), "the tests of chapters in mpv"),
        install_room_voices(ROOT),
    )


def _install_package(package: str, programs: Sequence[str], its_tests: str) -> str:
    if any(shutil.which(program) for program in programs):
        return ""
    if not shutil.which("apt-get") or not hasattr(os, "geteuid") or os.geteuid() != 0:
        return f"{package} is not installed: {its_tests} will be skipped."
    install = ("apt-get", "install", "--yes", "--quiet", "--no-install-recommends", package)
    if _apt(install) or (_apt(("apt-get", "update", "--quiet")) and _apt(install)):
        return ""
    return f"{package} could not be installed with apt-get: {its_tests} will be skipped."


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
