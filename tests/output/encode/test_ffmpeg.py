"""Running ffmpeg as an encoder: how its failures are reported, and that it cannot hold up a build."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import imageio_ffmpeg
import pytest

from kneadcast.errors import EncoderStalledError, OutputError
from kneadcast.output.encode import guarded_process
from kneadcast.sound.pcm import AudioSegment
from tests.output.encode.stand_in import posix_only, use_python
from tests.output.files import encode, silence, tone, write_mp3

pytestmark = posix_only
STALLED = "ffmpeg stopped responding for 0.5 s and was ended; try again"
STOP = "os.kill(os.getpid(), signal.SIGSTOP)"


def minutes(number: int) -> Iterator[AudioSegment]:
    return (silence(441_000) for _ in range(6 * number))


@pytest.fixture
def short_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guarded_process, "STALL_LIMIT_S", 0.5)


def is_gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


def has_ended(stat: Path) -> bool:
    """Returns whether a process has ended, from its file in /proc."""
    try:
        return stat.read_text().rpartition(")")[2].split()[0] in "ZX"
    except (FileNotFoundError, ProcessLookupError):
        return True


def test_an_encoder_that_ends_early_is_reported_with_its_message(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """ffmpeg's own words are more precise than a broken pipe."""
    work = "sys.stdin.buffer.read(100_000); print('the moon is wrong', file=sys.stderr); sys.exit(3)"
    use_python(monkeypatch, tmp_path, work)
    with pytest.raises(OutputError, match="ffmpeg ended with 3: the moon is wrong"):
        encode(minutes(10), tmp_path / "tone.mp3")


def test_an_encoder_that_talks_without_end_does_not_block(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A long report cannot fill a pipe that nobody reads."""
    work = "sys.stderr.write('I have much to say\\n' * 250_000); sys.stdin.buffer.read(); sys.exit(1)"
    use_python(monkeypatch, tmp_path, work)
    with pytest.raises(OutputError, match="I have much to say"):
        encode(minutes(1), tmp_path / "tone.mp3")


def test_a_report_with_control_characters_is_shown_as_one_printable_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing that ffmpeg prints can move the cursor of a terminal."""
    use_python(monkeypatch, tmp_path, r"os.write(2, b'\x1b[2Jgone\nand\x07 \xff\x9b'); sys.exit(1)")
    with pytest.raises(OutputError) as caught:
        encode(minutes(1), tmp_path / "tone.mp3")
    assert "\\x1b[2Jgone and\\x07" in str(caught.value)
    assert str(caught.value).isprintable()


@pytest.mark.usefixtures("short_limit")
@pytest.mark.parametrize("work", [STOP, f"sys.stdin.buffer.read(200_000); {STOP}", f"sys.stdin.buffer.read(); {STOP}"])
def test_a_stopped_encoder_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, work: str) -> None:
    """An ffmpeg that is stopped at its start, while it encodes or while it completes the file is ended and named."""
    runs = use_python(monkeypatch, tmp_path, work)
    started_s = time.monotonic()
    with pytest.raises(EncoderStalledError, match=STALLED):
        encode(minutes(1), tmp_path / "tone.mp3")
    assert time.monotonic() - started_s < 10
    assert all(is_gone(int(pid)) for pid in runs.read_text().split())


@pytest.mark.usefixtures("short_limit")
def test_the_program_that_a_stopped_script_runs_as_ffmpeg_is_ended_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A script that starts the real encoder cannot leave it behind with the pipe open."""
    work = (
        "child = subprocess.Popen(['sleep', '600']); (runs.parent / 'child').write_text(str(child.pid)); child.wait()"
    )
    use_python(monkeypatch, tmp_path, work)
    with pytest.raises(EncoderStalledError, match=STALLED):
        encode(minutes(1), tmp_path / "tone.mp3")
    child = Path(f"/proc/{(tmp_path / 'child').read_text()}/stat")
    until_s = time.monotonic() + 10  # a process that was killed ends when the system next runs it
    while not has_ended(child):
        assert time.monotonic() < until_s
        time.sleep(0.01)


@pytest.mark.usefixtures("short_limit")
def test_the_real_encoder_is_ended_when_it_is_stopped(tmp_path: Path) -> None:
    """The guard works on ffmpeg itself, in the middle of a session."""

    def stopped() -> Iterator[AudioSegment]:
        for number, block in enumerate(minutes(10)):
            if number == 5:
                (guard,) = [one for one in threading.enumerate() if one.name == "process-guard"]
                os.kill(guard._target.__self__._process.pid, signal.SIGSTOP)  # type: ignore[attr-defined]
            yield block

    with pytest.raises(EncoderStalledError, match=STALLED):
        encode(stopped(), tmp_path / "tone.mp3")
    assert not [one for one in threading.enumerate() if one.name == "process-guard"]


def test_an_encoder_that_is_killed_may_be_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An ffmpeg that was killed from outside raises the error on which the work is repeated."""
    use_python(monkeypatch, tmp_path, "sys.stdin.buffer.read(200_000); os.kill(os.getpid(), signal.SIGKILL)")
    with pytest.raises(EncoderStalledError, match=r"ffmpeg was ended from outside \(signal 9\); try again"):
        encode(minutes(1), tmp_path / "tone.mp3")


@pytest.mark.usefixtures("short_limit")
def test_a_slow_encoder_is_not_ended_while_it_makes_progress(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only time without progress counts: neither slow reading nor slow completion of a growing file."""
    work = """
while piece := sys.stdin.buffer.read(1 << 16):
    time.sleep(0.03)
with target.open("wb") as file:
    for _ in range(4):
        time.sleep(0.2)
        file.write(b"sound")
        file.flush()
"""
    use_python(monkeypatch, tmp_path, work)
    started_s = time.monotonic()
    encode([silence(441_000)], tmp_path / "tone.raw", ["-f", "raw"])
    assert time.monotonic() - started_s > 1.5


@pytest.mark.usefixtures("short_limit")
def test_time_in_which_nothing_is_written_to_the_encoder_does_not_count(tmp_path: Path) -> None:
    """A mix that takes long between two blocks is not the fault of ffmpeg."""

    def slow() -> Iterator[AudioSegment]:
        yield silence(4410)
        time.sleep(1.5)
        yield silence(4410)

    encode(slow(), tmp_path / "tone.mp3")


def is_stopped(pid: int) -> bool:
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "T"


@pytest.mark.skipif(sys.platform != "linux", reason="it needs /proc")
def test_time_in_which_this_program_itself_is_stopped_does_not_count(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A build that is suspended with its ffmpeg and resumed, as with Ctrl-Z and fg, goes on."""
    monkeypatch.setattr(guarded_process, "STALL_LIMIT_S", 1)
    runs = use_python(monkeypatch, tmp_path, f"sys.stdin.buffer.read(); {STOP}; target.write_bytes(bytes(9))")
    child = os.fork()
    if not child:
        code = 1
        try:
            encode(minutes(1), tmp_path / "tone.raw", ["-f", "s16le"])
            code = 0
        finally:
            os._exit(code)
    while not runs.exists() or not runs.read_text() or not is_stopped(pid := int(runs.read_text())):
        time.sleep(0.02)
    time.sleep(0.4)  # it has noticed that ffmpeg makes no progress
    os.kill(child, signal.SIGSTOP)
    time.sleep(1.5)
    os.kill(child, signal.SIGCONT)
    time.sleep(0.2)
    os.kill(pid, signal.SIGCONT)
    assert os.waitpid(child, 0)[1] == 0


FORMATS = {
    "mp3": [],
    "opus": ["-c:a", "libopus", "-f", "opus"],
    "m4b": ["-c:a", "aac", "-f", "ipod"],
    "flac": ["-c:a", "flac", "-f", "flac"],
    "wav": ["-c:a", "pcm_s16le", "-f", "wav"],
}


def encode_whole(name: str, frames: int, folder: Path) -> None:
    """Encodes a tone in a format, as a session is; MP3 in chunks."""
    if name == "mp3":
        write_mp3(tone(frames), folder / "x.mp3", folder / "kept")
    else:
        encode([tone(frames)], folder / f"x.{name}", FORMATS[name], encoder=FORMATS[name][1])


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize(
    "work",
    [
        "sys.stdin.buffer.read()",
        "sys.stdin.buffer.read(); target.touch()",
        "encode(); os.truncate(target, target.stat().st_size // 2)",
        "encode(); os.truncate(target, target.stat().st_size - 7)",
        "sound = sys.stdin.buffer.read(); subprocess.run([REAL, *arguments], input=sound[:1_000_000])",
        "sys.stdin.buffer.read(); target.write_bytes(b'Dear all')",
    ],
    ids=["no file", "empty", "half", "cut", "part of the sound", "a letter"],
)
def test_an_encoder_that_ends_without_an_error_or_a_whole_file_is_found_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, work: str
) -> None:
    """An exit code of 0 does not make a file: each format is checked for the frames that were written."""
    use_python(monkeypatch, tmp_path, work.replace("REAL", repr(imageio_ffmpeg.get_ffmpeg_exe())))
    with pytest.raises(OutputError, match=r"^ffmpeg .*(wrote|incomplete).*; try again") as caught:
        encode_whole(name, 441_000, tmp_path)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("frames", [1000, 1024, 44_101, 441_007])
def test_a_whole_file_is_accepted_in_each_format(tmp_path: Path, name: str, frames: int) -> None:
    """No file that ffmpeg wrote well is refused, whatever its length."""
    encode_whole(name, frames, tmp_path)
