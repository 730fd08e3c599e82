"""A stitched MP3 is the one that a single encoder writes, whatever the chunks, the threads and the cache are."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import imageio_ffmpeg
import numpy as np
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from kneadcast.cache.entries import write_entry
from kneadcast.cache.store import entry_path, kind_folder
from kneadcast.errors import EncoderStalledError, OutputError
from kneadcast.output import decoded_blocks
from kneadcast.output.chunks.cutting import cut_into_chunks
from kneadcast.output.encode.lame_tag import info_frame_bytes
from kneadcast.output.encode.mp3 import mp3_arguments
from kneadcast.output.encode.mp3_frames import BITRATES_KBPS, SAMPLES_PER_FRAME
from kneadcast.sound import Span
from kneadcast.sound.loudness import gated_lufs
from kneadcast.sound.metering import measure
from kneadcast.sound.pcm import FRAME_RATE, AudioSegment, Samples
from tests.output.encode.stand_in import posix_only, use_python
from tests.output.files import Recorded, decoded, encode, segment, tone, write_mp3

pytestmark = pytest.mark.usefixtures("short_chunks")

Encoders = list[subprocess.Popen[bytes]]
SECONDS = 23


def music(seconds: float, seed: int) -> Samples:
    """Returns tones, noise and knocks at random: all that an encoder decides differently on."""
    random = np.random.default_rng(seed)
    frames = int(seconds * FRAME_RATE)
    at_s = np.arange(frames) / FRAME_RATE
    sound = random.normal(scale=0.01, size=frames)
    for hertz in random.uniform(80, 6000, size=6):
        sound += 0.05 * np.sin(2 * np.pi * hertz * at_s) * (np.sin(at_s * random.uniform(0.3, 3)) > 0)
    for knock in random.integers(0, frames - 2000, size=int(seconds * 2)):
        sound[knock : knock + 2000] += 0.4 * random.normal(size=2000) * np.exp(-np.arange(2000) / 200)
    return sound


def session(seed: int = 1, seconds: float = SECONDS) -> Recorded:
    """Returns a sound with sentences of two seconds, four seconds apart."""
    spoken = [Span(at * FRAME_RATE, (at + 2) * FRAME_RATE) for at in range(1, int(seconds) - 2, 4)]
    return Recorded(segment(music(seconds, seed)), spoken)


def assert_stitched_as_one_long_encode(sound: AudioSegment, folder: Path, bitrate: int) -> None:
    write_mp3(sound, folder / "stitched.mp3", folder, bitrate_kbps=bitrate)
    encode([sound], folder / "whole.mp3", mp3_arguments(bitrate))
    stitched, whole = (folder / "stitched.mp3").read_bytes(), (folder / "whole.mp3").read_bytes()
    assert stitched[-len(whole) :] == whole
    assert stitched[-len(whole) - info_frame_bytes(bitrate) + 36 :].startswith(b"Info")
    assert len(decoded(folder / "stitched.mp3")) == sound.frame_count()


def chunk_files(kept: Path) -> list[Path]:
    return sorted(kind_folder(kept, "chunks").iterdir())


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(seed=st.integers(0, 10_000), frames=st.integers(1, 20 * FRAME_RATE), bitrate=st.sampled_from(BITRATES_KBPS))
@example(seed=273, frames=339_840, bitrate=48)
@example(seed=273, frames=339_840, bitrate=320)
def test_its_frames_are_those_of_one_long_encode(
    tmp_path_factory: pytest.TempPathFactory, seed: int, frames: int, bitrate: int
) -> None:
    folder = tmp_path_factory.mktemp("stitched")
    assert_stitched_as_one_long_encode(segment(music(21, seed)).get_sample_slice(0, frames), folder, bitrate)


@pytest.mark.parametrize("bitrate", [56, 128, 320])
def test_its_frames_are_those_of_one_long_encode_where_a_loud_place_ends_as_a_chunk_begins(
    tmp_path: Path, bitrate: int
) -> None:
    """LAME forgets slowly how loud it was: no less than nearly all of the lead-in is needed here."""
    frames = 11 * FRAME_RATE
    sound = np.random.default_rng(3).normal(size=frames) + np.sin(2 * np.pi * 1000 * np.arange(frames) / FRAME_RATE)
    second = cut_into_chunks(frames, ())[1]
    loud, quiet = np.split(sound, [(second.first_encoded - 1) * SAMPLES_PER_FRAME])
    assert_stitched_as_one_long_encode(segment(np.concatenate([0.3 * loud, 2e-4 * quiet])), tmp_path, bitrate)


@pytest.mark.parametrize("seed", range(4))
def test_its_bytes_do_not_depend_on_threads_or_on_what_is_kept(tmp_path: Path, seed: int) -> None:
    files = []
    for threads in (1, 2, 4):
        for attempt in ("cold", "kept"):
            files.append(tmp_path / f"{threads} {attempt}.mp3")
            write_mp3(session(seed), files[-1], tmp_path / f"kept {threads}", threads=threads)
    assert len({file.read_bytes() for file in files}) == 1


def test_a_second_file_of_the_same_sound_needs_no_encoder(tmp_path: Path, encoders: Encoders) -> None:
    levels = write_mp3(session(), tmp_path / "one.mp3", tmp_path)
    assert len(encoders) == len(levels) == len(chunk_files(tmp_path)) > 3
    assert write_mp3(session(), tmp_path / "two.mp3", tmp_path) == levels
    assert len(encoders) == len(levels)
    assert (tmp_path / "one.mp3").read_bytes() == (tmp_path / "two.mp3").read_bytes()


def test_a_change_makes_only_the_chunks_new_that_contain_it(tmp_path: Path, encoders: Encoders) -> None:
    before = session()
    write_mp3(before, tmp_path / "before.mp3", tmp_path)
    del encoders[:]
    samples = music(SECONDS, 1)
    samples[int(7.5 * FRAME_RATE) :][:1000] += 0.1
    write_mp3(Recorded(segment(samples), before.spoken), tmp_path / "after.mp3", tmp_path)
    assert len(encoders) == 1
    write_mp3(Recorded(segment(samples), before.spoken), tmp_path / "anew.mp3", tmp_path / "empty")
    assert (tmp_path / "after.mp3").read_bytes() == (tmp_path / "anew.mp3").read_bytes()


def test_another_bit_rate_is_another_chunk(tmp_path: Path) -> None:
    write_mp3(session(), tmp_path / "one.mp3", tmp_path, bitrate_kbps=64)
    write_mp3(session(), tmp_path / "two.mp3", tmp_path, bitrate_kbps=96)
    write_mp3(session(), tmp_path / "three.mp3", tmp_path / "empty", bitrate_kbps=96)
    assert (tmp_path / "two.mp3").read_bytes() == (tmp_path / "three.mp3").read_bytes()


def test_its_levels_are_those_of_the_whole_file(tmp_path: Path) -> None:
    sound = session()
    parts = write_mp3(sound, tmp_path / "s.mp3", tmp_path)
    whole = measure(decoded_blocks(tmp_path / "s.mp3"), Span(0, sound.frames), sound)
    for name in ("speech_lufs", "ambience_lufs"):
        merged = np.concatenate([getattr(part, name) for part in parts])
        assert merged == pytest.approx(np.array(getattr(whole, name)), abs=1e-9)
        assert gated_lufs(merged) == pytest.approx(gated_lufs(np.array(getattr(whole, name))), abs=1e-9)
    peak = max(part.true_peak for part in parts)
    assert 20 * np.log10(peak / whole.true_peak) == pytest.approx(0, abs=1e-3)


def test_a_steady_tone_has_no_step_and_no_other_frequency_at_a_seam(tmp_path: Path) -> None:
    sound = tone(SECONDS * FRAME_RATE)
    write_mp3(sound, tmp_path / "tone.mp3", tmp_path, bitrate_kbps=64)
    heard = decoded(tmp_path / "tone.mp3")[:, 0].astype(np.float64)
    seams = [chunk.decoded_samples(len(heard)).start for chunk in cut_into_chunks(len(heard), ())[1:]]
    assert len(seams) >= 3
    steps, window = np.abs(np.diff(heard)), 2 * SAMPLES_PER_FRAME
    elsewhere = steps[window : seams[0] - window].max()
    for seam in seams:
        assert steps[seam - window : seam + window].max() <= 1.01 * elsewhere
        spectrum = np.abs(np.fft.rfft(heard[seam - 2048 : seam + 2048] * np.hanning(4096))) ** 2
        around = slice(int(440 * 4096 / FRAME_RATE) - 5, int(440 * 4096 / FRAME_RATE) + 7)
        assert spectrum[around].sum() > 0.9999 * spectrum.sum()


def truncate(files: list[Path]) -> None:
    files[1].write_bytes(files[1].read_bytes()[:-1000])


def swap(files: list[Path]) -> None:
    one, other = files[0].read_bytes(), files[1].read_bytes()
    files[0].write_bytes(other)
    files[1].write_bytes(one)


def empty(files: list[Path]) -> None:
    files[0].write_bytes(b"")


def change_a_byte(files: list[Path]) -> None:
    content = bytearray(files[2].read_bytes())
    content[len(content) // 2] ^= 1
    files[2].write_bytes(content)


@pytest.mark.parametrize("damage", [truncate, swap, empty, change_a_byte])
def test_a_damaged_chunk_in_the_cache_is_made_again(tmp_path: Path, damage: Callable[[list[Path]], None]) -> None:
    write_mp3(session(), tmp_path / "before.mp3", tmp_path)
    damage(chunk_files(tmp_path))
    write_mp3(session(), tmp_path / "after.mp3", tmp_path)
    assert (tmp_path / "before.mp3").read_bytes() == (tmp_path / "after.mp3").read_bytes()


def test_an_entry_that_holds_but_is_no_chunk_is_made_again(tmp_path: Path) -> None:
    write_mp3(session(), tmp_path / "before.mp3", tmp_path)
    for content, file in zip(
        (b"", b"{}\n", b"[1]\n\xff\xfb", b'{"true_peak": 1}\n'), chunk_files(tmp_path), strict=False
    ):
        write_entry(entry_path(tmp_path, "chunks", file.stem), file.stem, content)
    write_mp3(session(), tmp_path / "after.mp3", tmp_path)
    assert (tmp_path / "before.mp3").read_bytes() == (tmp_path / "after.mp3").read_bytes()


@posix_only
def test_an_encoder_that_is_killed_is_replaced_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_mp3(session(), tmp_path / "expected.mp3", tmp_path / "kept")
    runs = use_python(monkeypatch, tmp_path, "os.kill(os.getpid(), 9) if number == 2 else encode()")
    parts = write_mp3(session(), tmp_path / "s.mp3", tmp_path / "empty", threads=1)
    assert len(runs.read_text().split()) == len(parts) + 1
    assert (tmp_path / "s.mp3").read_bytes() == (tmp_path / "expected.mp3").read_bytes()


@posix_only
def test_an_encoder_that_is_killed_each_time_ends_the_work_and_leaves_no_chunk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "out").mkdir()
    use_python(monkeypatch, tmp_path, "os.kill(os.getpid(), 9)")
    with pytest.raises(EncoderStalledError, match=r"ended from outside \(signal 9\); try again"):
        write_mp3(session(), tmp_path / "out" / "s.mp3", tmp_path / "kept")
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["s.mp3"]


@posix_only
def test_a_chunk_without_all_its_frames_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    work = "sound = sys.stdin.buffer.read(); subprocess.run([{!r}, *arguments], input=sound[: len(sound) // 2])"
    use_python(monkeypatch, tmp_path, work.format(imageio_ffmpeg.get_ffmpeg_exe()))
    with pytest.raises(OutputError, match=r"ffmpeg wrote \d+ of \d+ MP3 frames; try again"):
        write_mp3(session(), tmp_path / "s.mp3", tmp_path)


def test_an_interrupt_ends_every_encoder_and_leaves_no_chunk(tmp_path: Path, encoders: Encoders) -> None:
    class Interrupting(Recorded):
        def facts(self, start: int, end: int) -> str:
            if len(encoders) > 2:
                raise KeyboardInterrupt
            return str(super().facts(start, end))

    sound = Interrupting(AudioSegment(segment(music(60, 1)).raw_data, frame_rate=44_100, sample_width=2, channels=2))
    (tmp_path / "out").mkdir()
    with pytest.raises(KeyboardInterrupt):
        write_mp3(sound, tmp_path / "out" / "s.mp3", tmp_path / "kept")
    assert all(process.returncode is not None for process in encoders)
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["s.mp3"]
