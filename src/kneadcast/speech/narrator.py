"""Speaks the lines of a session: each text once, from the cache if it is there, otherwise in worker processes."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from kneadcast.cache.entries import discard, read_regular_file
from kneadcast.cache.environment import clip_folder
from kneadcast.cache.keys import key_of
from kneadcast.cache.usage import shrink_cache
from kneadcast.cache.work_folders import check_room
from kneadcast.choices import pace_problem
from kneadcast.errors import Problem, SpeechError
from kneadcast.speech.cache.clip_cache import ClipCache, wav_length_ms
from kneadcast.speech.calibration import CALIBRATION_LINES, LARGEST_PACE_DEVIATION, Pace, find_pace, is_plausible
from kneadcast.speech.drivers.registry import find_driver
from kneadcast.speech.known_lengths import KnownLengths
from kneadcast.speech.length_table import LengthTable, shipped_table
from kneadcast.speech.lexicon import load_lexicon
from kneadcast.speech.model import Delivery, Line, Narration, SpeechProgress, Voice
from kneadcast.speech.origins import voice_origin
from kneadcast.speech.utterances import Speller, Utterance
from kneadcast.speech.voices import check_driver, find_voice
from kneadcast.speech.workers.pool import Pool, SpeechJob
from kneadcast.speech.workers.worker_process import WorkerSettings

TIME_LIMIT_S = 20.0
MOST_WORKERS = 4
_MOST_WORK_FOLDERS = 3
"""A work folder can be lost with the cache, or its disk become full. The next one is elsewhere then."""
_Done = Callable[[Utterance, bytes], None]
"""Called with an utterance that was spoken, and its clip as a WAV."""
_VOLUME = 1.0
"""Part of the cache keys, although every line is spoken at full volume: the keys of existing clips contain it."""


def open_narrator(
    delivery: Delivery,
    *,
    cache_folder: Path | None = None,
    time_limit_s: float = TIME_LIMIT_S,
    workers: int | None = None,
) -> SpeechNarrator:
    """Returns a narrator for a delivery, without speaking anything.

    Args:
        delivery: How lines are spoken.
        cache_folder: The folder of the clips; by default that of KNEADCAST_CACHE in the environment, or the user's own.
        time_limit_s: Seconds that a voice may take for one line.
        workers: How many lines are spoken at once; by default one for each processor, at most four.

    Raises:
        SettingsError: If the settings of the cache cannot be right; see `clip_folder`.
        SpeechError: If the pace is out of range, or the language has no such voice.
    """
    clip_folder(cache_folder)
    check_delivery(delivery)
    voice = find_voice(delivery.voice, delivery.language)
    table = shipped_table(delivery.language)
    if table and table.voice != voice:
        table = None
    return SpeechNarrator(
        voice, delivery, table=table, cache_folder=cache_folder, time_limit_s=time_limit_s, workers=workers
    )


def check_delivery(delivery: Delivery) -> None:
    """Checks the pace of a delivery.

    Raises:
        SpeechError: If it is out of range.
    """
    if problem := pace_problem(delivery.pace_wpm):
        raise SpeechError(problem)


class SpeechNarrator:
    """The narrator whose clips come from a pyttsx3 driver.

    The first use of a voice at a pace measures the voice and finds the driver's rate, unless a table of lengths states
    it. The result is kept with the clips, so that a build with a warm cache starts no voice at all.
    """

    def __init__(
        self,
        voice: Voice,
        delivery: Delivery,
        *,
        table: LengthTable | None = None,
        cache_folder: Path | None = None,
        time_limit_s: float = TIME_LIMIT_S,
        workers: int | None = None,
    ) -> None:
        self._voice = voice
        self._delivery = delivery
        self._table = table
        self._driver = find_driver(voice.driver)
        self._speller = Speller(delivery.language, load_lexicon(delivery.language), self._driver.spell)
        self._origin = voice_origin(voice, delivery.language)
        self._cache = ClipCache(clip_folder(cache_folder))
        self._time_limit_s = time_limit_s
        self._workers = workers or min(MOST_WORKERS, os.cpu_count() or 1)
        self._pace: Pace | None = None

    @property
    def voice(self) -> Voice:
        """The voice that speaks."""
        return self._voice

    def speak(self, lines: Iterable[Line], progress: SpeechProgress | None = None) -> Narration:
        """Returns a clip for each line, from the cache if it is there.

        Raises:
            SpeechError: If any line cannot be spoken. The message names each line that failed. A line that hangs or
                kills its worker ends the work of that worker, so other lines may not have been tried.
        """
        utterances = self._speller.unique_utterances(lines)
        if not utterances:
            return Narration({})
        pace = self.pace()
        keys = {one.line: self._clip_key(one, pace) for one in utterances}
        found = {one.line: self._cache.find(keys[one.line], one.line.text) for one in utterances}
        clips = {line: clip for line, clip in found.items() if clip}
        missing = [one for one in utterances if one.line not in clips]

        def keep(spoken: Utterance, wav: bytes) -> None:
            clips[spoken.line] = self._cache.keep(keys[spoken.line], spoken.line.text, wav)
            if progress:
                progress(len(clips), len(utterances))

        if progress:
            progress(len(clips), len(utterances))
        if missing:
            self._speak_missing(missing, pace, keep)
            shrink_cache(self._cache.root)
        self._known(pace).remember({one.spelled: clips[one.line].length_ms for one in utterances})
        return Narration({one.line: clips[one.line] for one in utterances})

    def lengths_ms(self, lines: Iterable[Line], progress: SpeechProgress | None = None) -> Mapping[Line, int]:
        """Returns the length of the clip of each line; only lines of unknown length are spoken.

        Raises:
            SpeechError: If any line cannot be spoken; see `speak`.
        """
        utterances = self._speller.unique_utterances(lines)
        if not utterances:
            return {}
        known_ms = self._known_of(utterances, self.pace())
        unknown = [one.line for one in utterances if one.line not in known_ms]
        spoken_ms = self.speak(unknown, progress).lengths_ms() if unknown else {}
        return {**known_ms, **spoken_ms}

    def known_lengths_ms(self, lines: Iterable[Line]) -> Mapping[Line, int]:
        """Returns the lengths of those lines whose length is known, in milliseconds, without speaking anything.

        Raises:
            SpeechError: If a line has nothing that can be spoken.
        """
        pace = self._known_pace()
        return self._known_of(self._speller.unique_utterances(lines), pace) if pace else {}

    def words(self, text: str) -> str:
        """Returns the text that the driver receives: words for symbols, and phonemes for words of the lexicon."""
        return self._speller.utterance(Line(text)).spelled

    def pace(self) -> Pace:
        """Returns the measured pace of the voice, and measures it the first time.

        Raises:
            SpeechError: If the voice cannot speak, or not at the pace of the delivery.
        """
        if self._pace is None:
            wpm = self._delivery.pace_wpm
            self._pace = self._known_pace() or self._measure(self._pace_key())
            if abs(self._pace.wpm / wpm - 1) > LARGEST_PACE_DEVIATION:
                raise SpeechError(
                    f"the voice '{self._voice.name}' cannot speak {wpm} words a minute;"
                    f" the nearest pace that it can speak is {self._pace.wpm:.0f}"
                )
        return self._pace

    def _known_pace(self) -> Pace | None:
        wpm = self._delivery.pace_wpm
        shipped = self._table.pace if self._table and self._table.pace_wpm == wpm else None
        return self._pace or self._cache.find_pace(self._pace_key()) or shipped

    def _pace_key(self) -> str:
        """Returns the name of the measured pace in the cache."""
        lines = "\n".join(CALIBRATION_LINES)
        return key_of({**self._origin, "pace_wpm": self._delivery.pace_wpm, "lines": lines})

    def _known_of(self, utterances: Iterable[Utterance], pace: Pace) -> dict[Line, int]:
        known = self._known(pace)
        found = ((one.line, known.find(one.spelled)) for one in utterances)
        return {line: length_ms for line, length_ms in found if length_ms is not None}

    def _known(self, pace: Pace) -> KnownLengths:
        return KnownLengths(self._cache, self._origin, pace.rate, self._table)

    def _clip_key(self, utterance: Utterance, pace: Pace) -> str:
        """Returns the name of the clip of an utterance in the cache."""
        return key_of({**self._origin, "rate": pace.rate, "volume": _VOLUME, "text": utterance.spelled})

    def _measure(self, key: str) -> Pace:
        place = f"measuring the voice '{self._voice.name}'"
        utterances = [Utterance(Line(text, place), text, text) for text in CALIBRATION_LINES]

        def measure(rate: int) -> Mapping[str, int]:
            lengths_ms: dict[str, int] = {}

            def add(spoken: Utterance, wav: bytes) -> None:
                lengths_ms[spoken.line.text] = wav_length_ms(wav) or 0

            problems = self._work(utterances, rate, add)
            if problems:
                raise SpeechError(problems[0])  # a voice that fails here fails for all lines alike
            return lengths_ms

        steps = self._driver.steps_a_word
        pace = find_pace(self._delivery.pace_wpm, self._driver.rates, measure, steps_a_word=steps)
        self._cache.keep_pace(key, pace)
        return pace

    def _speak_missing(self, missing: Sequence[Utterance], pace: Pace, keep: _Done) -> None:
        """Speaks lines and keeps their clips; a clip of implausible length is spoken again, once, by a new worker."""
        implausible: list[Utterance] = []

        def keep_if_plausible(spoken: Utterance, wav: bytes) -> None:
            if is_plausible(spoken.normalised, wav_length_ms(wav) or 0, pace):
                keep(spoken, wav)
            else:
                implausible.append(spoken)

        problems = self._work(missing, pace.rate, keep_if_plausible)
        again, implausible = implausible, []
        if again:
            problems += self._work(again, pace.rate, keep_if_plausible)
        problems += [one.problem("the length of its clip cannot be right; try other words") for one in implausible]
        if problems:
            raise SpeechError(*problems)

    def _work(self, utterances: Sequence[Utterance], rate: int, done: _Done) -> list[Problem]:
        """Speaks utterances, calls `done` with each that succeeded and its clip, and returns the other failures.

        What failed because the work folder was removed, or its disk became full, is spoken again in another one.
        """
        check_driver(self._voice.driver)
        waiting = dict.fromkeys(utterances)

        def finish(spoken: Utterance, wav: bytes) -> None:
            del waiting[spoken]
            done(spoken, wav)

        for _ in range(_MOST_WORK_FOLDERS):
            with self._cache.work_folder() as work:
                problems = self._work_in(work, list(waiting), rate, finish)
                if not problems or _has_room(work):
                    break
        return problems

    def _work_in(self, work: Path, utterances: Sequence[Utterance], rate: int, done: _Done) -> list[Problem]:
        settings = WorkerSettings(self._voice.driver, self._voice.id, rate, time_limit_s=self._time_limit_s)
        by_path = {work / f"{rate}-{number}.wav": one for number, one in enumerate(utterances)}
        problems = []
        with Pool(settings, workers=self._workers) as pool:
            for result in pool.speak([SpeechJob(one.spelled, path) for path, one in by_path.items()]):
                one = by_path[result.job.path]
                wav = b"" if result.error else _take_clip(result.job.path)
                if wav:
                    done(one, wav)
                else:
                    problems.append(one.problem(result.error or "the voice wrote no sound file that can be read"))
        return problems


def _take_clip(path: Path) -> bytes:
    """Returns a clip that a worker has finished, and removes its file; returns nothing if it cannot be used."""
    try:
        wav = read_regular_file(path)
    except OSError:
        return b""  # reported with the line
    discard(path)
    return wav if wav_length_ms(wav) else b""


def _has_room(work: Path) -> bool:
    try:
        check_room(work)
    except OSError:
        return False
    return True
