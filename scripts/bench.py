"""Benchmarks of building sessions, each relative to references that are measured in the same run.

    python scripts/bench.py                     all benchmarks
    python scripts/bench.py time memory         some of them
    python scripts/bench.py time --runs 5       minimum, median and maximum of five alternating runs

Times are wall-clock times of the command line, from start to end. Memory is proportional set size (PSS), summed over
the process and all its children, including ffmpeg and the speech workers, and sampled from /proc every 50 ms; it is
measured on Linux only. Nothing else should run on the machine.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

from _bench_sessions import (
    Cues,
    busy_session,
    cues_of,
    decode,
    encode_command,
    naive_seconds,
    overlay_all,
    repeat,
    reword,
)
from _measuring import (
    Measurement,
    alternate,
    can_bind_to_one_core,
    can_measure_memory,
    on_one_core_only,
    peak_mb_of,
    print_table,
    seconds_of,
    stopwatch,
)
from kneadcast.cache.environment import CACHE_FOLDER_VARIABLE
from kneadcast.cache.kept_sound import KeptSound
from kneadcast.cache.store import kind_folder, sound_folder, speech_folder
from kneadcast.sound import Mix, load_template

EVERYTHING = ("toes-to-hip", "--template", "wood-and-rain", "--pacer", "full", "--pan", "1")
"""The routine of most benchmarks, with all that takes time to mix."""
TIME_MINUTES = 45
NAIVE_MINUTES = 10
"""Longer sessions that are built naively take minutes."""
MEMORY_MINUTES = (10, 60, 240)
"""The last is longer than the routine can be: its script of half that length, twice in a row."""
PAGE_MINUTES = 60
_PAGE_RUNS = 3
"""At least; a page takes too short for one run."""
_ANSWER_RUNS = 10


class Program(NamedTuple):
    """The command line of Kneadcast with a cache of its own, and files that it writes, in a folder."""

    folder: Path

    @property
    def cache(self) -> Path:
        """The folder of the cache."""
        return self.folder / "cache"

    @property
    def environment(self) -> dict[str, str]:
        """The environment of each process."""
        return {**os.environ, CACHE_FOLDER_VARIABLE: str(self.cache)}

    def seconds(self, arguments: Sequence[str], *, one_core: bool = False) -> float:
        """Returns the seconds that a command takes."""
        return seconds_of(command(arguments), self.environment, one_core=one_core)

    def peak_mb(self, arguments: Sequence[str], *, one_core: bool = False) -> float:
        """Returns the peak memory of a command in megabytes."""
        return peak_mb_of(command(arguments), self.environment, one_core=one_core)

    @property
    def session(self) -> Path:
        """The file of each session that is built."""
        return self.folder / "session.mp3"

    def rendering(self, script: Path) -> list[str]:
        """Returns the arguments that render a script; its session has a file of its own."""
        return ["render", str(script), "-o", str(self.folder / "rendered.mp3"), "--force"]

    def building(self, minutes: int, *more: str) -> list[str]:
        """Returns the arguments that build a session."""
        return ["build", *EVERYTHING, "-l", f"{minutes}m", "-o", str(self.session), "--force", *more]

    def write_script(self, minutes: int, form: str) -> Path:
        """Writes the script of a session, and returns its file."""
        path = self.folder / f"{minutes}.{form}"
        self.seconds(["script", *EVERYTHING, "-l", f"{minutes}m", "--format", form, "-o", str(path), "--force"])
        return path

    def forget_chunks(self) -> None:
        """Removes the encoded parts of sessions from the cache; spoken lines, levelled voices and loops stay."""
        shutil.rmtree(kind_folder(self.cache, "chunks"), ignore_errors=True)


def main(arguments: Sequence[str]) -> int:
    """Runs the requested benchmarks, by default all, and prints their results; returns the exit code."""
    parser = argparse.ArgumentParser(description="Benchmarks of building sessions.")
    parser.add_argument("names", nargs="*", metavar="BENCHMARK", help=f"one of {', '.join(BENCHMARKS)}; default: all")
    parser.add_argument("--runs", type=int, default=1, help="how often each figure is measured")
    options = parser.parse_args(arguments)
    if unknown := set(options.names) - set(BENCHMARKS):
        parser.error(f"no such benchmark: {', '.join(sorted(unknown))}; known: {', '.join(BENCHMARKS)}")
    if options.runs < 1:
        parser.error("--runs must be at least 1")
    for name in options.names or BENCHMARKS:
        print(f"\n{name}: {BENCHMARKS[name].__doc__}", flush=True)
        with tempfile.TemporaryDirectory() as folder:
            BENCHMARKS[name](Path(folder), options.runs)
    return 0


def bench_time(folder: Path, runs: int) -> None:
    """A build of 45 minutes, relative to encoding its sound on one core, and to a build with pydub alone."""
    program = Program(folder)
    timing = Timing.prepare(program)
    cues = {minutes: cues_of(program.write_script(minutes, "json")) for minutes in (NAIVE_MINUTES, TIME_MINUTES)}
    encode = encode_command(decode(program.session), folder / "again.mp3")
    encoder, naive = "the encoder alone, on one core", f"pydub alone, from {NAIVE_MINUTES} min to {TIME_MINUTES}"
    cases: dict[str, Measurement] = {
        **timing.cases(),
        encoder: partial(seconds_of, encode, os.environ, one_core=can_bind_to_one_core()),
        naive: partial(naive_seconds, cues[NAIVE_MINUTES], cues[TIME_MINUTES], folder / "naive.mp3"),
    }
    print_table(alternate(cases, runs), "s", {"x encoder": encoder, "x pydub": naive})


class Timing(NamedTuple):
    """The builds that are timed, and the states of the cache in which they are."""

    program: Program
    script: Path
    reworded: Path
    """The script with one word changed."""
    kept: Path
    """A copy of the cache after a build: every line is spoken, and all sound is kept."""
    spoken: Path
    """A cache with all lines of the changed script."""

    @classmethod
    def prepare(cls, program: Program) -> Timing:
        """Builds the session and the changed one, each for the first time."""
        folder = program.folder
        script = program.write_script(TIME_MINUTES, "yaml")
        timing = cls(program, script, folder / "reworded.yaml", folder / "kept", folder / "spoken")
        timing.reworded.write_text(reword(script.read_text(encoding="utf-8")), encoding="utf-8")
        program.seconds(program.building(TIME_MINUTES))
        program.seconds(program.rendering(script))
        shutil.copytree(program.cache, timing.kept)
        program.seconds(program.rendering(timing.reworded))
        shutil.copytree(speech_folder(program.cache), speech_folder(timing.spoken))
        return timing

    def cases(self) -> Mapping[str, Measurement]:
        """Returns what is timed; each returns its seconds."""
        build, edit = self.program.building(TIME_MINUTES), self.program.rendering(self.reworded)
        chunks, sound = kind_folder(self.program.cache, "chunks"), sound_folder(self.program.cache)
        return {
            "cold: lines spoken, no sound kept": partial(self.seconds, build, without=sound),
            "warm: lines spoken, voices and ambience kept": partial(self.seconds, build, without=chunks),
            **on_one_core_only({"warm, on one core": partial(self.seconds, build, without=chunks, one_core=True)}),
            "one word changed, line to be spoken": partial(self.seconds, edit),
            "one word changed, line spoken before": partial(self.seconds, edit, and_with=self.spoken),
            "unchanged": partial(self.seconds, build),
        }

    def seconds(
        self,
        arguments: Sequence[str],
        *,
        without: Path | None = None,
        and_with: Path | None = None,
        one_core: bool = False,
    ) -> float:
        """Returns the seconds that a command takes after a build.

        Args:
            arguments: Those of the command.
            without: What is missing from the cache.
            and_with: A cache that is added to it.
            one_core: Whether the command may use one core only.
        """
        shutil.rmtree(self.program.cache)
        for filled in (self.kept, and_with):
            if filled:
                shutil.copytree(filled, self.program.cache, dirs_exist_ok=True)
        if without:
            shutil.rmtree(without, ignore_errors=True)
        return self.program.seconds(arguments, one_core=one_core)


def bench_memory(folder: Path, runs: int) -> None:
    """The peak memory of builds, of which no encoded part is kept, relative to a build of 10 minutes."""
    if not can_measure_memory():
        print("  skipped: this system has no /proc/PID/smaps_rollup")
        return
    program, speaking = Program(folder), Program(folder / "speaking")

    builds = {minutes: program.building(minutes) for minutes in MEMORY_MINUTES[:-1]}
    longest = MEMORY_MINUTES[-1]
    builds[longest] = program.rendering(repeat(program.write_script(longest // 2, "json"), 2))

    def peak_mb(minutes: int, one_core: bool) -> float:
        program.forget_chunks()
        return program.peak_mb(builds[minutes], one_core=one_core)

    def peak_mb_with_speech() -> float:
        shutil.rmtree(speaking.folder, ignore_errors=True)
        speaking.folder.mkdir()
        return speaking.peak_mb(speaking.building(MEMORY_MINUTES[0]))

    for minutes in MEMORY_MINUTES:
        program.seconds(builds[minutes])  # so that every line is spoken
    shortest = f"{MEMORY_MINUTES[0]} min"
    one_core = {f"{minutes} min, on one core": partial(peak_mb, minutes, one_core=True) for minutes in MEMORY_MINUTES}
    cases: dict[str, Measurement] = {
        **{f"{minutes} min": partial(peak_mb, minutes, one_core=False) for minutes in MEMORY_MINUTES},
        **on_one_core_only(one_core),
        f"{shortest}, all lines to be spoken": peak_mb_with_speech,
    }
    print_table(alternate(cases, runs), "MB", {f"x {shortest}": shortest})


def bench_mixing(folder: Path, runs: int) -> None:
    """Mixing 10 minutes with a chime and a sentence every 20 seconds, relative to one pydub overlay for each cue."""
    script, clips = busy_session(NAIVE_MINUTES, folder)
    cues = Cues(script.length_ms, [(cue.at_ms, cue.length_ms) for cue in script.cues])

    def mixing_seconds() -> float:
        shutil.rmtree(folder / "cache", ignore_errors=True)
        with stopwatch() as elapsed_s:
            for _ in Mix(script, clips, load_template(script.sound.template), KeptSound(folder / "cache")).blocks():
                pass
        return elapsed_s()

    def overlay_seconds() -> float:
        with stopwatch() as elapsed_s:
            overlay_all(cues)
        return elapsed_s()

    naive = "one overlay for each cue"
    cases = {f"in blocks, {len(script.cues)} cues": mixing_seconds, naive: overlay_seconds}
    print_table(alternate(cases, runs), "s", {"x naive": naive})


def bench_page(folder: Path, runs: int) -> None:
    """A build of 60 minutes with its page, of which no encoded part is kept, relative to one without."""
    program = Program(folder)
    program.seconds(program.building(PAGE_MINUTES))  # so that every line is spoken

    def seconds(*more: str) -> float:
        program.forget_chunks()
        return program.seconds(program.building(PAGE_MINUTES, *more))

    alone = "the MP3 alone"
    cases: dict[str, Measurement] = {alone: seconds, "the MP3 and its page": partial(seconds, "--with", "page")}
    print_table(alternate(cases, max(runs, _PAGE_RUNS)), "s", {"x MP3": alone})


def bench_answers(folder: Path, runs: int) -> None:
    """Commands that only answer, with an empty cache, relative to starting Python and importing NumPy."""
    program = Program(folder)

    def seconds(whole_command: Sequence[str]) -> float:
        shutil.rmtree(program.cache, ignore_errors=True)
        with stopwatch() as elapsed_s:  # also of a command that answers with a problem
            subprocess.run(whole_command, capture_output=True, check=False, env=program.environment)
        return elapsed_s()

    reference = "import numpy"
    cases = {reference: partial(seconds, [sys.executable, "-c", "import numpy"])}
    for arguments in (["--help"], ["routines"], ["script"], ["plan"], ["script", "--length", "5m"]):
        cases[" ".join(arguments)] = partial(seconds, command(arguments))
    print_table(alternate(cases, max(runs, _ANSWER_RUNS)), "s", {"x NumPy": reference})


BENCHMARKS: Mapping[str, Callable[[Path, int], None]] = {
    "answers": bench_answers,
    "time": bench_time,
    "memory": bench_memory,
    "mixing": bench_mixing,
    "page": bench_page,
}


def command(arguments: Sequence[str]) -> list[str]:
    """Returns the complete command for arguments of Kneadcast."""
    return [sys.executable, "-m", "kneadcast", *arguments]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
