"""The boundary of the command line: whatever ends a command is a sentence and an exit code."""

from __future__ import annotations

import ast
import errno
import inspect
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import click
import pytest

import kneadcast.cli
from kneadcast.cli.boundary import separate_debug
from kneadcast.cli.program import cli
from kneadcast.cli.signals import Interrupted, interruptible
from kneadcast.errors import SettingsError
from kneadcast.settings import config_file
from tests.cli.runner import run

INSTANTS = 100
TRACEBACK = "Traceback (most recent call last)"
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="it needs a shell and the signals of POSIX")
RUN = "import sys; from kneadcast.cli import main; sys.argv[0] = 'kneadcast'; main()"
WAITING = """
import sys, time
from pathlib import Path
import kneadcast.build
from kneadcast.atomic_file import atomic_file

def build_session(*_arguments, **_options):
    with atomic_file(Path("session.mp3")) as part:
        part.write_bytes(b"half of it")
        Path("begun").touch()
        try:
            time.sleep(30)
        finally:
            end_s = time.monotonic() + 0.3
            while time.monotonic() < end_s:
                time.sleep(0.01)
            Path("cleaned").touch()

kneadcast.build.build_session = build_session
sys.argv = ["kneadcast", "build"]
from kneadcast.cli import main
main()
"""


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> Callable[[BaseException], None]:
    """Returns a function that makes `kneadcast schema` fail with an exception."""

    def fail_with(error: BaseException) -> None:
        def fail() -> None:
            raise error

        monkeypatch.setattr("kneadcast.routine.schema.routine_schema", fail)

    return fail_with


def shell(command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Runs a command line in a shell, in which `$K` is the program."""
    return subprocess.run(
        ["bash", "-c", command],
        env={**os.environ, "K": f"{sys.executable} -c '{RUN}'", "RUN": RUN, "PYTHON": sys.executable, **environment},
        capture_output=True,
        text=True,
        errors="replace",
        timeout=60,
        check=False,
    )


def kneadcast_in_shell(arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Runs the program in a shell, which also interprets redirections."""
    return shell(f'"$PYTHON" -c "$RUN" {arguments}', **environment)


def test_an_error_that_nobody_foresaw_is_one_line_that_says_how_to_see_more(
    failing: Callable[[BaseException], None],
) -> None:
    """A bug is distinguished from a mistake of the user, without a traceback."""
    failing(TypeError("unsupported operand"))
    result = run("schema")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == (
        "kneadcast: unexpected error: TypeError: unsupported operand; "
        "run the command again with --debug to see the details\n"
    )


@pytest.mark.parametrize("arguments", [("--debug", "schema"), ("schema", "--debug"), ("schema", "--debug", "routine")])
def test_debug_shows_the_traceback_wherever_it_is_typed(
    failing: Callable[[BaseException], None], arguments: tuple[str, ...]
) -> None:
    """`--debug` may stand before the command, after it and between its arguments."""
    failing(TypeError("unsupported operand"))
    result = run(*arguments)
    assert result.exit_code == 1
    assert TRACEBACK in result.stderr
    assert result.stderr.endswith("kneadcast: unexpected error: TypeError: unsupported operand\n")


def test_debug_shows_the_cause_of_an_error_that_is_meant_for_the_user(failing: Callable[[BaseException], None]) -> None:
    """The sentence remains the last line, and the cause can be seen above it."""
    error = SettingsError("the preset cannot be read")
    error.__cause__ = PermissionError(errno.EACCES, "Permission denied")
    failing(error)
    assert run("schema").stderr == "kneadcast: the preset cannot be read\n"
    shown = run("schema", "--debug").stderr
    assert "PermissionError" in shown
    assert shown.endswith("kneadcast: the preset cannot be read\n")


@pytest.mark.parametrize(("value", "wanted"), [("1", True), ("yes", True), ("", False), ("0", False), ("No", False)])
def test_the_environment_can_ask_for_details(monkeypatch: pytest.MonkeyPatch, value: str, wanted: bool) -> None:
    """KNEADCAST_DEBUG has the effect of `--debug`."""
    monkeypatch.setenv("KNEADCAST_DEBUG", value)
    assert separate_debug(["plan"]) == (wanted, ["plan"])


def test_after_two_dashes_nothing_is_an_option() -> None:
    """A text may be `--debug`."""
    assert separate_debug(["say", "--", "--debug"]) == (False, ["say", "--", "--debug"])


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (OSError(errno.ENOSPC, "", "/full/song.mp3"), "'/full/song.mp3' cannot be used: the disk is full; free some"),
        (OSError(errno.EROFS, "", "a", None, "b"), "'a' and 'b' cannot be used: the disk is read-only"),
        (OSError(errno.ENAMETOOLONG, "", "n" * 5000), f"{'n' * 100}' cannot be used: the name is too long"),
        (OSError(errno.EIO, "Input/output error"), "a file cannot be read or written: Input/output error"),
        (BrokenPipeError(errno.EPIPE, "Broken pipe"), "a file cannot be read or written: Broken pipe"),
        (MemoryError(), "there is not enough memory"),
        (RecursionError("maximum recursion depth exceeded"), "nested too deeply"),
        (ValueError("embedded null byte"), "a name contains a character that no file name can have"),
        (UnicodeEncodeError("utf-8", "\ud800", 0, 1, "surrogates not allowed"), "a name contains a character"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_the_system_refuses_is_a_sentence_with_the_file(
    failing: Callable[[BaseException], None], error: BaseException, sentence: str
) -> None:
    """A sentence says what was refused and why; a long name is shortened."""
    failing(error)
    result = run("schema")
    assert (result.exit_code, result.stdout) == (1, "")
    assert sentence in result.stderr
    assert len(result.stderr) < 400
    assert len(result.stderr.splitlines()) == 1


def test_a_wrong_value_in_the_environment_is_refused_with_the_name_of_the_variable(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Whoever reads the error knows where the value is that nobody typed."""
    monkeypatch.setenv("KNEADCAST_PACE", "brisk")
    result = run("plan")
    assert result.exit_code == 2
    assert "The value comes from the environment variable KNEADCAST_PACE." in result.stderr


@pytest.mark.parametrize(
    ("variable", "value", "note"),
    [
        ("KNEADCAST_PACE", "500", "--pace 500 comes from the environment variable KNEADCAST_PACE"),
        ("KNEADCAST_BITRATE", "7", "--bitrate 7 comes from the environment variable KNEADCAST_BITRATE"),
        ("KNEADCAST_TEMPLATE", "nope", "--template nope comes from the environment variable KNEADCAST_TEMPLATE"),
        ("KNEADCAST_FOLDER", "~nosuchuser", "--folder ~nosuchuser comes from the environment variable"),
    ],
)
@pytest.mark.usefixtures("here")
def test_an_error_about_a_value_in_the_environment_names_the_variable(
    monkeypatch: pytest.MonkeyPatch, variable: str, value: str, note: str
) -> None:
    """Also values that are refused after the command line was read are traced to their source."""
    monkeypatch.setenv(variable, value)
    result = run("build", "five-minute-feet", "--length", "3m")
    assert result.exit_code == 1
    assert f"kneadcast: note: {note}" in result.stderr


def test_an_error_about_a_value_of_the_config_file_names_the_file() -> None:
    """A template in the config file that does not exist is traced to that file."""
    config_file().write_text("template: nope\n", encoding="utf-8")
    assert f"--template nope comes from the config file {config_file()}" in run("plan").stderr
    assert "note:" not in run("plan", "--template", "other").stderr


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("text", ["folder: ~nosuchuser/x\n", "a: [\n", "\x00", "voice: {}\n"])
def test_the_help_of_a_command_does_not_need_the_settings(text: str) -> None:
    """`--help` works whatever is in the config file; the command itself reports the problem."""
    config_file().write_text(text, encoding="utf-8")
    result = run("build", "--help")
    assert result.exit_code == 0
    assert "--length" in result.stdout
    assert run("build", "five-minute-feet", "--length", "3m").exit_code == 1


@pytest.mark.parametrize("arguments", [("--help",), ("--version",), ("build", "--help"), ("new", "-h")])
@pytest.mark.parametrize("folder", ["f" * 300, "config/file/below", "\udcff", "~nosuchuser"])
def test_help_and_version_need_no_folder(
    monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], folder: str
) -> None:
    """`--help` and `--version` work with any value of any variable."""
    for name in ("HOME", "XDG_CONFIG_HOME", "KNEADCAST_CONFIG_DIR", "KNEADCAST_CACHE", "KNEADCAST_PACE"):
        monkeypatch.setenv(name, folder)
    result = run(*arguments)
    assert (result.exit_code, result.stderr) == (0, "")


def test_control_characters_in_an_error_are_shown_and_not_sent(failing: Callable[[BaseException], None]) -> None:
    """Text from a file cannot move the cursor or change the title of the terminal."""
    failing(ValueError("\x1b]0;owned\x07\x9b2J\rgone"))
    for arguments in (("schema",), ("schema", "--debug"), ("plan", "--length", "\x1b[2J\x07")):
        assert not {"\x1b", "\x07", "\x9b", "\r"} & set(run(*arguments).stderr)


def test_control_characters_in_results_are_shown_and_not_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    """A line break remains; JSON stays JSON."""
    monkeypatch.setattr(
        "kneadcast.reports.routine_summary.describe", lambda _routine: "one\x07\x9b\ntwo\u202e \ud800\n"
    )
    assert run("show", "five-minute-feet").stdout == "one\\x07\\x9b\ntwo\\u202e \\ud800\n"
    text = "a\x9bb\u202e\ud800"
    monkeypatch.setattr("kneadcast.routine.schema.routine_schema", lambda: {"title": text})
    shown = run("schema").stdout
    assert json.loads(shown)["title"] == text
    assert not set(text) - {"a", "b"} & set(shown)


@pytest.mark.usefixtures("here")
@pytest.mark.skipif(sys.platform != "linux", reason="file names are bytes only here")
def test_a_name_that_is_no_text_is_printed_byte_for_byte_for_other_programs(tmp_path: Path) -> None:
    """What a program reads from standard output is the name of the file that was written."""
    name = os.fsdecode(b"\xff.yaml")
    result = run("new", "my-routine", "-o", name)
    assert result.exit_code == 0, result.stderr
    assert (tmp_path / name).exists()
    assert result.stdout_bytes in (b"\xff.yaml\n", b"\\udcff.yaml\n")
    shown = kneadcast_in_shell(f"check {tmp_path}/$'\\xff'.yaml", PYTHONIOENCODING="ascii", LC_ALL="C")
    assert (shown.returncode, shown.stderr) == (0, "")


@POSIX
@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize(
    ("command", "exit_code", "message"),
    [
        ("avoidances >/dev/full", 1, "standard output cannot be written: the disk is full"),
        ("--help >/dev/full", 1, "standard output cannot be written: the disk is full"),
        ("avoidances >&-", 1, "standard output cannot be written: it is closed"),
        ("avoidances >&- 2>&-", 1, ""),
        ("avoidances 2>&-", 0, ""),
        ("avoidances 2>/dev/full", 0, ""),
        ("build no-such 2>/dev/full", 1, ""),
        ("build no-such 2>&-", 1, ""),
        ("start <&-", 1, "the input ended before the last answer"),
        ("avoidances | head -1", 0, ""),
    ],
)
def test_results_that_cannot_be_printed_are_no_success_and_never_a_traceback(
    command: str, exit_code: int, message: str, unbuffered: str
) -> None:
    """Closed streams, a full disk and a reader that has gone end with one sentence at most, however Python writes."""
    if "/dev/full" in command and not Path("/dev/full").exists():
        pytest.skip("it needs /dev/full")
    result = kneadcast_in_shell(command, PYTHONUNBUFFERED=unbuffered)
    assert result.returncode == exit_code, result.stderr
    assert message in result.stderr
    assert "Traceback" not in result.stderr
    assert "Exception ignored" not in result.stderr
    assert len(result.stderr.splitlines()) <= 1


@POSIX
@pytest.mark.parametrize("environment", [{}, {"PYTHONIOENCODING": "ascii"}])
def test_a_shell_gets_the_script_that_completes_commands(environment: dict[str, str]) -> None:
    """Click writes it in bytes, past the text of the stream."""
    result = kneadcast_in_shell("", _KNEADCAST_COMPLETE="zsh_source", **environment)
    assert (result.returncode, result.stderr) == (0, "")
    assert "#compdef kneadcast" in result.stdout
    full = kneadcast_in_shell(">&-", _KNEADCAST_COMPLETE="zsh_source")
    assert (full.returncode, "standard output cannot be written" in full.stderr) == (1, True)


@POSIX
def test_a_reader_that_has_gone_ends_the_program_silently() -> None:
    """A pipe without a reader ends a program with 128 and the number of SIGPIPE, by the custom of shells."""
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "wb") as pipe:
        done = subprocess.run(
            [sys.executable, "-c", RUN, "avoidances"], stdout=pipe, stderr=subprocess.PIPE, check=False
        )
    assert (done.returncode, done.stderr) == (141, b"")


@POSIX
def test_what_is_printed_never_ends_in_a_file_when_a_stream_is_closed(tmp_path: Path) -> None:
    """The first file that is opened must not get the descriptor of standard output."""
    code = (
        "import os, sys\nfrom kneadcast.cli.streams import reserve_descriptors\nreserve_descriptors()\n"
        "file = open(sys.argv[1], 'w')\nos.write(1, b'noise')\nos.write(2, b'noise')\nfile.write('content')\n"
    )
    target = tmp_path / "file.txt"
    shell(f'"$PYTHON" -c "$CODE" {target} <&- >&- 2>&-', CODE=code)
    assert target.read_text() == "content"


def begin_waiting(folder: Path, **options: object) -> subprocess.Popen[str]:
    """Starts a build that has written half of a file and waits."""
    process: subprocess.Popen[str] = subprocess.Popen(
        [sys.executable, "-c", WAITING],
        cwd=folder,
        stderr=subprocess.PIPE,
        text=True,
        **options,  # type: ignore[call-overload]
    )
    end_s = time.monotonic() + 20
    while not (folder / "begun").exists():
        assert process.poll() is None, process.communicate()[1]
        assert time.monotonic() < end_s
        time.sleep(0.02)
    return process


@POSIX
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT", "SIGUSR1"])
def test_every_signal_that_can_be_handled_cleans_up(tmp_path: Path, name: str) -> None:
    """A signal that would end the process removes what is incomplete, says so, and has its own exit code."""
    process = begin_waiting(tmp_path)
    process.send_signal(getattr(signal, name))
    _, said = process.communicate(timeout=10)
    assert process.returncode == 128 + getattr(signal, name)
    what = "interrupted" if name == "SIGINT" else f"ended by {name}"
    assert said.strip() == f"kneadcast: {what}; no incomplete file remains."
    assert sorted(path.name for path in tmp_path.iterdir()) == ["begun", "cleaned"]


@POSIX
def test_a_second_interrupt_does_not_stop_the_clean_up(tmp_path: Path) -> None:
    """Impatient users press Ctrl-C more than once."""
    process = begin_waiting(tmp_path)
    for _ in range(3):
        process.send_signal(signal.SIGINT)
        time.sleep(0.05)
    _, said = process.communicate(timeout=10)
    assert (process.returncode, said.strip()) == (130, "kneadcast: interrupted; no incomplete file remains.")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["begun", "cleaned"]


@POSIX
def test_a_signal_that_is_ignored_from_the_start_stays_so(tmp_path: Path) -> None:
    """`nohup kneadcast build` survives the end of the terminal."""
    process = begin_waiting(tmp_path, preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_IGN))
    process.send_signal(signal.SIGHUP)
    with pytest.raises(subprocess.TimeoutExpired):
        process.wait(timeout=0.5)
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=10) == 128 + signal.SIGTERM


@POSIX
def test_an_interrupt_while_modules_are_loaded_is_silent() -> None:
    """Ctrl-C before the command begins ends the program without a traceback."""
    code = (
        "import os, signal, sys\n"
        "class Interrupt:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name == 'kneadcast.cli.commands.build':\n"
        "            os.kill(os.getpid(), signal.SIGINT)\n"
        "sys.meta_path.insert(0, Interrupt())\n" + RUN.replace("; ", "\n")
    )
    done = subprocess.run([sys.executable, "-c", code, "--help"], capture_output=True, text=True, check=False)
    assert done.returncode in (130, -signal.SIGINT)
    assert (done.stdout, done.stderr) == ("", "")


def test_an_interrupt_inside_of_another_error_is_an_interrupt(failing: Callable[[BaseException], None]) -> None:
    """A library may wrap an interrupt into an error of its own."""
    error = RuntimeError("Error calling __set_name__")
    error.__cause__ = KeyboardInterrupt()
    failing(error)
    result = run("schema")
    assert (result.exit_code, result.stderr.strip()) == (130, "kneadcast: interrupted; no incomplete file remains.")


@pytest.mark.usefixtures("here")
def test_an_interrupted_batch_says_that_it_can_be_continued(monkeypatch: pytest.MonkeyPatch) -> None:
    """The exit code is that of an interrupt, and nobody has to guess what became of the finished sessions."""

    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    Path("batch.yaml").write_text("format: 1\nsessions: [{routine: five-minute-feet}]\n", encoding="utf-8")
    monkeypatch.setattr("kneadcast.batch.read_jobs", lambda _file: ())
    monkeypatch.setattr("kneadcast.batch.run_batch", interrupt)
    result = run("batch", "batch.yaml")
    assert result.exit_code == 130
    assert "The sessions that are complete are kept; run the command again" in result.stderr


@POSIX
def test_an_interrupt_that_a_finalizer_swallows_comes_again() -> None:
    """Python prints and forgets what is raised in a finalizer; the program still ends."""

    class Finalized:
        def __del__(self) -> None:
            signal.raise_signal(signal.SIGINT)

    def finalize() -> None:
        with interruptible():
            Finalized()
            time.sleep(5)

    with pytest.raises(Interrupted):
        finalize()


def test_an_interrupt_at_a_question_is_an_interrupt(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C at a prompt has the exit code of Ctrl-C, and the end of the input has a sentence of its own."""

    def interrupt(*_: object) -> str:
        raise KeyboardInterrupt

    result = run("start", answers="")
    assert (result.exit_code, "the input ended before the last answer" in result.stderr) == (1, True)
    monkeypatch.setattr("kneadcast.cli.commands.start.ask", interrupt)
    assert run("start").exit_code == 130
    monkeypatch.setattr("kneadcast.cli.commands.start.ask", lambda *_: click.prompt("?", prompt_suffix=""))
    monkeypatch.setattr("click.termui._readline_prompt", interrupt, raising=False)
    assert run("start").exit_code == 130


@POSIX
@pytest.mark.parametrize(
    "environment",
    [{"COLUMNS": "20"}, {"LC_ALL": "C", "TERM": "dumb"}, {"LC_ALL": "POSIX", "PYTHONIOENCODING": "ascii"}],
)
@pytest.mark.parametrize("command", ["--help", "avoidances"])
def test_a_poor_terminal_is_enough(command: str, environment: dict[str, str]) -> None:
    """Narrow terminals, terminals without colours and encodings without letters show everything."""
    result = kneadcast_in_shell(command, **environment)
    assert (result.returncode, result.stderr) == (0, "")


def test_no_command_writes_to_the_terminal_past_the_safe_streams() -> None:
    """Only what draws on the terminal may send control characters; everything else goes through `click.echo`."""
    drawing = {
        "progress.py",
        "batch.py",
        "live_playback.py",
        "play.py",
        "serve.py",
        "streams.py",
        "printing.py",
        "boundary.py",
        "program.py",
    }
    for path in Path(inspect.getfile(kneadcast.cli)).parent.rglob("*.py"):
        names = {node.attr for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Attribute)}
        assert path.name in drawing or not names & {"stdout", "stderr"}, path
    assert set(cli.commands)


@POSIX
@pytest.mark.slow
@pytest.mark.faults
def test_an_interrupt_at_any_instant_shows_no_traceback() -> None:
    """From the first line of the program to the end of the interpreter, Ctrl-C shows one sentence at most."""
    code = (
        "import os, signal, sys, kneadcast.cli; sys.argv = ['kneadcast', 'avoidances']; "
        "signal.signal(signal.SIGINT, signal.SIG_DFL); os.write(1, b'!'); kneadcast.cli.main()"
    )
    for number in range(INSTANTS):
        process = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        assert process.stdout is not None
        assert process.stdout.read(1) == b"!"
        time.sleep(0.002 + 0.4 * number / INSTANTS)
        process.send_signal(signal.SIGINT)
        said = process.communicate(timeout=10)[1].decode()
        assert said.strip() in ("", "kneadcast: interrupted; no incomplete file remains."), said
        assert process.returncode in (0, 130, -signal.SIGINT)
