"""Whole sessions in chunks: the same bytes for any number of threads, and from what is kept, at their exact length."""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import soundfile

from kneadcast import Options, SoundSettings, compile_script, routine_limits, verify
from kneadcast.build import compile_session
from kneadcast.cache.environment import CACHE_FOLDER_VARIABLE
from kneadcast.cache.store import kind_folder
from kneadcast.output import decoded_blocks
from kneadcast.output.chunks.cutting import CHUNK_FRAMES
from kneadcast.pipeline import Compiled
from kneadcast.rendering import render
from kneadcast.routine.library import routine_names
from kneadcast.script.editing import preview
from kneadcast.sound import Mix, Span, template_names
from kneadcast.sound.metering import measure, merge_levels
from kneadcast.sound.pcm import FRAME_RATE
from kneadcast.units import frames_at
from tests.cli.runner import SHORT
from tests.short_session import OPTIONS

THREADS = (1, 2, 4)
CHANGED = "Now something quite different."


def some_parts(slow_seeds: int) -> pytest.MarkDecorator:
    """Gives a test parts of random sessions: a short one with short chunks, and slow ones of some minutes."""
    quick = pytest.param(0, range(40_000, 50_000), 8 * 49, id="short")
    slow = (
        pytest.param(seed, range(100_000, 200_000), CHUNK_FRAMES, id=str(seed), marks=pytest.mark.slow)
        for seed in range(slow_seeds)
    )
    return pytest.mark.parametrize(("seed", "lengths_ms", "chunk_frames"), [quick, *slow])


def use_chunks(patch: pytest.MonkeyPatch, frames: int) -> None:
    patch.setattr("kneadcast.output.chunks.cutting.CHUNK_FRAMES", frames)


def random_session(seed: int, lengths_ms: range) -> tuple[Compiled, Options]:
    """Returns a part of a session of any routine, with any sound."""
    chance = random.Random(seed)
    sound = SoundSettings(
        template=chance.choice(template_names()),
        pacer=chance.choice(("off", "light", "full")),
        ambience=chance.choice((None, "none", "rain", "waves", "wind")),
        pan=chance.choice((0.0, 0.5, 1.0)),
        volume=chance.choice((0.6, 1.0)),
    )
    options = Options(sound=sound, bitrate_kbps=chance.choice((32, 64, 128)))
    name = chance.choice(routine_names())
    limits = routine_limits(name, options=options)
    length = timedelta(milliseconds=limits.shortest_ms)
    compiled = compile_session(name, length=length, nearest=True, options=options)
    whole_ms = compiled.script.length_ms
    part_ms = min(whole_ms, chance.choice(lengths_ms))
    part = preview(compiled.script, chance.randrange(0, max(1, whole_ms - part_ms)), length_ms=part_ms)
    return replace(compiled, script=part), options


def use_cache(patch: pytest.MonkeyPatch, folder: Path) -> None:
    patch.setenv(CACHE_FOLDER_VARIABLE, str(folder))


@pytest.mark.usefixtures("silent_narrator")
@some_parts(20)
def test_the_bytes_of_a_session_are_the_same_for_any_number_of_threads_cold_and_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int, lengths_ms: range, chunk_frames: int
) -> None:
    use_chunks(monkeypatch, chunk_frames)
    compiled, options = random_session(seed, lengths_ms)
    files = []
    for threads in THREADS:
        use_cache(monkeypatch, tmp_path / f"cache-{threads}")
        for state in ("cold", "kept"):
            target = tmp_path / f"{threads}-{state}.mp3"
            files.append(render(compiled, target, options, threads=threads).path)
    assert len({file.read_bytes() for file in files}) == 1
    assert len(set(kind_folder(tmp_path / "cache-1", "chunks").iterdir())) >= 2
    frames = frames_at(compiled.script.length_ms, FRAME_RATE)
    assert soundfile.info(str(files[0])).frames == frames
    if shutil.which("mp3val"):
        reported = subprocess.run(["mp3val", str(files[0])], capture_output=True, text=True, check=True).stdout
        assert "WARNING" not in reported
        assert "ERROR" not in reported


@pytest.mark.usefixtures("silent_narrator")
@some_parts(6)
def test_the_levels_of_a_session_are_those_of_its_decoded_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int, lengths_ms: range, chunk_frames: int
) -> None:
    use_cache(monkeypatch, tmp_path / "cache")
    use_chunks(monkeypatch, chunk_frames)
    compiled, options = random_session(seed, lengths_ms)
    session = render(compiled, tmp_path / "s.mp3", options)
    from kneadcast.cache.kept_sound import kept_sound

    mix = Mix(compiled.script, compiled.narration, compiled.template, kept_sound())
    part = measure(decoded_blocks(session.path), Span(0, mix.frames), mix)
    whole = merge_levels([part], compiled.script, compiled.template.levels.speech_lufs)
    assert session.levels.speech_lufs == pytest.approx(whole.speech_lufs, abs=1e-9)
    assert session.levels.ambience_distance_lu == pytest.approx(whole.ambience_distance_lu, abs=1e-9)
    assert session.levels.true_peak_dbtp == pytest.approx(whole.true_peak_dbtp, abs=2e-3)


@pytest.mark.usefixtures("silent_narrator")
def test_one_word_that_is_changed_makes_only_the_chunks_around_it_new(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use_cache(monkeypatch, tmp_path / "cache")
    use_chunks(monkeypatch, 16 * 49)
    sound = replace(OPTIONS.sound, template="wood-and-rain", pacer="full")
    whole = compile_session("five-minute-feet", length="5m", options=replace(OPTIONS, sound=sound))
    compiled = replace(whole, script=preview(whole.script, 60_000, length_ms=90_000))
    render(compiled, tmp_path / "before.mp3", OPTIONS)
    chunks = kind_folder(tmp_path / "cache", "chunks")
    before = set(chunks.iterdir())
    script = compiled.script
    longest = max((cue for cue in script.cues if cue.text), key=lambda cue: cue.length_ms)
    cues = tuple(
        cue.model_copy(update={"text": CHANGED, "length_ms": cue.length_ms - 200}) if cue is longest else cue
        for cue in script.cues
    )
    from kneadcast.pipeline import compile_written
    from kneadcast.script.file import ScriptFile

    edited = compile_written(ScriptFile(script.model_copy(update={"cues": cues})), OPTIONS)
    render(edited, tmp_path / "after.mp3", OPTIONS)
    assert len(before) >= 4
    assert len(set(chunks.iterdir()) - before) == 1
    use_cache(monkeypatch, tmp_path / "empty")
    render(edited, tmp_path / "anew.mp3", OPTIONS)
    assert (tmp_path / "after.mp3").read_bytes() == (tmp_path / "anew.mp3").read_bytes()


@pytest.mark.slow
def test_two_builds_at_once_on_one_cache_both_give_the_right_bytes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = [sys.executable, "-m", "kneadcast", "build", *SHORT, "--talk", "brief", "--voice", "en-us"]
    for attempt in range(3):
        use_cache(monkeypatch, tmp_path / f"cache-{attempt}")
        targets = [tmp_path / f"{attempt}-{number}.mp3" for number in range(2)]
        builds = [subprocess.Popen([*program, "-o", str(target)]) for target in targets]
        assert [build.wait(120) for build in builds] == [0, 0]
    assert len({path.read_bytes() for path in tmp_path.glob("*.mp3")}) == 1


@pytest.mark.slow
def test_every_cue_of_a_session_from_kept_chunks_is_found_in_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use_cache(monkeypatch, tmp_path / "cache")
    options = Options(sound=SoundSettings(template="singing-bowls", pacer="full", voice="en-us"))
    compiled = compile_session("self-massage-at-home", length="10m", options=options)
    render(compiled, tmp_path / "cold.mp3", options)
    render(compiled, tmp_path / "kept.mp3", options)
    assert verify(tmp_path / "kept.mp3").faults == ()
    assert compile_script("self-massage-at-home", length="10m", options=options) == compiled.script
