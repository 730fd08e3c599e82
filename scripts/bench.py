"""Benchmarks of building sessions, each relative to a reference that is measured in the same run.

    python scripts/bench.py              all benchmarks
    python scripts/bench.py time memory  some of them

Times are wall-clock times. Memory is proportional set size (PSS), summed over the process and all its children,
including ffmpeg and the speech workers, and sampled from /proc every 50 ms; it is measured on Linux only.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import soundfile

from kneadcast.output.encode.mp3 import encoding_mp3
from kneadcast.script.model import CHIME_NAMES, Cue, Script, ScriptStep
from kneadcast.script.sound_settings import SoundSettings
from kneadcast.sound import AudioTemplate, load_template, mix
from kneadcast.sound.chimes import sound_of
from kneadcast.sound.clips import load_clip
from kneadcast.sound.loudness import level
from kneadcast.sound.pcm import FRAME_RATE, AudioSegment, segment_of, silence, to_segment
from kneadcast.speech import Clip, Line, Narration
from kneadcast.speech.cache.clip_cache import CACHE_FOLDER_VARIABLE
from kneadcast.units import MS_PER_MINUTE, frames_at

ROUTINES = {10: "self-massage-at-home", 45: "toes-to-hip", 60: "toes-to-hip"}
"""The routine to build, by the length of the session in minutes."""
_REPETITIONS = 3
_ANSWERS = 10
"""How often each command that only answers is started."""
SENTENCE_MS = 3300
"""The average length of an instruction in the built-in routines."""


def main(requested: Iterable[str]) -> int:
    """Runs the requested benchmarks, by default all, and prints their results; returns the exit code."""
    names = list(requested) or list(BENCHMARKS)
    if unknown := set(names) - set(BENCHMARKS):
        print(f"no such benchmark: {', '.join(sorted(unknown))}; known: {', '.join(BENCHMARKS)}")
        return 2
    with tempfile.TemporaryDirectory() as folder:
        for name in names:
            print(f"\n{name}: {BENCHMARKS[name].__doc__}")
            BENCHMARKS[name](Path(folder))
    return 0


def bench_time(folder: Path) -> None:
    """The time of a 45-minute build, relative to encoding the same sound with the same encoder."""
    target = folder / "session.mp3"
    # The first build may have to speak every line; the second finds them in the cache.
    with stopwatch() as first_s:
        build(45, target)
    with stopwatch() as build_s:
        build(45, target)
    pcm = segment_of(decoded(target))
    with stopwatch() as encode_s, encoding_mp3(folder / "again.mp3") as encoder:
        encoder.write(pcm)
    row("first build", first_s(), "s", encode_s())
    row("build again, lines in the cache", build_s(), "s", encode_s())
    row("the encoder alone", encode_s(), "s", encode_s())


def bench_memory(folder: Path) -> None:
    """The peak memory of a 60-minute build, relative to that of a 10-minute build."""
    if not Path("/proc/self/smaps_rollup").exists():
        print("  not measured: this system has no /proc/PID/smaps_rollup")
        return
    peaks = {minutes: peak_mb_of_build(minutes, folder / "session.mp3") for minutes in (10, 60)}
    for minutes, peak in peaks.items():
        row(f"{minutes} min", peak, "MB", peaks[10])


def bench_mixing(folder: Path) -> None:
    """The time of one pydub overlay for each cue of a 10-minute session, relative to mixing in blocks."""
    template = load_template("plain")  # `mix_naively` supports no more than this
    script, clips = busy_session(10, folder, template)
    with stopwatch() as blocks_s:
        mix(script, clips, template, lambda _: None)
    with stopwatch() as naive_s:
        mix_naively(script, clips, template)
    row(f"in blocks, {len(script.cues)} cues", blocks_s(), "s", blocks_s())
    row("one overlay for each cue", naive_s(), "s", blocks_s())


def bench_page(folder: Path) -> None:
    """The time of a 60-minute build with its page, relative to one without; both are built alternately."""
    target = folder / "session.mp3"
    build(60, target)  # to have every line in the cache
    without_page_s, with_page_s = 0.0, 0.0
    for _ in range(_REPETITIONS):
        with stopwatch() as elapsed_s:
            build(60, target)
        without_page_s += elapsed_s() / _REPETITIONS
        with stopwatch() as elapsed_s:
            build(60, target, "--with", "page")
        with_page_s += elapsed_s() / _REPETITIONS
    row("the MP3 alone", without_page_s, "s", without_page_s)
    row("the MP3 and its page", with_page_s, "s", without_page_s)


def bench_answers(folder: Path) -> None:
    """Medians of commands that only answer, with an empty cache, relative to starting Python and importing NumPy."""
    reference_s = median_s([sys.executable, "-c", "import numpy"], folder)
    row("import numpy", reference_s, "s", reference_s)
    for arguments in (["--help"], ["routines"], ["script"], ["plan"], ["script", "--length", "5m"]):
        row(" ".join(arguments), median_s([sys.executable, "-m", "kneadcast", *arguments], folder), "s", reference_s)


def median_s(command: Sequence[str], folder: Path) -> float:
    """Returns the median of the seconds that a command takes, each time with an empty cache."""
    times_s = []
    for number in range(_ANSWERS):
        environment = {**os.environ, CACHE_FOLDER_VARIABLE: str(folder / f"empty-{number}")}
        shutil.rmtree(environment[CACHE_FOLDER_VARIABLE], ignore_errors=True)
        with stopwatch() as elapsed_s:
            subprocess.run(command, capture_output=True, check=False, env=environment)
        times_s.append(elapsed_s())
    return statistics.median(times_s)


BENCHMARKS: Mapping[str, Callable[[Path], None]] = {
    "answers": bench_answers,
    "time": bench_time,
    "memory": bench_memory,
    "mixing": bench_mixing,
    "page": bench_page,
}


def row(label: str, measured: float, unit: str, reference: float) -> None:
    """Prints a measurement and its ratio to a reference."""
    print(f"  {label:34} {measured:9.2f} {unit:2} {measured / reference:7.2f} x")


@contextmanager
def stopwatch() -> Iterator[Callable[[], float]]:
    """Yields a function that returns the seconds that the body took, once it has ended."""
    start_s = time.perf_counter()
    elapsed_s: list[float] = []
    yield lambda: elapsed_s[0]
    elapsed_s.append(time.perf_counter() - start_s)


def build(minutes: int, target: Path, *more: str) -> None:
    """Builds a session with the command line, in a separate process."""
    subprocess.run([*build_command(minutes, target), *more], check=True, capture_output=True)


def build_command(minutes: int, target: Path) -> list[str]:
    """Returns the command that builds a session."""
    routine, length = ROUTINES[minutes], f"{minutes}m"
    return [sys.executable, "-m", "kneadcast", "build", routine, "-l", length, "-o", str(target), "--force"]


def decoded(path: Path) -> bytes:
    """Returns the decoded samples of an MP3, as 16-bit PCM."""
    frames = soundfile.read(str(path), dtype="int16")[0]
    return bytes(frames.astype("<i2").tobytes())


def peak_mb_of_build(minutes: int, target: Path) -> float:
    """Returns the peak memory of a build and its child processes together, in megabytes."""
    process = subprocess.Popen(build_command(minutes, target), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    peaks = [0.0]
    ended = threading.Event()

    def watch() -> None:
        while not ended.wait(0.05):
            peaks.append(sum(map(pss_kb, process_tree(process.pid))) / 1000)

    watcher = threading.Thread(target=watch)
    watcher.start()
    code = process.wait()
    ended.set()
    watcher.join()
    if code:
        raise SystemExit(f"the build of {minutes} min ended with {code}")
    return max(peaks)


def process_tree(pid: int) -> Iterator[int]:
    """Yields the ids of a process and all its descendants."""
    yield pid
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in read_proc(task).split():
            yield from process_tree(int(child))


def pss_kb(pid: int) -> int:
    """Returns the proportional set size of a process: its own memory, and its share of shared memory."""
    for line in read_proc(Path(f"/proc/{pid}/smaps_rollup")).splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1])
    return 0


def read_proc(path: Path) -> str:
    """Reads a file of /proc; returns an empty string if its process has ended."""
    try:
        return path.read_text()
    except OSError:
        return ""


def busy_session(minutes: int, folder: Path, template: AudioTemplate) -> tuple[Script, Narration]:
    """Returns a session with a chime and a sentence every 20 seconds, and the clip of each sentence."""
    length_ms = minutes * MS_PER_MINUTE
    noise = np.random.default_rng(1).normal(scale=0.1, size=frames_at(SENTENCE_MS, 22_050))
    cues, clips = [], {}
    for number, at_ms in enumerate(range(5_000, length_ms - 15_000, 20_000)):
        name, line = CHIME_NAMES[number % len(CHIME_NAMES)], Line(f"Sentence {number}.")
        clips[line] = Clip(line.text, folder / f"{number}.wav", SENTENCE_MS)
        soundfile.write(str(clips[line].path), noise, 22_050, subtype="PCM_16")
        chime_ms = template.chime_lengths_ms()[name]
        cues += [
            Cue(id=f"c{number}", at_ms=at_ms, length_ms=chime_ms, kind="chime", step="all", role="mark", sound=name),
            Cue(
                id=f"s{number}",
                at_ms=at_ms + chime_ms,
                length_ms=SENTENCE_MS,
                kind="speech",
                step="all",
                role="action",
                text=line.text,
            ),
        ]
    step = ScriptStep(id="all", kind="settle", section="Bench", start_ms=0, end_ms=length_ms, hands_on_ms=0)
    script = Script(
        routine="bench",
        title="Bench",
        sound=SoundSettings(voice="noise", template=template.name),
        length_ms=length_ms,
        steps=(step,),
        cues=tuple(cues),
    )
    return script, Narration(clips)


def mix_naively(script: Script, narration: Narration, template: AudioTemplate) -> AudioSegment:
    """Mixes a session with one overlay for each cue; cues begin at whole milliseconds only."""
    session = silence(frames_at(script.length_ms, FRAME_RATE))
    chimes = template.chimes
    struck = {name: sound_of(chimes[name], template.levels.chime_lufs) for name in CHIME_NAMES} if chimes else {}
    for cue in script.cues:
        if cue.sound:
            samples = struck[cue.sound]
        elif cue.line:
            samples = level(load_clip(narration.clip(cue.line)), template.levels.speech_lufs)
        session = session.overlay(to_segment(samples), position=cue.at_ms)
    return session


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
