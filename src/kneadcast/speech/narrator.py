"""Speaking the lines of a session: each text once, from the cache where it is there, else in worker processes."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kneadcast.errors import Problem, SpeechError
from kneadcast.speech.cache.clips import ClipCache, clip_folder, clip_length_ms, key_of
from kneadcast.speech.cache.usage import shrink_cache
from kneadcast.speech.calibration import CALIBRATION_LINES, FARTHEST_MISS, Pace, find_pace, is_plausible
from kneadcast.speech.drivers.registry import find_driver
from kneadcast.speech.lexicon import load_lexicon
from kneadcast.speech.model import FASTEST_PACE_WPM, SLOWEST_PACE_WPM, Clip, Delivery, Line, Progress, Voice
from kneadcast.speech.text.normalisation import is_speakable, normalise_text
from kneadcast.speech.voices import find_voice
from kneadcast.speech.workers.pool import Pool, Utterance
from kneadcast.speech.workers.worker_process import WorkerSettings as Order

TIME_LIMIT_S = 20.0
MOST_WORKERS = 4
SOUND_VERSION = 1
"""To be raised whenever `trim` or the way a line is spoken changes what clips sound like."""


def open_narrator(
    delivery: Delivery,
    *,
    cache_folder: Path | None = None,
    time_limit_s: float = TIME_LIMIT_S,
    workers: int | None = None,
) -> SpeechNarrator:
    """Picks the voice for a delivery; nothing is spoken yet.

    Args:
        delivery: How lines are to sound.
        cache_folder: Where clips are kept; that of the environment's KNEADCAST_CACHE, or the user's own, if none.
        time_limit_s: Seconds that a voice may take over one line.
        workers: How many lines are spoken at once; one a processor, at most four, if none.

    Raises:
        SpeechError: If the pace or the volume is out of range, or there is no such voice for the language.
    """
    check_delivery(delivery)
    voice = find_voice(delivery.voice, delivery.language)
    return SpeechNarrator(voice, delivery, cache_folder=cache_folder, time_limit_s=time_limit_s, workers=workers)


def check_delivery(delivery: Delivery) -> None:
    """Refuses what no voice may be asked for.

    Raises:
        SpeechError: If the pace or the volume is out of range.
    """
    pace_wpm, fastest, slowest = delivery.pace_wpm, FASTEST_PACE_WPM, SLOWEST_PACE_WPM
    if pace_wpm > fastest:
        raise SpeechError(
            f"a pace of {pace_wpm} words a minute is hard to follow with busy hands; {fastest} is the fastest"
        )
    if pace_wpm < slowest:
        raise SpeechError(f"at {pace_wpm} words a minute sentences fall apart into words; {slowest} is the slowest")
    if not 0 < delivery.volume <= 1:
        raise SpeechError(f"the voice's volume is above 0 and at most 1, got {delivery.volume:g}")


@dataclass(frozen=True)
class _Wanted:
    """A text that is not in the cache."""

    text: str
    place: str
    key: str
    read: str
    """The text in words, as a person would read it."""
    said: str
    """What the driver is handed: the text in words, some of them as it takes their sounds."""

    def problem(self, why: str) -> Problem:
        return Problem(f"could not speak '{self.text}': {why}", place=self.place)


class SpeechNarrator:
    """The narrator whose clips come from a pyttsx3 driver.

    The first time that a voice speaks at a pace, it is measured and the driver's rate found; that is kept with the
    clips, so with a warm cache no voice is even started.
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

    def speak(self, lines: Iterable[Line], progress: Progress | None = None) -> Mapping[str, Clip]:
        """Returns a clip for the text of each line, from the cache where it is already there.

        Raises:
            SpeechError: If any line cannot be spoken. It names each that failed; a line that hangs or kills its worker
                ends the work of that worker, so there may be more.
        """
        places = _places(lines, self._delivery.language)
        if not places:
            return {}
        pace = self.pace()
        wanted = [self._wanted(text, place, pace) for text, place in places.items()]
        found = {one.text: self._cache.find(one.key, one.text) for one in wanted}
        clips = {text: clip for text, clip in found.items() if clip}
        missing = [one for one in wanted if one.text not in clips]

        def keep(wanted: _Wanted, made: Path) -> None:
            clips[wanted.text] = self._cache.keep(wanted.key, wanted.text, made)
            if progress:
                progress(len(clips), len(places))

        if progress:
            progress(len(clips), len(places))
        if missing:
            self._speak_missing(missing, pace, keep)
            shrink_cache(self._cache.root)
        return {text: clips[text] for text in places}

    def words(self, text: str) -> str:
        """Returns what the driver is handed for a text: words for signs, and sounds for words of the lexicon."""
        return self._lexicon.spelled(normalise_text(text, self._delivery.language), self._driver.spell)

    def pace(self) -> Pace:
        """Returns what is known of the voice at the pace asked for, measuring it where that has not been done yet.

        Raises:
            SpeechError: If the voice cannot speak, or not at that pace.
        """
        if self._pace is None:
            wpm = self._delivery.pace_wpm
            key = key_of({**self._origin(), "pace_wpm": wpm, "lines": "\n".join(CALIBRATION_LINES)})
            self._pace = self._cache.find_pace(key) or self._measure(key)
            if abs(self._pace.wpm / wpm - 1) > FARTHEST_MISS:
                raise SpeechError(
                    f"the voice '{self._voice.name}' cannot speak {wpm} words a minute;"
                    f" the nearest that it can is {self._pace.wpm:.0f}"
                )
        return self._pace

    def _origin(self) -> dict[str, str]:
        """Returns what decides how a driver's rate and a text sound."""
        from importlib.metadata import version  # slow to import, and no worker needs it

        return {
            "driver": self._voice.driver,
            "engine": self._driver.version(),
            "pyttsx3": version("pyttsx3"),
            "voice": self._voice.id,
            "revision": self._voice.revision,
            "language": self._delivery.language,
            "sound": str(SOUND_VERSION),
        }

    def _wanted(self, text: str, place: str, pace: Pace) -> _Wanted:
        read = normalise_text(text, self._delivery.language)
        said = self._lexicon.spelled(read, self._driver.spell)
        key = key_of({**self._origin(), "rate": pace.rate, "volume": self._delivery.volume, "text": said})
        return _Wanted(text, place, key, read, said)

    def _measure(self, key: str) -> Pace:
        place = f"measuring the voice '{self._voice.name}'"
        wanted = [_Wanted(text, place, "", text, text) for text in CALIBRATION_LINES]
        with self._cache.work_folder() as work:

            def measure(rate: int) -> Mapping[str, int]:
                made: dict[str, Path] = {}
                problems = self._work(wanted, rate, Path(work), lambda one, path: made.update({one.text: path}))
                if problems:
                    raise SpeechError(problems[0])  # a voice that fails here fails at all lines alike
                return {text: clip_length_ms(path) or 0 for text, path in made.items()}

            steps = self._driver.steps_a_word
            pace = find_pace(self._delivery.pace_wpm, self._driver.rates, measure, steps_a_word=steps)
            self._cache.keep_pace(key, pace, Path(work))
        return pace

    def _speak_missing(self, missing: Sequence[_Wanted], pace: Pace, keep: Callable[[_Wanted, Path], None]) -> None:
        """Speaks lines and keeps their clips; an implausible one is spoken again, once, by a fresh worker."""
        doubtful: list[_Wanted] = []

        def judge(wanted: _Wanted, made: Path) -> None:
            if is_plausible(wanted.read, clip_length_ms(made) or 0, pace):
                keep(wanted, made)
            else:
                doubtful.append(wanted)

        with self._cache.work_folder() as work:
            problems = self._work(missing, pace.rate, Path(work), judge)
        again, doubtful = doubtful, []
        if again:
            with self._cache.work_folder() as work:
                problems += self._work(again, pace.rate, Path(work), judge)
        problems += [one.problem("its length cannot be right; try other words") for one in doubtful]
        if problems:
            raise SpeechError(*problems)

    def _work(
        self, wanted: Sequence[_Wanted], rate: int, work: Path, done: Callable[[_Wanted, Path], None]
    ) -> list[Problem]:
        """Has lines spoken into a folder, calls `done` with each that was, and returns what the others failed of."""
        order = Order(self._voice.driver, self._voice.id, rate, self._delivery.volume, time_limit_s=self._time_limit_s)
        by_path = {work / f"{rate}-{number}.wav": one for number, one in enumerate(wanted)}
        problems = []
        with Pool(order, workers=self._workers) as pool:
            for outcome in pool.speak([Utterance(one.said, path) for path, one in by_path.items()]):
                one = by_path[outcome.job.path]
                if outcome.error:
                    problems.append(one.problem(outcome.error))
                else:
                    done(one, outcome.job.path)
        return problems


def _places(lines: Iterable[Line], language: str) -> dict[str, str]:
    """Returns each different text with the first place that says it."""
    lines = list(lines)
    blank = [
        Problem(f"there is nothing to say in the line '{line.text.strip()}'", place=line.place)
        for line in lines
        if not is_speakable(normalise_text(line.text, language))
    ]
    if blank:
        raise SpeechError(*blank)
    places: dict[str, str] = {}
    for line in lines:
        places.setdefault(line.text, line.place)
    return places
