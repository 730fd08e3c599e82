"""The scripts of a fresh machine: what they install when, and what they say where they cannot."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

import _checks
import _environment
from _environment import LOCK, ROOT, STAMP, CommandResult, Extra, SetupError


class FakeInstaller:
    """Stands in for venv and pip: makes the file that a venv makes, and remembers what it was asked."""

    def __init__(self, fails_at: str = "", version: str = sys.version) -> None:
        self.fails_at = fails_at
        self.version = version
        self.asked: list[str] = []

    def __call__(self, command: Sequence[str], folder: Path) -> CommandResult:
        assert (folder / ".venv" / LOCK).exists(), "nothing may be changed without the lock"
        asked = " ".join(command[1:])
        self.asked.append(asked)
        if self.fails_at and self.fails_at in asked:
            return CommandResult(
                1, "\n".join([*(f"line {number}" for number in range(100)), "ERROR: no route to host"])
            )
        if "-m venv" in asked:
            write_python(folder)
        return CommandResult(0, self.version)

    @property
    def made_environments(self) -> int:
        return sum("-m venv" in asked for asked in self.asked)


def write_python(root: Path) -> None:
    python = _environment.program(root, "python")
    python.parent.mkdir(parents=True, exist_ok=True)
    python.touch()


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    (tmp_path / "pyproject.toml").write_text("[project]\n")
    return tmp_path


def refuse(command: Sequence[str], folder: Path) -> CommandResult:
    raise AssertionError(f"a whole environment was touched: {command} in {folder}")


def test_the_first_run_makes_an_environment_and_the_second_touches_nothing(
    checkout: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first = FakeInstaller()
    _environment.prepare(checkout, "", first)
    assert first.made_environments == 1
    assert first.asked[-1].endswith("--editable .")
    _environment.prepare(checkout, "", refuse)
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)


def test_an_environment_with_the_tools_serves_a_session_but_not_the_other_way_round(checkout: Path) -> None:
    _environment.prepare(checkout, "dev", FakeInstaller())
    _environment.prepare(checkout, "", refuse)

    (checkout / ".venv" / STAMP).write_text("\n".join(_environment.stamp_lines(checkout, "")), encoding="utf-8")
    more = FakeInstaller()
    _environment.prepare(checkout, "dev", more)
    assert more.made_environments == 0
    assert more.asked[-1].endswith("--editable .[dev]")


def test_a_changed_project_is_installed_again_into_the_same_environment(checkout: Path) -> None:
    _environment.prepare(checkout, "", FakeInstaller())
    (checkout / "pyproject.toml").write_text("[project]\nname = 'other'\n")
    again = FakeInstaller()
    _environment.prepare(checkout, "", again)
    assert again.asked
    assert again.made_environments == 0
    _environment.prepare(checkout, "", refuse)


def test_another_python_gets_an_environment_of_its_own(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _environment.prepare(checkout, "", FakeInstaller())
    monkeypatch.setattr(sys, "version", "3.99.0 (main)")
    other = FakeInstaller()
    _environment.prepare(checkout, "", other)
    assert other.made_environments == 1


def test_a_checkout_that_was_moved_gets_a_new_environment(checkout: Path, tmp_path: Path) -> None:
    _environment.prepare(checkout, "", FakeInstaller())
    moved = tmp_path / "moved"
    shutil.copytree(checkout, moved, ignore=shutil.ignore_patterns("moved"))
    other = FakeInstaller()
    _environment.prepare(moved, "", other)
    assert other.made_environments == 1


def test_a_missing_python_is_installed_again_although_the_stamp_exists(checkout: Path) -> None:
    _environment.prepare(checkout, "", FakeInstaller())
    _environment.program(checkout, "python").unlink()
    mender = FakeInstaller()
    _environment.prepare(checkout, "", mender)
    assert mender.made_environments == 1


@pytest.mark.parametrize("fails_at", ["-m venv", "pip>=", "--editable"])
def test_a_failed_install_leaves_no_stamp_and_the_next_run_starts_afresh(checkout: Path, fails_at: str) -> None:
    with pytest.raises(SetupError) as problem:
        _environment.prepare(checkout, "", FakeInstaller(fails_at))
    assert "ERROR: no route to host" in str(problem.value)
    assert "line 10\n" not in str(problem.value), "only the end of pip's output is shown"
    assert "run this again" in str(problem.value)
    assert not (checkout / ".venv" / STAMP).exists()

    rubbish = checkout / ".venv" / "lib" / "half.py"
    rubbish.parent.mkdir(exist_ok=True)
    rubbish.touch()
    mender = FakeInstaller()
    _environment.prepare(checkout, "", mender)
    assert mender.made_environments == 1
    assert not rubbish.exists()
    assert _environment.is_complete(checkout, "")


def test_a_failed_update_leaves_no_stamp_either(checkout: Path) -> None:
    _environment.prepare(checkout, "", FakeInstaller())
    (checkout / "pyproject.toml").write_text("changed")
    with pytest.raises(SetupError):
        _environment.prepare(checkout, "", FakeInstaller("--editable"))
    assert not (checkout / ".venv" / STAMP).exists()


@pytest.mark.parametrize("extra", ["", "dev"])
def test_an_environment_made_by_hand_is_kept_where_it_works(checkout: Path, extra: Extra) -> None:
    write_python(checkout)
    mine = checkout / ".venv" / "mine.txt"
    mine.touch()
    installer = FakeInstaller()
    _environment.prepare(checkout, extra, installer)
    assert installer.made_environments == 0
    assert mine.exists()


def test_an_environment_made_by_hand_with_another_python_is_made_anew(checkout: Path) -> None:
    write_python(checkout)
    installer = FakeInstaller(version="3.9.1 (main)")
    _environment.prepare(checkout, "", installer)
    assert installer.made_environments == 1


@pytest.mark.skipif(os.name == "nt", reason="Windows locks by file handle and waits the same way")
def test_a_run_waits_while_another_makes_the_environment_and_then_uses_it(
    checkout: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    import fcntl

    _environment.prepare(checkout, "", FakeInstaller())
    stamp = checkout / ".venv" / STAMP
    content = stamp.read_text(encoding="utf-8")
    stamp.unlink()
    with (checkout / ".venv" / LOCK).open("ab") as other_run:
        fcntl.flock(other_run, fcntl.LOCK_EX)

        def finish_the_other_run(_seconds: float) -> None:
            stamp.write_text(content, encoding="utf-8")
            fcntl.flock(other_run, fcntl.LOCK_UN)

        monkeypatch.setattr("_environment.time.sleep", finish_the_other_run)
        _environment.prepare(checkout, "", refuse)
    assert "Waiting for another run" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("apt", "remedy"), [("/usr/bin/apt-get", "sudo apt install python3-venv"), (None, "python.org")]
)
def test_for_a_python_without_venv_the_message_states_what_to_install(
    checkout: Path, monkeypatch: pytest.MonkeyPatch, apt: str | None, remedy: str
) -> None:
    monkeypatch.setattr(shutil, "which", lambda _name: apt)
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == "ensurepip" else object())
    with pytest.raises(SetupError) as problem:
        _environment.prepare(checkout, "", refuse)
    assert "has no ensurepip." in str(problem.value)
    assert remedy in str(problem.value)
    assert f"python3.{sys.version_info.minor}" in str(problem.value)
    assert not (checkout / ".venv").exists()


def test_a_folder_that_cannot_be_written_is_a_clear_problem(checkout: Path) -> None:
    (checkout / ".venv").touch()
    with pytest.raises(SetupError, match="cannot be created"):
        _environment.prepare(checkout, "", refuse)


def fake_checkout(folder: Path) -> Path:
    """Copies the scripts beside a whole environment whose `kneadcast` shows what reaches it."""
    shutil.copytree(ROOT / "scripts", folder / "scripts", ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "pyproject.toml").write_text("[project]\n")
    _environment.prepare(folder, "", FakeInstaller())
    program = _environment.program(folder, "kneadcast")
    program.write_text('#!/bin/sh\nprintf "<%s>" "$@" "$PWD"\ncat\necho problem >&2\nexit 7\n')
    program.chmod(0o755)
    return folder


@pytest.mark.skipif(os.name == "nt", reason="the stand-in program is a shell script")
@pytest.mark.parametrize(
    ("arguments", "passed_on"),
    [([], "<build>"), (["build", "--length", "20m", "a b", ""], "<build><--length><20m><a b><>"), (["-h"], "<-h>")],
)
def test_arguments_streams_folder_and_exit_code_pass_through(
    tmp_path: Path, arguments: list[str], passed_on: str
) -> None:
    root = fake_checkout(tmp_path / "a checkout")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    done = subprocess.run(
        [sys.executable, root / "scripts" / "session.py", *arguments],
        cwd=elsewhere,
        input="typed",
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout == f"{passed_on}<{elsewhere}>typed"
    assert (done.stderr, done.returncode) == ("problem\n", 7)
    assert list(elsewhere.iterdir()) == []


@pytest.mark.skipif(os.name == "nt", reason="the stand-in program is a shell script")
def test_a_second_run_imports_nothing_that_had_to_be_installed(tmp_path: Path) -> None:
    root = fake_checkout(tmp_path / "checkout")
    done = subprocess.run(
        [sys.executable, "-S", "-X", "importtime", root / "scripts" / "session.py"],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    imported = {line.split("|")[-1].strip() for line in done.stderr.splitlines() if line.startswith("import time:")}
    roots = {name.partition(".")[0] for name in imported} - {"imported package"}
    assert "_environment" in roots
    assert roots - {"_environment"} <= set(sys.stdlib_module_names)


@pytest.mark.parametrize("script", ["session.py", "test.py"])
def test_the_scripts_can_be_read_by_a_python_that_is_too_old(script: str) -> None:
    """What an old Python cannot parse it cannot explain: no annotations, no f-strings, nothing but ASCII."""
    source = (ROOT / "scripts" / script).read_text(encoding="ascii")
    for modern in ("f'", 'f"', "->", ":=", "match "):
        assert modern not in source
    assert source.index("sys.version_info < (3, 10)") < source.index("import _")


def test_arguments_behind_the_dashes_go_to_pytest() -> None:
    assert _checks.split_arguments(["--all", "--", "-k", "name", "--"]) == (["--all"], ["-k", "name", "--"])
    assert _checks.split_arguments([]) == ([], [])


def test_slow_tests_run_only_with_all() -> None:
    assert _checks.tests(False, ["-x"]).command[-3:] == ("-m", "not slow", "-x")
    assert _checks.tests(True, ["-x"]).command[-4:] == ("--dist", "loadfile", "--no-loadscope-reorder", "-x")


@pytest.mark.parametrize("arguments", [["--al"], ["--all", "--fault"], ["--all", "--faults"], ["--all", "--help"]])
def test_an_unknown_option_is_refused_before_anything_is_installed(
    arguments: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(_environment, "prepare", refuse)
    assert _checks.main(arguments) == (0 if "--help" in arguments else 2)
    assert "[--all | --faults]" in capsys.readouterr().err


def install_nothing(*_: object) -> str:
    return ""


def checks_of(
    arguments: list[str], monkeypatch: pytest.MonkeyPatch, install: Callable[..., str] = install_nothing
) -> list[_checks.Check]:
    """Returns the checks that the script would run with some arguments.

    Args:
        arguments: Of the script.
        monkeypatch: Of the test.
        install: Stands in for the installation of a package.
    """
    ran: list[_checks.Check] = []

    def run_none(checks: Sequence[_checks.Check]) -> dict[str, int]:
        ran.extend(checks)
        return {}

    monkeypatch.setattr(_environment, "prepare", lambda *_: None)
    monkeypatch.setattr(_checks, "_install_package", install)
    monkeypatch.setattr(_checks, "run_all", run_none)
    assert _checks.main(arguments) == 0
    return ran


def test_the_fault_campaign_runs_alone_and_is_a_part_of_all(monkeypatch: pytest.MonkeyPatch) -> None:
    (campaign,) = checks_of(["--faults", "--", "-x"], monkeypatch)
    options = campaign.command
    assert options[options.index("-m") + 1] == "faults"
    assert options[-1] == "-x"
    *lints, everything = checks_of(["--all"], monkeypatch)
    assert tuple(lints) == _checks.LINTS
    assert "-m" not in everything.command


def test_every_test_of_the_fault_campaign_is_slow_as_well(request: pytest.FixtureRequest) -> None:
    folder = ROOT / "tests" / "faults"
    command = [sys.executable, "-m", "pytest", "--collect-only", "-q", "-m", "faults and not slow", str(folder)]
    done = subprocess.run(command, cwd=request.config.rootpath, capture_output=True, text=True, check=False)
    assert "no tests collected" in done.stdout, done.stdout


def test_every_check_runs_though_one_fails_and_the_whole_then_fails(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(_environment, "program", lambda _root, _name: Path(sys.executable))
    checks = [_checks.Check(str(code), ("python", "-c", f"raise SystemExit({code})")) for code in (0, 3, 0)]
    checks[2] = _checks.Check("last", checks[2].command)
    codes = _checks.run_all(checks)
    assert codes == {"0": 0, "3": 3, "last": 0}
    assert _checks.report(codes) == 1
    assert _checks.report({"0": 0}) == 0
    out = capfd.readouterr().out
    assert "-- 3: FAILED" in out
    assert "-- last: passed" in out


def test_mp3val_is_only_installed_where_it_is_missing_and_we_may(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Sequence[str]] = []

    def fail(command: Sequence[str]) -> bool:
        asked.append(command)
        return False

    monkeypatch.setattr(_checks, "_apt", fail)
    monkeypatch.setattr(os, "geteuid", lambda: 1000, raising=False)
    monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}")
    assert _checks.install_mp3val() == ""
    monkeypatch.setattr(shutil, "which", lambda name: None if name == "mp3val" else f"/usr/bin/{name}")
    assert "skipped" in _checks.install_mp3val()
    assert asked == []
    monkeypatch.setattr(os, "geteuid", lambda: 0, raising=False)
    assert "skipped" in _checks.install_mp3val()
    assert [command[1] for command in asked] == ["install", "update"]


def test_large_browsers_are_installed_for_the_slow_tests_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def note(package: str, *_: object) -> str:
        asked.append(package)
        return ""

    for arguments in ([], ["--faults"], ["--all"]):
        asked.clear()
        checks_of(arguments, monkeypatch, note)
        large = {"firefox-esr", "webkit2gtk-driver", "xvfb", "mpv"}
        assert large & set(asked) == (large if "--all" in arguments else set())


def test_any_chromium_will_do_for_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: "/usr/bin/google-chrome" if name == "google-chrome" else None)
    assert _checks.install_chromium() == ""
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    assert _checks.install_chromium() == "chromium is not installed: the tests of the page will be skipped."


@pytest.mark.slow
def test_a_fresh_checkout_with_an_empty_home_and_no_programs_writes_a_script(tmp_path: Path) -> None:
    checkout, home, elsewhere = tmp_path / "checkout", tmp_path / "home", tmp_path / "elsewhere"
    shutil.copytree(ROOT, checkout, ignore=shutil.ignore_patterns(".*", "__pycache__", "*.mp3"))
    home.mkdir()
    elsewhere.mkdir()
    kept = {name: value for name, value in os.environ.items() if name.startswith("PIP_") or name == "SYSTEMROOT"}
    done = subprocess.run(
        [
            getattr(sys, "_base_executable", sys.executable),
            checkout / "scripts" / "session.py",
            "script",
            "--length",
            "18m",
        ],
        cwd=elsewhere,
        env={**kept, "HOME": str(home), "USERPROFILE": str(home), "PATH": str(home)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout or any(elsewhere.iterdir())
    assert done.stderr.startswith("Creating a private environment in .venv")
