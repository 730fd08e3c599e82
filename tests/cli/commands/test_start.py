"""`kneadcast start`."""

from __future__ import annotations

import os
import select
import shlex
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from kneadcast.catalog import Search
from kneadcast.choices import DEFAULT_ROUTINE
from kneadcast.output import is_kneadcast_file
from kneadcast.pipeline import Compiled
from kneadcast.rendering import Session
from kneadcast.routine import Routine, load_routine
from kneadcast.sound import MeasuredLevels
from kneadcast.speech.drivers.espeak import ESPEAK
from kneadcast.units import format_duration
from tests.cli.runner import run


def start(answers: str, *options: str) -> Result:
    """Answers the questions; a session without ambience is mixed fast."""
    return run("start", "--template", "plain", *options, answers=answers)


@pytest.fixture
def no_sound(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lets a session be compiled, but not mixed or written, so that a long one is quick."""

    def render(compiled: Compiled, target: Path, *_more: object, **_options: object) -> Session:
        return Session(target, compiled.script, (), MeasuredLevels(None, -3, -3, 0.1, None))

    monkeypatch.setattr("kneadcast.build.render", render)


def routine_of(result: Result) -> Routine:
    """Returns the routine of the session that was built."""
    assert result.exit_code == 0, result.stderr
    return load_routine(shlex.split(again(result))[2])


def again(result: Result) -> str:
    """Returns the command line that builds the session again."""
    last: str = result.stderr.splitlines()[-1]
    return last.removeprefix("To build it again: ")


@pytest.mark.usefixtures("here", "no_sound")
def test_enter_alone_builds_the_default_routine_at_its_own_length() -> None:
    result = start("\n\n\n\n\n", "--bitrate", "64")
    assert routine_of(result).name == DEFAULT_ROUTINE
    assert again(result) == f"kneadcast build {DEFAULT_ROUTINE} --template plain --bitrate 64"
    length = format_duration(load_routine(DEFAULT_ROUTINE).length)
    assert result.stdout.endswith(f"{DEFAULT_ROUTINE}-{length}.mp3\n")


def test_the_command_that_is_printed_builds_the_session_again(here: Path) -> None:
    result = start("feet\n3m\nchair\ntoes, no sole\nbrief\n", "--bitrate", "96")
    assert result.exit_code == 0, result.stderr
    path = here / result.stdout.splitlines()[-1]
    assert is_kneadcast_file(path)
    command = again(result)
    assert command.endswith("--length 3m00s --more toes --skip sole --talk brief --template plain --bitrate 96")
    before = path.read_bytes()
    assert run(*shlex.split(command)[1:]).exit_code == 0
    assert path.read_bytes() == before


@pytest.mark.usefixtures("here", "no_sound")
@pytest.mark.parametrize(
    ("purpose", "type_"),
    [
        ("unwind", "relaxing"),
        ("tight muscles", "classical"),
        ("care", "preventive"),
        ("light", "lymphatic"),
        ("smooth skin", "anti-cellulite"),
    ],
)
def test_a_purpose_gives_a_routine_of_its_type(purpose: str, type_: str) -> None:
    result = start(f"{purpose}\n\n\n\nbrief\n")
    assert routine_of(result).type == type_
    assert "comes closest" not in result.stderr
    assert "--length" not in again(result)


@pytest.mark.usefixtures("here", "no_sound")
def test_on_a_chair_everything_is_seated_and_the_nearest_kind_is_named_as_such() -> None:
    result = start("ease\n10m\nchair\n\nbrief\n")
    assert Search(positions=("seated",)).matches(routine_of(result))
    assert "No routine of this kind (ease tight muscles) fits the other answers" in result.stderr
    assert "--length" in again(result) or routine_of(result).length == 600_000


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize(("sore", "option"), [("", "--avoid ankle"), ("n", "--more ankle")])
def test_a_joint_is_avoided_unless_the_listener_says_that_it_is_not_sore(sore: str, option: str) -> None:
    result = start(f"\n4m30s\nchair\nankle\n{sore}\nchimes\n")
    assert result.exit_code == 0, result.stderr
    assert "Is your ankle sore" in result.output
    assert option in again(result)


@pytest.mark.usefixtures("here", "no_sound")
def test_with_a_partner_the_session_is_for_two() -> None:
    result = start("\n\ntogether\nno thigh\nchimes\n", "--with", "captions,lyrics")
    assert routine_of(result).mode == "partner"
    assert again(result).endswith("--skip thigh --talk chimes --template plain --with captions,lyrics")


def test_an_answer_that_no_routine_suits_is_reported() -> None:
    result = start("\n10m\nchair\nhip, hip replacement\nfull\n")
    assert result.exit_code == 1
    assert "no routine has everything that is requested (hip, seated, safe with hip-replacement)" in result.stderr


@pytest.mark.usefixtures("here", "no_sound")
def test_a_length_that_is_not_possible_gives_the_nearest() -> None:
    result = start("light\n8 hours\nbed\n\nchimes\n")
    assert routine_of(result).type in ("lymphatic", "relaxing")
    assert "No routine that suits can last 8h00m00s; the nearest is" in result.stderr


@pytest.mark.usefixtures("here", "no_sound")
def test_a_question_is_repeated_until_its_answer_is_valid() -> None:
    result = start("moon\nfeet\nsoon\n3m\nmoon\nchair\ntos\ntoes, no sole\nmoon\nchimes\n")
    assert result.exit_code == 0, result.stderr
    assert result.output.count("'moon' is not an answer") == 3
    assert "expected a length" in result.output
    assert "did you mean 'toes'" in result.output


@pytest.mark.usefixtures("here", "no_sound")
def test_a_session_may_end_at_a_time_of_day(set_clock: Callable[[str], None]) -> None:
    set_clock("21:57:40")
    result = start("\nuntil 22:30\n\n\nchimes\n")
    assert result.exit_code == 0, result.stderr
    assert "A session of 31m00s: begin it by 21:59 and it ends at 22:30." in result.stderr.splitlines()
    assert "--length 31m00s" in again(result)


def test_a_time_of_day_that_is_too_far_away_is_asked_for_again(set_clock: Callable[[str], None]) -> None:
    set_clock("21:57:40")
    result = start("\nuntil 10:30\n")
    assert "it is 21:57 now, and 10:30 is more than 12 hours away (did you mean 'until 22:30'?)" in result.output
    assert result.output.count("How long may it be") == 2


@pytest.mark.skipif(not ESPEAK.installed(), reason="eSpeak NG comes with the Linux installation only")
def test_answers_in_a_terminal_build_an_mp3_with_a_real_voice(here: Path, spoken_cache: Path) -> None:
    import pty

    ours, theirs = pty.openpty()
    environment = {**os.environ, "KNEADCAST_CACHE": str(spoken_cache)}
    options = ["--voice", "en-us", "--template", "plain", "-o", "mine.mp3"]
    command = [sys.executable, "-m", "kneadcast", "start", *options]
    process = subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, cwd=here, env=environment)
    os.close(theirs)
    shown = ""
    questions = ("What is", "How long", "Where are you", "Which parts", "How much")
    for question, answer in zip(questions, ("feet", "4m", "chair", "", ""), strict=True):
        shown += _read_until(ours, question)
        os.write(ours, f"{answer}\n".encode())
    shown += _read_until(ours, "To build it again: kneadcast build")
    process.wait(timeout=60)
    assert process.returncode == 0
    assert is_kneadcast_file(here / "mine.mp3")


def _read_until(terminal: int, words: str, seconds: float = 120) -> str:
    end_s = time.monotonic() + seconds
    text = ""
    while words not in text:
        readable, _, _ = select.select([terminal], [], [], max(0, end_s - time.monotonic()))
        assert readable, text
        try:
            text += os.read(terminal, 4096).decode(errors="replace")
        except OSError:  # the other end is closed
            break
    assert words in text
    return text
