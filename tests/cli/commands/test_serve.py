"""`kneadcast serve`."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kneadcast.serving import extra
from kneadcast.serving.server import Server
from tests.cli.runner import run
from tests.output.sessions import written

LIMIT_S = 30


@pytest.fixture
def waited(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Lets the server end at once, as if Ctrl-C had been pressed; collects how often it waited."""
    times: list[str] = []

    def interrupt(_: Server) -> None:
        times.append("waited")
        raise KeyboardInterrupt

    monkeypatch.setattr(Server, "wait", interrupt)
    return times


def test_the_sessions_and_their_address_are_printed_and_ctrl_c_ends_quietly(here: Path, waited: list[str]) -> None:
    result = run("serve", str(written(here)))
    assert result.exit_code == 130
    assert result.stdout.startswith("Sharing 1 session on this computer until Ctrl-C:\n  A test, 24s\n\n")
    assert re.search(r"^http://127\.0\.0\.1:\d+/[\w-]{22}/$", result.stdout, re.MULTILINE)
    assert result.stderr.splitlines()[-1] == "The sessions are no longer shared."
    assert waited == ["waited"]


def test_on_loopback_one_line_says_how_other_devices_reach_it(here: Path, waited: list[str]) -> None:
    path = written(here, name="my session.mp3")
    result = run("serve", path.name)
    hint = f"In your home network they can with: kneadcast serve '{path.name}' --host lan"
    assert f"Other devices cannot reach it. {hint}" in result.stderr.splitlines()
    assert waited == ["waited"]


def test_a_routine_is_built_first_with_progress(here: Path, waited: list[str]) -> None:
    result = run("serve", "five-minute-feet", "--template", "plain", "--language", "de")
    assert result.exit_code == 130
    assert "Mixing ..." in result.stderr
    assert "  Fünf Minuten für die Füße, 5m00s\n" in result.stdout
    assert list(here.iterdir()) == []
    assert waited == ["waited"]


def test_nothing_is_opened_if_one_file_is_no_session(here: Path, waited: list[str]) -> None:
    (here / "song.mp3").write_bytes(b"x")
    result = run("serve", str(written(here)), "song.mp3", "gone.mp3", "toes-to-hop")
    assert (result.exit_code, result.stdout, waited) == (1, "", [])
    assert [word in result.stderr for word in ("song.mp3", "gone.mp3", "toes-to-hop")] == [True] * 3


def test_a_port_in_use_is_an_error(here: Path, waited: list[str]) -> None:
    path = written(here)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        result = run("serve", str(path), "--port", str(port))
    assert (result.exit_code, waited) == (1, [])
    assert f"port {port} is in use by another program" in result.stderr


@pytest.mark.parametrize("host", ["0.0.0.0", "nobody", ""])  # noqa: S104
def test_a_host_that_is_no_address_is_an_error(here: Path, waited: list[str], host: str) -> None:
    result = run("serve", str(written(here)), "--host", host)
    assert (result.exit_code, waited) == (1, [])
    assert "or --host lan" in result.stderr


def test_without_the_extra_the_command_that_installs_it_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extra, "find_spec", lambda _name: None)
    result = run("serve")
    assert result.exit_code == 1
    assert "pip install 'kneadcast[serve]'" in result.stderr


@pytest.fixture
def program(here: Path) -> Iterator[Callable[[Path], tuple[subprocess.Popen[str], str]]]:
    """Returns a function that runs the real program, and returns it with the address that it prints."""
    started: list[subprocess.Popen[str]] = []

    def start(path: Path) -> tuple[subprocess.Popen[str], str]:
        process = subprocess.Popen(
            [sys.executable, "-m", "kneadcast", "serve", str(path)],
            cwd=here,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        started.append(process)
        assert process.stdout
        lines = iter(process.stdout.readline, "")
        return process, next(line.strip() for line in lines if line.startswith("http"))

    yield start
    for process in started:
        process.kill()
        process.communicate()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows sends Ctrl-C to a whole console")
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_a_signal_ends_the_program_within_seconds_while_it_sends(
    here: Path, program: Callable[[Path], tuple[subprocess.Popen[str], str]], name: str
) -> None:
    path = written(here)
    with path.open("ab") as file:
        file.truncate(80_000_000)
    before = sorted(here.iterdir())
    process, url = program(path)
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(f"{url}1/session.mp3", timeout=LIMIT_S) as sound:
        assert sound.read(1000)
        begin_s = time.monotonic()
        process.send_signal(getattr(signal, name))
        _, errors = process.communicate(timeout=LIMIT_S)
    assert time.monotonic() - begin_s < 8
    assert process.returncode == 128 + getattr(signal, name)
    assert "Traceback" not in errors
    assert errors.splitlines()[-1] == "The sessions are no longer shared."
    assert sorted(here.iterdir()) == before
