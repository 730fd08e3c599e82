"""The wizard."""

from __future__ import annotations

import os
import select
import shlex
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

from kneadcast.cli import cli
from kneadcast.cli.body_answers import BodyAnswers, parse_body_answers
from kneadcast.output import is_kneadcast_file


def test_four_answers_make_a_session_and_the_command_that_makes_it_again(here: Path) -> None:
    result = CliRunner().invoke(cli, ["start", "--bitrate", "96"], input="8m\nchair\ncalf\nbrief\n")
    assert result.exit_code == 0, result.stderr
    path = here / result.stdout.splitlines()[-1]
    assert is_kneadcast_file(path)
    again = result.stderr.splitlines()[-1].removeprefix("To make it again: ")
    assert again.endswith("--length 8m00s --more calf --talk brief --bitrate 96")
    before = path.read_bytes()
    assert CliRunner().invoke(cli, shlex.split(again)[1:]).exit_code == 0
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("answer", "care"),
    [
        ("nothing special", BodyAnswers()),
        ("calf, Feet", BodyAnswers(more=("calf", "feet"))),
        ("sore knee, pregnancy", BodyAnswers(avoid=("knee", "pregnancy"))),
        (
            "hip replacement, varicose veins, sore hands",
            BodyAnswers(avoid=("hip-replacement", "varicose-veins", "sore-hands")),
        ),
        ("pregnant, diabetes", BodyAnswers(avoid=("pregnancy", "numb-feet"))),
        ("no thighs, calf", BodyAnswers(more=("calf",), skip=("thigh",))),
        ("knees, ankle", BodyAnswers(unclear=("knee", "ankle"))),
    ],
)
def test_what_needs_care_is_a_part_that_wants_more_or_something_to_be_spared(answer: str, care: BodyAnswers) -> None:
    assert parse_body_answers(answer) == care


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize(("sore", "option"), [("", "--avoid knee"), ("n", "--more knee")])
def test_a_joint_named_without_a_word_is_taken_to_be_sore_unless_it_is_not(sore: str, option: str) -> None:
    result = CliRunner().invoke(cli, ["start"], input=f"8m\nchair\nknee\n{sore}\nchimes\n")
    assert result.exit_code == 0, result.stderr
    assert "Is your knee sore" in result.output
    assert option in result.stderr.splitlines()[-1]


def test_two_of_you_get_a_session_for_two(here: Path) -> None:
    result = CliRunner().invoke(cli, ["start", "--with", "captions,lyrics"], input="12m\npartner\n\nchimes\n")
    assert result.exit_code == 0, result.stderr
    assert "build partner-back-of-legs --length 12m00s --talk chimes --with captions,lyrics" in result.stderr
    assert (here / "partner-back-of-legs-12m00s.mp3").is_file()


def test_what_no_routine_can_spare_is_told() -> None:
    result = CliRunner().invoke(cli, ["start"], input="10m\nchair\nhip, hip replacement\nfull\n")
    assert result.exit_code == 1
    assert "no routine has everything that is requested (hip, seated, safe with hip-replacement)" in result.stderr


@pytest.mark.usefixtures("here")
def test_an_answer_that_makes_no_sense_is_asked_for_again() -> None:
    result = CliRunner().invoke(cli, ["start"], input="soon\n8m\nmoon\nchair\nclf\ncalf\nchimes\n")
    assert result.exit_code == 0, result.stderr
    assert "expected a duration" in result.output
    assert "did you mean 'calf'" in result.output


@pytest.mark.skipif(sys.platform == "win32", reason="there is no pseudo-terminal")
def test_answers_through_a_terminal_end_in_an_mp3(
    here: Path,
) -> None:
    import pty

    ours, theirs = pty.openpty()
    environment = {**os.environ, "KNEADCAST_CACHE": str(here / "cache")}
    command = [sys.executable, "-m", "kneadcast", "start", "--voice", "en-us", "-o", "mine.mp3"]
    process = subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, cwd=here, env=environment)
    os.close(theirs)
    shown = ""
    for question, answer in (("How long", "6m"), ("Where are you", "chair"), ("Which parts", ""), ("How much", "")):
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
