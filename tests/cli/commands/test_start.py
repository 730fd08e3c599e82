"""`kneadcast start`."""

from __future__ import annotations

import os
import select
import shlex
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import Result

from kneadcast.output import is_kneadcast_file
from kneadcast.speech.drivers.espeak import ESPEAK
from tests.cli.runner import run


def start(answers: str, *options: str) -> Result:
    """Answers the questions; a session without ambience is mixed fast."""
    return run("start", "--template", "plain", *options, answers=answers)


def test_four_answers_build_a_session_and_print_the_command_that_builds_it_again(here: Path) -> None:
    result = start("3m\nchair\ntoes, no sole\nbrief\n", "--bitrate", "96")
    assert result.exit_code == 0, result.stderr
    path = here / result.stdout.splitlines()[-1]
    assert is_kneadcast_file(path)
    again = result.stderr.splitlines()[-1].removeprefix("To build it again: ")
    assert again.endswith("--length 3m00s --more toes --skip sole --talk brief --template plain --bitrate 96")
    before = path.read_bytes()
    assert run(*shlex.split(again)[1:]).exit_code == 0
    assert path.read_bytes() == before


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize(("sore", "option"), [("", "--avoid ankle"), ("n", "--more ankle")])
def test_a_joint_is_avoided_unless_the_listener_says_that_it_is_not_sore(sore: str, option: str) -> None:
    result = start(f"4m30s\nchair\nankle\n{sore}\nchimes\n")
    assert result.exit_code == 0, result.stderr
    assert "Is your ankle sore" in result.output
    assert option in result.stderr.splitlines()[-1]


def test_with_a_partner_the_session_is_for_two(here: Path) -> None:
    result = start("7m30s\npartner\nno thigh, no calf\nchimes\n", "--with", "captions,lyrics")
    assert result.exit_code == 0, result.stderr
    options = "--length 7m30s --skip thigh,calf --talk chimes --template plain --with captions,lyrics"
    assert f"build partner-back-of-legs {options}" in result.stderr
    assert (here / "partner-back-of-legs-7m30s.mp3").is_file()


def test_an_answer_that_no_routine_suits_is_reported() -> None:
    result = start("10m\nchair\nhip, hip replacement\nfull\n")
    assert result.exit_code == 1
    assert "no routine has everything that is requested (hip, seated, safe with hip-replacement)" in result.stderr


@pytest.mark.usefixtures("here")
def test_a_question_is_repeated_until_its_answer_is_valid() -> None:
    result = start("soon\n3m\nmoon\nchair\ntos\ntoes, no sole\nchimes\n")
    assert result.exit_code == 0, result.stderr
    assert "expected a duration" in result.output
    assert "did you mean 'toes'" in result.output


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
    for question, answer in (("How long", "4m"), ("Where are you", "chair"), ("Which parts", ""), ("How much", "")):
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
