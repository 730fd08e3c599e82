"""Speaks the lines of a session: each text once, from the cache if it is there, otherwise in worker processes."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kneadcast.choices import pace_problem
from kneadcast.errors import Problem, SpeechError
from kneadcast.speech.cache.clip_cache import ClipCache, clip_folder, key_of, wav_length_ms
from kneadcast.speech.cache.usage import shrink_cache
from kneadcast.speech.calibration import CALIBRATION_LINES, LARGEST_PACE_DEVIATION, Pace, find_pace, is_plausible
from kneadcast.speech.drivers.registry import find_driver
from kneadcast.speech.lexicon import load_lexicon
from kneadcast.speech.model import Delivery, Line, Narration, SpeechProgress, Voice
from kneadcast.speech.text.normalisation import is_speakable, normalise_text
from kneadcast.speech.voices import find_voice
from kneadcast.speech.workers.pool import Pool, SpeechJob
from kneadcast.speech.workers.worker_process import WorkerSettings

TIME_LIMIT_S = 20.0
MOST_WORKERS = 4
SOUND_VERSION = 1
"""Part of the cache keys. Increase it whenever `trim` or the way a line is spoken changes the sound of clips."""
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
        SpeechError: If the pace is out of range, or the language has no such voice.
    """
    check_delivery(delivery)
    voice = find_voice(delivery.voice, delivery.language)
    return SpeechNarrator(voice, delivery, cache_folder=cache_folder, time_limit_s=time_limit_s, workers=workers)


def check_delivery(delivery: Delivery) -> None:
    """Checks the pace of a delivery.

    Raises:
        SpeechError: If it is out of range.
    """
    if problem := pace_problem(delivery.pace_wpm):
        raise SpeechError(problem)


def voice_origin(voice: Voice, language: str) -> dict[str, str]:
    """Returns everything that determines the sound of a voice in a language, whatever it says and how fast.

    Raises:
        SpeechError: If there is no such driver.
    """
    from importlib.metadata import version  # slow to import, and no worker needs it

    return {
        "driver": voice.driver,
        "engine": find_driver(voice.driver).version(),
        "pyttsx3": version("pyttsx3"),
        "voice": voice.id,
        "revision": voice.revision,
        "language": language,
        "sound": str(SOUND_VERSION),
    }


@dataclass(frozen=True)
class _Utterance:
    """A text that is to be spoken, before and after its conversion for the voice."""

    line: Line
    key: str
    """The name of its clip in the cache."""
    normalised: str
    """The text in words and plain punctuation."""
    spelled: str
    """The normalised text with the words of the lexicon in the driver's phonetic notation."""

    def problem(self, reason: str) -> Problem:
        return Problem(f"could not speak '{self.line.text}': {reason}", place=self.line.place)


class SpeechNarrator:
    """The narrator whose clips come from a pyttsx3 driver.

    The first use of a voice at a pace measures the voice and finds the driver's rate. The result is kept with the
    clips, so that a build with a warm cache starts no voice at all.
    """

    def __init__(
        self,
        voice: Voice,
        delivery: Delivery,
        *,
        cache_folder: Path | None = None,
        time_limit_s: float = TIME_LIMIT_S,
        workers: int | None = None,
    ) -> None:
        self._voice = voice
        self._delivery = delivery
        self._driver = find_driver(voice.driver)
        self._lexicon = load_lexicon(delivery.language)
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
        unique = _unique_lines(lines, self._delivery.language)
        if not unique:
            return Narration({})
        pace = self.pace()
        utterances = [self._utterance(line, pace) for line in unique]
        found = {one.line: self._cache.find(one.key, one.line.text) for one in utterances}
        clips = {line: clip for line, clip in found.items() if clip}
        missing = [one for one in utterances if one.line not in clips]

        def keep(spoken: _Utterance, path: Path) -> None:
            clips[spoken.line] = self._cache.keep(spoken.key, spoken.line.text, path)
            if progress:
                progress(len(clips), len(unique))

        if progress:
            progress(len(clips), len(unique))
        if missing:
            self._speak_missing(missing, pace, keep)
            shrink_cache(self._cache.root)
        return Narration({line: clips[line] for line in unique})

    def words(self, text: str) -> str:
        """Returns the text that the driver receives: words for symbols, and phonemes for words of the lexicon."""
        return self._lexicon.spelled(normalise_text(text, self._delivery.language), self._driver.spell)

    def pace(self) -> Pace:
        """Returns the measured pace of the voice, and measures it the first time.

        Raises:
            SpeechError: If the voice cannot speak, or not at the pace of the delivery.
        """
        if self._pace is None:
            wpm = self._delivery.pace_wpm
            key = key_of({**self._origin(), "pace_wpm": wpm, "lines": "\n".join(CALIBRATION_LINES)})
            self._pace = self._cache.find_pace(key) or self._measure(key)
            if abs(self._pace.wpm / wpm - 1) > LARGEST_PACE_DEVIATION:
                raise SpeechError(
                    f"the voice '{self._voice.name}' cannot speak {wpm} words a minute;"
                    f" the nearest pace that it can speak is {self._pace.wpm:.0f}"
                )
        return self._pace

    def _origin(self) -> dict[str, str]:
        """Returns the part of a clip's cache key that does not depend on its rate and text."""
        return voice_origin(self._voice, self._delivery.language)

    def _utterance(self, line: Line, pace: Pace) -> _Utterance:
        normalised = normalise_text(line.text, self._delivery.language)
        spelled = self._lexicon.spelled(normalised, self._driver.spell)
        key = key_of({**self._origin(), "rate": pace.rate, "volume": _VOLUME, "text": spelled})
        return _Utterance(line, key, normalised, spelled)

    def _measure(self, key: str) -> Pace:
        place = f"measuring the voice '{self._voice.name}'"
        utterances = [_Utterance(Line(text, place), "", text, text) for text in CALIBRATION_LINES]
        with self._cache.work_folder() as work:

            def measure(rate: int) -> Mapping[str, int]:
                paths: dict[str, Path] = {}
                problems = self._work(
                    utterances, rate, Path(work), lambda one, path: paths.update({one.line.text: path})
                )
                if problems:
                    raise SpeechError(problems[0])  # a voice that fails here fails for all lines alike
                return {text: wav_length_ms(path) or 0 for text, path in paths.items()}

            steps = self._driver.steps_a_word
            pace = find_pace(self._delivery.pace_wpm, self._driver.rates, measure, steps_a_word=steps)
            self._cache.keep_pace(key, pace, Path(work))
        return pace

    def _speak_missing(
        self, missing: Sequence[_Utterance], pace: Pace, keep: Callable[[_Utterance, Path], None]
    ) -> None:
        """Speaks lines and keeps their clips; a clip of implausible length is spoken again, once, by a new worker."""
        implausible: list[_Utterance] = []

        def keep_if_plausible(spoken: _Utterance, path: Path) -> None:
            if is_plausible(spoken.normalised, wav_length_ms(path) or 0, pace):
                keep(spoken, path)
            else:
                implausible.append(spoken)

        with self._cache.work_folder() as work:
            problems = self._work(missing, pace.rate, Path(work), keep_if_plausible)
        again, implausible = implausible, []
        if again:
            with self._cache.work_folder() as work:
                problems += self._work(again, pace.rate, Path(work), keep_if_plausible)
        problems += [one.problem("the length of its clip cannot be right; try other words") for one in implausible]
        if problems:
            raise SpeechError(*problems)

    def _work(
        self, utterances: Sequence[_Utterance], rate: int, work: Path, done: Callable[[_Utterance, Path], None]
    ) -> list[Problem]:
        """Speaks utterances into a folder, calls `done` with each that succeeded, and returns the other failures."""
        settings = WorkerSettings(self._voice.driver, self._voice.id, rate, time_limit_s=self._time_limit_s)
        by_path = {work / f"{rate}-{number}.wav": one for number, one in enumerate(utterances)}
        problems = []
        with Pool(settings, workers=self._workers) as pool:
            for result in pool.speak([SpeechJob(one.spelled, path) for path, one in by_path.items()]):
                one = by_path[result.job.path]
                if result.error:
                    problems.append(one.problem(result.error))
                else:
                    done(one, result.job.path)
        return problems


def _unique_lines(lines: Iterable[Line], language: str) -> list[Line]:
    """Returns the first line of each distinct text.

    Raises:
        SpeechError: If a line has nothing that can be spoken.
    """
    lines = list(lines)
    blank = [
        Problem(f"there is nothing to say in the line '{line.text.strip()}'", place=line.place)
        for line in lines
        if not is_speakable(normalise_text(line.text, language))
    ]
    if blank:
        raise SpeechError(*blank)
    return list(dict.fromkeys(lines))
