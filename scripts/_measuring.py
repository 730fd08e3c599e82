"""Measuring programs: their time, their peak memory, the cores that they may use, and the table of the results."""

from __future__ import annotations

import os
import statistics
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

Measurement = Callable[[], float]
"""Measures once, and returns the figure."""
Figures = Mapping[str, Sequence[float]]
"""One figure a run, by what was measured."""

_SAMPLING_S = 0.05
_FLAGS_FIELD = 9
"""The field of /proc/PID/stat with the flags of a process, counted from 1; see proc_pid_stat(5)."""
_FORKED_WITHOUT_PROGRAM = 0x40
"""PF_FORKNOEXEC of Linux, include/linux/sched.h."""
_LABEL_WIDTH = 44


@contextmanager
def stopwatch() -> Iterator[Callable[[], float]]:
    """Yields a function that returns the seconds that the body took, once it has ended."""
    start_s = time.perf_counter()
    elapsed_s: list[float] = []
    yield lambda: elapsed_s[0]
    elapsed_s.append(time.perf_counter() - start_s)


def seconds_of(command: Sequence[str], environment: Mapping[str, str], *, one_core: bool = False) -> float:
    """Returns the seconds that a command takes.

    Raises:
        SystemExit: If the command fails; it has what the command reported.
    """
    with stopwatch() as elapsed_s, started(command, environment, one_core=one_core) as process:
        _, report = process.communicate()
    check_ended(process, report)
    return elapsed_s()


def peak_mb_of(command: Sequence[str], environment: Mapping[str, str], *, one_core: bool = False) -> float:
    """Returns the peak memory of a command and its child processes together, in megabytes.

    Memory is proportional set size (PSS), sampled from /proc every 50 ms, on Linux only.

    Raises:
        SystemExit: If the command fails; it has what the command reported.
    """
    with started(command, environment, one_core=one_core) as process, ThreadPoolExecutor(1) as pool:
        ended = threading.Event()
        watched = pool.submit(watch_peak_kb, process.pid, ended)
        try:
            _, report = process.communicate()
        finally:
            ended.set()
        peak_kb = watched.result()  # raises what stopped the watch, because the peak would be too low
    check_ended(process, report)
    return peak_kb / 1000


def watch_peak_kb(pid: int, ended: threading.Event) -> int:
    """Returns the largest PSS of a process and its descendants together, sampled until an event is set."""
    peak_kb, before = 0, frozenset[int]()
    while not ended.wait(_SAMPLING_S):
        processes = frozenset(process_tree(pid))
        # While a process is being started, it runs in the memory of its parent, which would be counted twice. One that
        # was forked to stay is counted from its second sample on.
        counted = [number for number in processes if number in before or has_own_program(number)]
        peak_kb = max(peak_kb, sum(map(pss_kb, counted)))
        before = processes
    return peak_kb


def started(
    command: Sequence[str], environment: Mapping[str, str], *, one_core: bool = False
) -> subprocess.Popen[bytes]:
    """Starts a command, without standard input, on all cores of this process or on one of them."""
    with on_one_core(one_core):
        return subprocess.Popen(
            command, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
        )


@contextmanager
def on_one_core(wanted: bool) -> Iterator[None]:
    """Binds the calling thread, and so all processes that the body starts, to one core if that is wanted."""
    if not wanted:
        yield
        return
    allowed = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {max(allowed)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, allowed)


def can_bind_to_one_core() -> bool:
    """Returns whether this system can limit a process to one core."""
    return hasattr(os, "sched_setaffinity")


def on_one_core_only(cases: Mapping[str, Measurement]) -> Mapping[str, Measurement]:
    """Returns measurements on one core, or none of them, with a message, where this system cannot do that."""
    if can_bind_to_one_core():
        return cases
    print("  on one core: skipped, because this system cannot bind a process to a core")
    return {}


def can_measure_memory() -> bool:
    """Returns whether this system states the PSS of a process."""
    return Path("/proc/self/smaps_rollup").exists()


def check_ended(process: subprocess.Popen[bytes], report: bytes) -> None:
    """Ends this program if a process that was measured has failed.

    Raises:
        SystemExit: If the process failed.
    """
    if process.returncode:
        last = report.decode(errors="replace").strip()
        raise SystemExit(f"{process.args!r} ended with {process.returncode}: {last or 'it gave no reason'}")


def process_tree(pid: int) -> Iterator[int]:
    """Yields the ids of a process and all its descendants."""
    yield pid
    try:
        tasks = list(Path(f"/proc/{pid}/task").iterdir())
    except OSError:  # the process has ended
        return
    for task in tasks:
        for child in read_proc(task / "children").split():
            yield from process_tree(int(child))


def has_own_program(pid: int) -> bool:
    """Returns whether a process has started a program since it was forked."""
    # Fields from the third on follow the name of the program, which is in brackets and may contain spaces.
    fields = read_proc(Path(f"/proc/{pid}/stat")).rpartition(")")[2].split()
    return bool(fields) and not int(fields[_FLAGS_FIELD - 3]) & _FORKED_WITHOUT_PROGRAM


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


def alternate(cases: Mapping[str, Measurement], runs: int) -> Figures:
    """Measures all cases in turn, and again for each run, so that a change of the machine's speed affects all alike."""
    figures: dict[str, list[float]] = {label: [] for label in cases}
    for _ in range(runs):
        for label, measure in cases.items():
            figures[label].append(measure())
    return figures


def print_table(figures: Figures, unit: str, references: Mapping[str, str]) -> None:
    """Prints figures, and the ratio of each to some of them; ratios are those of figures of the same run.

    Args:
        figures: What was measured; all have the same number of runs.
        unit: The unit of the figures.
        references: What to divide by, as a label of `figures`, by the title of the column.
    """
    runs = len(next(iter(figures.values())))
    width = 12 if runs == 1 else 24
    titles = "".join(f"{title:>{width}}" for title in (unit, *references))
    print(f"  {'' if runs == 1 else f'min/median/max of {runs} runs':{_LABEL_WIDTH}}{titles}")
    for label, measured in figures.items():
        ratios = (ratios_of(measured, figures[reference]) for reference in references.values())
        columns = (spread(measured, ".2f"), *(spread(ratio, ".3g") for ratio in ratios))
        print(f"  {label:{_LABEL_WIDTH}}{''.join(f'{column:>{width}}' for column in columns)}", flush=True)


def ratios_of(measured: Sequence[float], references: Sequence[float]) -> list[float]:
    """Returns the ratio of each figure to the reference of the same run."""
    return [figure / reference for figure, reference in zip(measured, references, strict=True)]


def spread(values: Sequence[float], form: str) -> str:
    """Returns a value as text, or the smallest, the median and the largest of several."""
    shown = values if len(values) == 1 else (min(values), statistics.median(values), max(values))
    return "/".join(f"{value:{form}}" for value in shown)
