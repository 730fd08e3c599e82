"""What a session costs to make, beside what it must cost at least: ratios measured in one run on this machine.

    python scripts/bench.py              all of them
    python scripts/bench.py time memory  some of them

Times are wall-clock. Memory is proportional set size (PSS), summed over the process and all its children, ffmpeg and
the speech workers too, and sampled from /proc every 50 ms; it is measured on Linux only.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import soundfile

from kneadcast.output import encoding_mp3
from kneadcast.script.model import CHIME_NAMES, Cue, Script, ScriptStep
from kneadcast.script.sound_settings import SoundSettings
from kneadcast.sound import AudioTemplate, load_template, mix
from kneadcast.sound.chimes import sound_of
from kneadcast.sound.clips import load_clip
from kneadcast.sound.loudness import level
from kneadcast.sound.pcm import FRAME_RATE, AudioSegment, segment_of, silence, to_segment
from kneadcast.speech import Clip, Narration
from kneadcast.units import MS_PER_MINUTE, frames_at

ROUTINES = {10: "self-massage-at-home", 45: "toes-to-hip", 60: "toes-to-hip"}
"""Which routine makes a session of so many minutes."""
_TURNS = 3
SENTENCE_MS = 3300
"""As long as an instruction of the built-in routines is on average."""


def main(wanted: Iterable[str]) -> int:
    """Runs the benches asked for, or all, and prints what they measure."""
    names = list(wanted) or list(BENCHES)
    if unknown := set(names) - set(BENCHES):
        print(f"no such bench: {', '.join(sorted(unknown))}; known: {', '.join(BENCHES)}")
        return 2
    with tempfile.TemporaryDirectory() as folder:
        for name in names:
            print(f"\n{name}: {BENCHES[name].__doc__}")
            BENCHES[name](Path(folder))
    return 0


def bench_time(folder: Path) -> None:
    """A 45-minute build, beside encoding the same sound with the same encoder alone."""
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
    """The peak memory of a 60-minute build, beside that of a 10-minute one."""
    if not Path("/proc/self/smaps_rollup").exists():
        print("  not measured: this system has no /proc/PID/smaps_rollup")
        return
    peaks = {minutes: peak_mb_of_build(minutes, folder / "session.mp3") for minutes in (10, 60)}
    for minutes, peak in peaks.items():
        row(f"{minutes} min", peak, "MB", peaks[10])


def bench_mixing(folder: Path) -> None:
    """Mixing 10 minutes block by block, beside one pydub overlay a cue on a segment as long as the session."""
    template = load_template("plain")  # the naive way knows no more
    script, clips = busy_session(10, folder, template)
    with stopwatch() as blocks_s:
        mix(script, clips, template, lambda _: None)
    with stopwatch() as naive_s:
        mix_naively(script, clips, template)
    row(f"block by block, {len(script.cues)} cues", blocks_s(), "s", blocks_s())
    row("one overlay a cue", naive_s(), "s", blocks_s())


def bench_page(folder: Path) -> None:
    """A 60-minute build with its page, beside one without, in turns."""
    target = folder / "session.mp3"
    build(60, target)  # to have every line in the cache
    alone_s, with_page_s = 0.0, 0.0
    for _ in range(_TURNS):
        with stopwatch() as took_s:
            build(60, target)
        alone_s += took_s() / _TURNS
        with stopwatch() as took_s:
            build(60, target, "--with", "page")
        with_page_s += took_s() / _TURNS
    row("the MP3 alone", alone_s, "s", alone_s)
    row("the MP3 and its page", with_page_s, "s", alone_s)


BENCHES: Mapping[str, Callable[[Path], None]] = {
    "time": bench_time,
    "memory": bench_memory,
    "mixing": bench_mixing,
    "page": bench_page,
}


def row(what: str, measured: float, unit: str, beside: float) -> None:
    """Prints one measure and its ratio to another."""
    print(f"  {what:34} {measured:9.2f} {unit:2} {measured / beside:7.2f} x")


@contextmanager
def stopwatch() -> Iterator[Callable[[], float]]:
    """Gives a function that, once the body has ended, returns how many seconds it took."""
    began_s = time.perf_counter()
    took_s: list[float] = []
    yield lambda: took_s[0]
    took_s.append(time.perf_counter() - began_s)


def build(minutes: int, target: Path, *more: str) -> None:
    """Builds a session as a listener would, in a process of its own."""
    subprocess.run([*build_command(minutes, target), *more], check=True, capture_output=True)


def build_command(minutes: int, target: Path) -> list[str]:
    """Returns the command that builds a session."""
    routine, length = ROUTINES[minutes], f"{minutes}m"
    return [sys.executable, "-m", "kneadcast", "build", routine, "-l", length, "-o", str(target), "--force"]


def decoded(path: Path) -> bytes:
    """Returns the samples of an MP3."""
    frames = soundfile.read(str(path), dtype="int16")[0]
    return bytes(frames.astype("<i2").tobytes())


def peak_mb_of_build(minutes: int, target: Path) -> float:
    """Returns the highest memory that a build and its children held at one time, in megabytes."""
    process = subprocess.Popen(build_command(minutes, target), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    peaks = [0.0]
    ended = threading.Event()

    def watch() -> None:
        while not ended.wait(0.05):
            peaks.append(sum(map(pss_kb, family_of(process.pid))) / 1000)

    watcher = threading.Thread(target=watch)
    watcher.start()
    code = process.wait()
    ended.set()
    watcher.join()
    if code:
        raise SystemExit(f"the build of {minutes} min ended with {code}")
    return max(peaks)


def family_of(pid: int) -> Iterator[int]:
    """Yields a process and all its descendants."""
    yield pid
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in read_proc(task).split():
            yield from family_of(int(child))


def pss_kb(pid: int) -> int:
    """Returns a process's share of memory: what it has alone, and its part of what it shares."""
    for line in read_proc(Path(f"/proc/{pid}/smaps_rollup")).splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1])
    return 0


def read_proc(path: Path) -> str:
    """Reads a file of /proc; one of a process that has just ended is empty."""
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
        name, text = CHIME_NAMES[number % len(CHIME_NAMES)], f"Sentence {number}."
        clips[text] = Clip(text, folder / f"{number}.wav", SENTENCE_MS)
        soundfile.write(str(clips[text].path), noise, 22_050, subtype="PCM_16")
        claim_ms = template.chime_lengths_ms()[name]
        cues += [
            Cue(id=f"c{number}", at_ms=at_ms, length_ms=claim_ms, kind="chime", step="all", role="mark", sound=name),
            Cue(
                id=f"s{number}",
                at_ms=at_ms + claim_ms,
                length_ms=SENTENCE_MS,
                kind="speech",
                step="all",
                role="action",
                text=text,
            ),
        ]
    whole = ScriptStep(id="all", kind="settle", section="Bench", start_ms=0, end_ms=length_ms, hands_on_ms=0)
    script = Script(
        routine="bench",
        title="Bench",
        sound=SoundSettings(voice="noise", template=template.name),
        length_ms=length_ms,
        steps=(whole,),
        cues=tuple(cues),
    )
    return script, Narration(clips)


def mix_naively(script: Script, narration: Narration, template: AudioTemplate) -> AudioSegment:
    """Mixes a session the way that comes to mind first; its cues begin at whole milliseconds only."""
    session = silence(frames_at(script.length_ms, FRAME_RATE))
    chimes = template.chimes
    struck = {name: sound_of(chimes[name], template.levels.chime_lufs) for name in CHIME_NAMES} if chimes else {}
    for cue in script.cues:
        if cue.sound:
            samples = struck[cue.sound]
        else:
            samples = level(load_clip(narration.clips[cue.text or ""].path), template.levels.speech_lufs)
        session = session.overlay(to_segment(samples), position=cue.at_ms)
    return session


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
