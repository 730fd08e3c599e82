"""A cache in every state that two builds, damage, eviction, clearing and kills can bring it into.

Two processes put, find, shrink and clear as a random sequence says, while entries are damaged and one of the processes
is killed in the middle of writing. Whatever is found is what was put, the limit holds, and nothing temporary stays. The
short run uses two caches in this process.
"""

from __future__ import annotations

import io
import multiprocessing
import os
import shutil
import sys
import tempfile
import wave
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, ClassVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from kneadcast.cache.keys import key_of
from kneadcast.cache.store import SPEECH_KINDS, entry_path, speech_folder
from kneadcast.cache.usage import cache_use, clear_cache, shrink_cache
from kneadcast.speech.cache.clip_cache import ClipCache
from kneadcast.speech.cache.length_store import find_lengths, remember_lengths
from kneadcast.speech.calibration import Pace
from tests.cache.damages import CONTENT, PLACES

KEYS = [key_of({"number": number}) for number in range(4)]
LIMIT_BYTES = 5_000
"""Less than two clips, so that the limit removes something."""


def clip(number: int, version: int) -> bytes:
    content = io.BytesIO()
    with wave.open(content, "wb") as wav:
        wav.setnchannels(1)
        wav.setsampwidth(2)
        wav.setframerate(8_000)
        wav.writeframes(bytes([number + 1, version]) * 1_600)
    return content.getvalue()


def put(root: Path, number: int, version: int) -> None:
    cache = ClipCache(root)
    with cache.work_folder() as work:
        (work / "1-1.wav").write_bytes(clip(number, version))
        cache.keep(KEYS[number], "text", (work / "1-1.wav").read_bytes())
    cache.keep_pace(KEYS[number], Pace(number + 1, 100.0 + version, 90.0))
    remember_lengths(cache, KEYS[number], {"line": 1 + version})


def find(root: Path, number: int) -> tuple[bytes | None, Pace | None, dict[str, int]]:
    cache = ClipCache(root)
    found = cache.find(KEYS[number], "text")
    return (
        found.content.read() if found and found.content else None,
        cache.find_pace(KEYS[number]),
        find_lengths(cache, KEYS[number]),
    )


def shrink(root: Path) -> None:
    shrink_cache(root, LIMIT_BYTES)


def put_and_die(root: Path, number: int, version: int) -> None:
    """Ends the process between writing an entry and putting it in its place."""
    Path.replace = lambda *_: os._exit(9)  # type: ignore[method-assign]
    put(root, number, version)


def serve(commands: Connection) -> None:
    """Serves a state machine from another process."""
    while True:
        call, arguments = commands.recv()
        commands.send(call(*arguments))


class Process:
    """Another process that uses the cache; it is started anew after it was killed."""

    _spawn: ClassVar[Any] = multiprocessing.get_context("spawn")

    def __init__(self) -> None:
        self._start()

    def call(self, function: Callable[..., Any], *arguments: Any) -> Any:
        self._commands.send((function, arguments))
        return self._commands.recv()

    def die(self, root: Path, number: int, version: int) -> None:
        self._commands.send((put_and_die, (root, number, version)))
        self._process.join(60)
        assert self._process.exitcode == 9
        self._start()

    def stop(self) -> None:
        self._process.kill()
        self._process.join()

    def _start(self) -> None:
        self._commands, there = self._spawn.Pipe()
        self._process = self._spawn.Process(target=serve, args=[there], daemon=True)
        self._process.start()


class Here:
    """A stand-in for another process that is this one; only its death is real."""

    def call(self, function: Callable[..., Any], *arguments: Any) -> Any:
        return function(*arguments)

    def die(self, root: Path, number: int, version: int) -> None:
        child = os.fork()
        if not child:
            put_and_die(root, number, version)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9

    def stop(self) -> None:
        """There is nothing to stop."""


builder = st.integers(0, 1)
entry = st.integers(0, len(KEYS) - 1)
damage = st.sampled_from(sorted({**CONTENT, **PLACES}))


class CacheStates(RuleBasedStateMachine):
    """Two builds that share a cache."""

    builders: ClassVar[list[Any]] = []

    def __init__(self) -> None:
        super().__init__()
        self._folder = Path(tempfile.mkdtemp())
        self._root = self._folder / "cache"
        self._put: dict[int, int] = {}
        self._version = 0

    @rule(who=builder, number=entry)
    def put(self, who: int, number: int) -> None:
        self._version = (self._version + 1) % 200
        self.builders[who].call(put, self._root, number, self._version)
        self._put[number] = self._version
        # What was put is found by everybody, whatever was in its place before.
        assert self._find(who, number) == self._find(1 - who, number) == self._expected(number)

    @rule(who=builder, number=entry)
    def find(self, who: int, number: int) -> None:
        for found, expected in zip(self._find(who, number), self._expected(number), strict=True):
            assert not found or found == expected

    @rule(number=entry, kind=st.sampled_from(["clips", "paces", "lengths"]), name=damage)
    def damage(self, number: int, kind: Any, name: str) -> None:
        path = entry_path(self._root, kind, KEYS[number])
        if path.is_file() and not path.is_symlink() and path.stat().st_size < 10**6:
            {**CONTENT, **PLACES}[name](path)
            found = self._find(number % 2, number)[["clips", "paces", "lengths"].index(kind)]
            assert not found or name == "unreadable"  # root reads everything

    @rule(number=entry, other=entry)
    def exchange(self, number: int, other: int) -> None:
        """Copies the clip of one key over that of another."""
        one, two = (entry_path(self._root, "clips", KEYS[index]) for index in (number, other))
        if one.is_file() and two.is_file() and number != other:
            shutil.copyfile(one, two)
            assert self._find(0, other)[0] is None

    @rule(who=builder)
    def shrink(self, who: int) -> None:
        self.builders[who].call(shrink, self._root)
        assert cache_use(self._root).size_bytes <= LIMIT_BYTES

    @rule(who=builder)
    def clear(self, who: int) -> None:
        self.builders[who].call(clear_cache, self._root)
        assert not any(self._find(1 - who, number)[index] for number in range(len(KEYS)) for index in range(3))

    @precondition(lambda _: sys.platform != "win32")
    @rule(who=builder, number=entry)
    def kill(self, who: int, number: int) -> None:
        """A process dies while it writes; the next one that writes removes what it left."""
        self.builders[who].die(self._root, number, 200)
        assert self._temporary()
        self.put(1 - who, (number + 1) % len(KEYS))
        assert not self._temporary()

    @invariant()
    def nothing_else_is_written(self) -> None:
        names = {path.name for path in self._root.glob("*") if path.suffix != ".copy"}
        assert names <= {speech_folder(self._root).name}

    def teardown(self) -> None:
        shutil.rmtree(self._folder)

    def _find(self, who: int, number: int) -> tuple[bytes | None, Pace | None, dict[str, int]]:
        found: tuple[bytes | None, Pace | None, dict[str, int]] = self.builders[who].call(find, self._root, number)
        return found

    def _expected(self, number: int) -> tuple[bytes | None, Pace | None, dict[str, int]]:
        if number not in self._put:
            return None, None, {}
        version = self._put[number]
        return clip(number, version), Pace(number + 1, 100.0 + version, 90.0), {"line": 1 + version}

    def _temporary(self) -> list[str]:
        names = {path.name for path in speech_folder(self._root).iterdir()}
        return sorted(names - set(SPEECH_KINDS))


def run(builders: list[Any], examples: int, steps: int) -> None:
    machine = type("Machine", (CacheStates,), {"builders": builders})
    try:
        run_state_machine_as_test(
            machine,
            settings=settings(
                max_examples=examples, stateful_step_count=steps, deadline=None, suppress_health_check=list(HealthCheck)
            ),
        )
    finally:
        for one in builders:
            one.stop()


@pytest.mark.filterwarnings("error::kneadcast.errors.KneadcastWarning")
def test_two_caches_in_one_folder_never_give_what_was_not_put_there() -> None:
    run([Here(), Here()], examples=15, steps=15)


@pytest.mark.faults
@pytest.mark.slow
def test_two_processes_with_one_cache_never_get_what_was_not_put_there() -> None:
    run([Process(), Process()], examples=60, steps=40)
