"""Mutated files of every kind: each is read or refused with a sentence, soon and in little memory."""

from __future__ import annotations

import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from kneadcast.choices import DEFAULT_VOICE
from kneadcast.plain_text import is_printable
from kneadcast.resources import CONFIG_FOLDER_VARIABLE
from kneadcast.speech import Voice
from kneadcast.speech.lexicon import LEXICON_VARIABLE
from kneadcast.speech.voices import choose_voice
from tests.faults.file_kinds import (
    FORMATS,
    KINDS,
    SOUND_SHARE,
    mutated_file,
    mutated_sound,
    outcome,
    read_sound,
    short_sound,
)
from tests.speech.fake_driver import fake_voice

resource = pytest.importorskip("resource", reason="only POSIX reports how much memory was used")

FEW, MANY = 200, 21_000
"""How many files of all kinds together are read in each run, and in the campaign."""
MOST_TIME_S = 10
"""Of the processor for one file; the limit of the clock is longer, because other programs may be running."""
MOST_MEMORY_BYTES = 500_000_000
_MOST_SHOWN = 5


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Returns a folder in which every reader finds its file; all voices are replaced by one."""

    def find_voice(name: str, language: str) -> Voice:
        return choose_voice([fake_voice()], "fake" if name == DEFAULT_VOICE else name, language)

    monkeypatch.setattr("kneadcast.batch.matrix.find_voice", find_voice)
    monkeypatch.setenv(CONFIG_FOLDER_VARIABLE, str(tmp_path / "config"))
    monkeypatch.setenv(LEXICON_VARIABLE, str(tmp_path / "lexicon.yaml"))
    (tmp_path / "lexicon.yaml").write_text("words: {}\n", encoding="utf-8")
    return tmp_path


class Fuzz:
    """Reads files one after the other, and collects what did not hold."""

    def __init__(self) -> None:
        self.count = 0
        self.refused = 0
        self.longest_s = 0.0
        self._problems: list[str] = []
        self._memory = _peak_bytes()

    def read(self, name: str, path: Path, read: Callable[[Path], object]) -> None:
        """Reads a file that is named by its seed."""
        begin = time.process_time()
        try:
            with _time_limit(6 * MOST_TIME_S):
                text = outcome(read, path)
        except BaseException as error:
            if isinstance(error, KeyboardInterrupt):
                raise
            self._problems.append(f"{name}: {''.join(traceback.format_exception(error)[-3:])}")
            return
        took_s = time.process_time() - begin
        self.count += 1
        self.refused += bool(text)
        self.longest_s = max(self.longest_s, took_s)
        if took_s > MOST_TIME_S:
            self._problems.append(f"{name}: took {took_s:.1f} s")
        if not all(map(is_printable, text.split("\n"))):
            self._problems.append(f"{name}: has control characters in {text!r}")
        if len(text) > 1_000_000:
            self._problems.append(f"{name}: has a report of {len(text)} letters")

    def check(self) -> None:
        """Fails the test if something did not hold."""
        grown = _peak_bytes() - self._memory
        if grown > MOST_MEMORY_BYTES:
            self._problems.append(f"the memory grew by {grown:,} bytes")
        if self._problems:
            shown = "\n".join(self._problems[:_MOST_SHOWN])
            pytest.fail(f"{len(self._problems)} of {self.count} files failed:\n{shown}", pytrace=False)


def _peak_bytes() -> int:
    peak: int = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else 1024 * peak


@contextmanager
def _time_limit(seconds: float) -> Iterator[None]:
    """Ends the body with an exception if it takes longer."""

    def stop(_signal: int, _frame: object) -> None:
        raise TimeoutError(f"not finished after {seconds} s")

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def prepared(folder: Path, kind: str) -> Path:
    """Returns the path of a file of a kind, next to which are the files that it names."""
    path = folder / KINDS[kind].name
    path.parent.mkdir(parents=True, exist_ok=True)
    (folder / "mutated.yaml").write_text(KINDS["routine"].examples()[0], encoding="utf-8")
    return path


def fuzz_documents(kind: str, seeds: range, folder: Path) -> Fuzz:
    """Reads mutated documents of a kind."""
    fuzz = Fuzz()
    path = prepared(folder, kind)
    for seed in seeds:
        path.write_bytes(mutated_file(kind, seed))
        fuzz.read(f"{kind} {seed}", path, KINDS[kind].read)
    return fuzz


def fuzz_sounds(seeds: range, folder: Path) -> Fuzz:
    """Reads mutated sound files of each format in turn."""
    fuzz = Fuzz()
    whole = [short_sound(name, folder) for name in FORMATS]
    contents = [path.read_bytes() for path in whole]
    for path in whole:
        assert outcome(read_sound, path) == ""
    for seed in seeds:
        number = seed % len(FORMATS)
        path = folder / f"mutated{whole[number].suffix}"
        path.write_bytes(mutated_sound(contents[number], seed))
        fuzz.read(f"sound {seed}", path, read_sound)
    return fuzz


@pytest.mark.parametrize("kind", KINDS)
def test_an_example_of_each_kind_has_no_problem(kind: str, folder: Path) -> None:
    """What is mutated is valid before, so that mutations reach beyond the first check."""
    path = prepared(folder, kind)
    for text in KINDS[kind].examples():
        path.write_text(text, encoding="utf-8")
        assert outcome(KINDS[kind].read, path) == ""


@pytest.mark.parametrize("kind", KINDS)
def test_a_few_mutated_documents_are_read_or_refused(kind: str, folder: Path) -> None:
    """A mutated document raises no other error than a sentence, whose text is safe to print."""
    fuzz = fuzz_documents(kind, range(FEW * KINDS[kind].share // 100), folder)
    fuzz.check()
    assert fuzz.count > 0


def test_a_few_mutated_sound_files_are_read_or_refused(folder: Path) -> None:
    """A mutated sound file raises no other error than a sentence, whose text is safe to print."""
    fuzz_sounds(range(FEW * SOUND_SHARE // 100), folder).check()


@pytest.mark.faults
@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_thousands_of_mutated_documents_are_read_or_refused(
    kind: str, folder: Path, count: Callable[[str], None]
) -> None:
    """None of thousands of mutated documents takes long, much memory, or raises anything but a sentence."""
    fuzz = fuzz_documents(kind, range(1_000, 1_000 + MANY * KINDS[kind].share // 100), folder)
    count(f"{fuzz.count} mutated files ({kind}): {fuzz.refused} refused, the longest took {fuzz.longest_s:.2f} s")
    fuzz.check()


@pytest.mark.faults
@pytest.mark.slow
def test_thousands_of_mutated_sound_files_are_read_or_refused(folder: Path, count: Callable[[str], None]) -> None:
    """None of thousands of mutated sound files takes long, much memory, or raises anything but a sentence."""
    fuzz = fuzz_sounds(range(1_000, 1_000 + MANY * SOUND_SHARE // 100), folder)
    count(f"{fuzz.count} mutated sound files: {fuzz.refused} refused, the longest took {fuzz.longest_s:.2f} s")
    fuzz.check()
