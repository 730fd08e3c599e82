"""Loops: made once, kept for later sessions, and read without a period or a seam."""

from __future__ import annotations

import threading
from pathlib import Path

import numpy as np
import pytest
import soundfile
from hypothesis import given, settings
from hypothesis import strategies as st

from kneadcast.document.files import sha256_of_file
from kneadcast.errors import SoundError
from kneadcast.sound.loops import LoopedNoise, LoopedRecording, noise_loop, recording_loop
from kneadcast.sound.noise import BLOCK_POINTS, CONTROL_FRAMES, PIECES, ROW_SAMPLES, Component, PcmRows, make_noise
from kneadcast.sound.pcm import CHANNELS, FRAME_RATE, FULL_SCALE, Samples, Stereo
from tests.examples import examples
from tests.sound.kept_in_memory import KeptInMemory, hold_nothing

STEADY = np.ones(BLOCK_POINTS + 1)
POINTS = PIECES * BLOCK_POINTS
ROWS_AT_THEIR_NUMBER: PcmRows = np.repeat(np.arange(POINTS, dtype="<i2")[:, np.newaxis], ROW_SAMPLES, axis=1)


def component(seed: int = 1) -> Component:
    return Component("rain", (seed, 0, 2), np.ones_like)


def rendered(source: LoopedNoise | LoopedRecording, block: int, gains: Samples = STEADY) -> Stereo:
    rows = np.zeros((BLOCK_POINTS, ROW_SAMPLES), dtype=np.float32)
    source.block(block, gains).add(rows, 0)
    return rows.reshape(-1, CHANNELS)


def refuse(*_: object) -> PcmRows:
    raise AssertionError("a loop was made")


def write_noise(path: Path, frames: int, rate: int = FRAME_RATE, scale: float = 0.1, channels: int = 2) -> str:
    """Writes a recording and returns its hash."""
    samples = np.random.default_rng(1).normal(scale=scale, size=(frames, channels))
    soundfile.write(str(path), samples, rate, subtype="PCM_24")
    return sha256_of_file(path, 10**9, SoundError)


def test_a_loop_that_was_kept_is_not_made_again(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = KeptInMemory()
    hold_nothing(monkeypatch)
    made = noise_loop(component(), kept)
    hold_nothing(monkeypatch)
    monkeypatch.setattr("kneadcast.sound.loops.make_noise", refuse)
    assert np.array_equal(noise_loop(component(), kept), made)
    assert np.array_equal(made, make_noise("rain", (1, 0, 2)))
    assert kept.kinds() == ["loops"]


def test_a_loop_is_held_by_the_process(monkeypatch: pytest.MonkeyPatch) -> None:
    hold_nothing(monkeypatch)
    made = noise_loop(component(), KeptInMemory())
    monkeypatch.setattr("kneadcast.sound.loops.make_noise", refuse)
    assert noise_loop(component(), KeptInMemory()) is made


def test_a_loop_that_several_threads_need_is_made_once(monkeypatch: pytest.MonkeyPatch) -> None:
    hold_nothing(monkeypatch)
    begun: list[PcmRows] = []
    waiting = threading.Barrier(4)

    def make(*_: object) -> PcmRows:
        begun.append(ROWS_AT_THEIR_NUMBER)
        threading.Event().wait(0.05)  # long enough for the other threads to ask for it as well
        return ROWS_AT_THEIR_NUMBER

    def use() -> None:
        waiting.wait()
        noise_loop(component(), kept)

    monkeypatch.setattr("kneadcast.sound.loops.make_noise", make)
    kept = KeptInMemory()
    threads = [threading.Thread(target=use) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(begun) == 1


def test_the_loops_that_were_used_last_are_held(monkeypatch: pytest.MonkeyPatch) -> None:
    hold_nothing(monkeypatch, most_bytes=2 * ROWS_AT_THEIR_NUMBER.nbytes)
    made: list[tuple[int, ...]] = []

    def make(_: str, seed: tuple[int, ...]) -> PcmRows:
        made.append(seed)
        return ROWS_AT_THEIR_NUMBER

    monkeypatch.setattr("kneadcast.sound.loops.make_noise", make)
    for seed in (1, 2, 1, 3, 1, 2):
        noise_loop(component(seed), KeptInMemory())
    assert [seed for seed, *_ in made] == [1, 2, 3, 2]


def test_a_kept_loop_of_another_length_is_made_again(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = KeptInMemory()
    hold_nothing(monkeypatch)
    made = noise_loop(component(), kept)
    for damaged in (b"", b"x", bytes(2 * ROW_SAMPLES)):
        kept.pieces = dict.fromkeys(kept.pieces, damaged)
        hold_nothing(monkeypatch)
        assert np.array_equal(noise_loop(component(), kept), made)
        assert len(next(iter(kept.pieces.values()))) == made.nbytes


def test_each_noise_seed_and_version_has_a_loop_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    hold_nothing(monkeypatch)
    monkeypatch.setattr("kneadcast.sound.loops.make_noise", lambda *_: ROWS_AT_THEIR_NUMBER)
    kept = KeptInMemory()
    for each in (component(1), component(2), component(1)._replace(noise="air")):
        noise_loop(each, kept)
    assert len(kept.pieces) == 3
    monkeypatch.setattr("kneadcast.sound.loops.library_versions", lambda: {"numpy": "0.1", "scipy": "0.2"})
    noise_loop(component(1), kept)
    assert len(kept.pieces) == 4
    monkeypatch.setattr("kneadcast.sound.loops.LOOP_FORMAT", 0)
    noise_loop(component(1), kept)
    assert len(kept.pieces) == 5


@settings(max_examples=examples(30))
@given(st.integers(0, 2**32), st.integers(0, 500))
def test_each_lap_uses_every_piece_once_and_no_piece_is_crossfaded_with_its_own_continuation(
    seed: int, lap: int
) -> None:
    noise = LoopedNoise(ROWS_AT_THEIR_NUMBER, Component("rain", (seed,), np.ones_like))
    middles = [
        rendered(noise, block)[BLOCK_POINTS // 2 * CONTROL_FRAMES, 0] for block in range(lap * 18, lap * 18 + 19)
    ]
    at = np.rint(np.array(middles) * FULL_SCALE).astype(int) % POINTS
    assert len(set(at[:-1] // BLOCK_POINTS)) == PIECES
    apart = (np.diff(at) - BLOCK_POINTS + POINTS // 2) % POINTS - POINTS // 2
    assert np.abs(apart).min() >= 100, "a second"


def test_noise_has_no_period() -> None:
    """No stretch of a second has the same distance to its repetition as many others; a plain loop repeats all of it."""
    noise = LoopedNoise(ROWS_AT_THEIR_NUMBER, component())
    at = np.concatenate(
        [rendered(noise, block)[50 * CONTROL_FRAMES :: 100 * CONTROL_FRAMES, 0] for block in range(120)]
    )
    places = np.rint(at * FULL_SCALE).astype(int)
    same = [np.mean(places[lag:] == places[:-lag]) for lag in range(1, 600)]
    assert max(same) < 0.05


def test_the_blocks_of_noise_meet_without_a_seam() -> None:
    noise = LoopedNoise(make_noise("air", (1,)), component())
    sound = np.concatenate([rendered(noise, block) for block in range(20)])
    steps = np.abs(np.diff(sound, axis=0)).max(axis=1)
    seams = np.arange(1, 20) * BLOCK_POINTS * CONTROL_FRAMES
    assert max(steps[seam - 2 : seam + 1].max() for seam in seams) < steps.max()
    crossfaded = np.concatenate([sound[seam : seam + FRAME_RATE // 2] for seam in seams])
    assert crossfaded.std() == pytest.approx(sound.std(), rel=0.03)


def test_noise_follows_its_gains_in_a_line_between_control_points() -> None:
    full: PcmRows = np.full((POINTS, ROW_SAMPLES), FULL_SCALE - 1, dtype="<i2")
    gains = np.random.default_rng(1).random(BLOCK_POINTS + 1)
    slow = Component("rain", (1,), lambda seconds: np.where(seconds < 15, 0.5, 0.25))
    sound = rendered(LoopedNoise(full, slow), 1, gains)[CONTROL_FRAMES * 50 :, 1]
    seconds = 10 + np.arange(BLOCK_POINTS + 1) / 100
    frames = np.arange(50 * CONTROL_FRAMES, BLOCK_POINTS * CONTROL_FRAMES) / CONTROL_FRAMES
    expected = np.interp(frames, np.arange(BLOCK_POINTS + 1), gains * np.where(seconds < 15, 0.5, 0.25))
    assert np.allclose(sound, expected, atol=1e-4)


def test_a_recording_is_looped_with_a_crossfade(tmp_path: Path) -> None:
    path = tmp_path / "brook.flac"
    sha256 = write_noise(path, 15 * FRAME_RATE)
    source = LoopedRecording(recording_loop(path, sha256, KeptInMemory()))
    sound = np.concatenate([rendered(source, block) for block in range(3)])
    around_seam = sound[int(10.9 * FRAME_RATE) : int(11.1 * FRAME_RATE)]
    assert around_seam.std() == pytest.approx(sound.std(), rel=0.1)
    assert np.array_equal(sound[:FRAME_RATE], sound[11 * FRAME_RATE : 12 * FRAME_RATE])


@pytest.mark.parametrize(
    ("frames", "rate"), [(24_000, 24_000), (300, 44_100), (441, 44_100), (700, 48_000), (3, 44_100)]
)
def test_a_short_mono_recording_at_any_rate_is_looped_too(tmp_path: Path, frames: int, rate: int) -> None:
    path = tmp_path / "drip.wav"
    sha256 = write_noise(path, frames, rate, channels=1)
    assert rendered(LoopedRecording(recording_loop(path, sha256, KeptInMemory())), 5).std() > 0


def test_a_recording_is_kept_under_its_content_and_not_under_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, moved, kept = tmp_path / "brook.flac", tmp_path / "moved.flac", KeptInMemory()
    sha256 = write_noise(path, FRAME_RATE)
    loop = recording_loop(path, sha256, kept)
    path.rename(moved)
    hold_nothing(monkeypatch)
    assert np.array_equal(recording_loop(moved, sha256, kept), loop)
    other = write_noise(path, 2 * FRAME_RATE)
    assert not np.array_equal(recording_loop(path, other, kept), loop)


def test_a_recording_that_is_changed_while_it_is_used_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hold_nothing(monkeypatch)
    path = tmp_path / "brook.flac"
    before = write_noise(path, FRAME_RATE)
    write_noise(path, FRAME_RATE // 2)
    kept = KeptInMemory()
    with pytest.raises(SoundError, match="was changed"):
        recording_loop(path, before, kept)
    assert not kept.pieces


def test_a_faint_recording_loses_nothing_in_16_bits(tmp_path: Path) -> None:
    path = tmp_path / "faint.wav"
    loop = recording_loop(path, write_noise(path, FRAME_RATE, scale=1e-4), KeptInMemory())
    assert np.abs(loop.astype(int)).max() == FULL_SCALE - 1


def test_a_recording_with_values_that_are_no_numbers_is_looped_without_them(tmp_path: Path) -> None:
    path = tmp_path / "broken.wav"
    samples = np.random.default_rng(1).normal(scale=0.1, size=(FRAME_RATE, 2))
    samples[100:200] = [np.nan, np.inf]
    soundfile.write(str(path), samples, FRAME_RATE, subtype="FLOAT")
    loop = recording_loop(path, sha256_of_file(path, 10**9, SoundError), KeptInMemory())
    assert loop[20:].std() > 1000


@pytest.mark.filterwarnings("error")
def test_a_silent_recording_is_a_silent_loop(tmp_path: Path) -> None:
    path = tmp_path / "silent.wav"
    loop = recording_loop(path, write_noise(path, FRAME_RATE, scale=0), KeptInMemory())
    assert not loop.any()


def test_an_empty_recording_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "empty.wav"
    sha256 = write_noise(path, 0)
    with pytest.raises(SoundError, match="is empty"):
        recording_loop(path, sha256, KeptInMemory())
