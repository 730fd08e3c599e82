"""The voices of this machine, under names that a listener can type."""

from __future__ import annotations

import json
import queue
import re
import warnings
from collections.abc import Iterable, Iterator, Sequence

from kneadcast.choices import DEFAULT_VOICE
from kneadcast.errors import KneadcastWarning, SpeechError, did_you_mean
from kneadcast.languages import primary_language, same_language
from kneadcast.speech.cache.voice_lists import recall_voices, remember_voices
from kneadcast.speech.drivers.driver import Driver, FoundVoice
from kneadcast.speech.drivers.hibari import HIBARI, NATURAL, why_not_installed
from kneadcast.speech.drivers.piper import PIPER, is_voice_file, voice_of_file
from kneadcast.speech.drivers.registry import DRIVERS
from kneadcast.speech.model import Voice
from kneadcast.speech.workers.pool import START_LIMIT_S
from kneadcast.speech.workers.worker_process import Order, WorkerProcess

AUTO = "auto"
_NATURAL_LANGUAGE = "en"
_LANGUAGE_TAG = re.compile(r"[A-Za-z]{2,8}([-_][A-Za-z0-9]+)*")
_MOST_NAMES_TOLD = 12


def list_voices(language: str | None = None) -> tuple[Voice, ...]:
    """Returns the voices that can be used on this machine now, those of the best driver first.

    A driver that is there and does not work is told in a `KneadcastWarning`.

    Args:
        language: BCP 47 tag; only voices that say they speak it, in any region.

    Raises:
        SpeechError: If the machine has no voice, or none of that language.
    """
    voices, faults = _survey()
    for fault in faults:
        warnings.warn(fault, KneadcastWarning, stacklevel=2)
    if not voices:
        raise SpeechError("this computer has no voice; Kneadcast speaks on Linux, Windows and macOS")
    if language is None:
        return voices
    speaking = tuple(voice for voice in voices if voice.languages and _speaks(voice, language))
    if not speaking:
        raise SpeechError(f"no voice on this computer speaks '{language}'; `kneadcast voices` lists all that there are")
    return speaking


def find_voice(name: str = DEFAULT_VOICE, language: str = "en") -> Voice:
    """Returns the voice that a listener means.

    Args:
        name: A voice's name, `driver:name` or driver's id, in any case, or the path of a Piper voice file; `auto` for
            the best voice of a language that works here, told in a `KneadcastWarning` where it is not the one hoped
            for; `default` for `natural` where the language is English, else the same as `auto`.
        language: BCP 47 tag.

    Raises:
        SpeechError: If there is no such voice, or it cannot be used or does not speak the language.
    """
    if name.lower() == DEFAULT_VOICE:
        name = NATURAL if same_language(language, _NATURAL_LANGUAGE) else AUTO
    if is_voice_file(name):
        return choose_voice([voice := voice_of_file(name)], voice.name, language)
    if name.lower() == AUTO:
        return _best_voice(language)
    if name.lower() == NATURAL:
        return choose_voice(_natural(), name, language)
    voices, faults = _survey()
    try:
        return choose_voice(voices, name, language)
    except SpeechError as error:
        raise SpeechError(*error.problems, *faults) from None


def _natural() -> tuple[Voice, ...]:
    reason = why_not_installed()
    try:
        if not reason:
            return _voices_of(HIBARI)
    except SpeechError as error:
        reason = str(error)
    raise SpeechError(
        f"the natural voice cannot be used: {reason}. `--voice auto` takes the best of the other voices, which"
        " `kneadcast voices` lists"
    )


def _best_voice(language: str) -> Voice:
    """Returns the best voice of the best driver that works, asking no more drivers than it takes."""
    faults = []
    primary = primary_language(language)
    if primary in HIBARI.languages and (reason := why_not_installed()):
        faults.append(f"the natural voice cannot be used: {reason}")
    for driver in _installed():
        if driver.languages and primary not in driver.languages:
            continue
        try:
            voices = _voices_of(driver)
        except SpeechError as error:
            faults.append(str(error))
            continue
        if any(voice.languages and _speaks(voice, language) for voice in voices):
            voice = choose_voice(voices, AUTO, language)
            if faults:
                told = "; ".join(faults)
                warnings.warn(f"{told}; speaking with '{voice.name}' instead", KneadcastWarning, stacklevel=3)
            return voice
    raise SpeechError(f"no voice on this computer speaks '{language}'; see `kneadcast voices`", *faults)


def _survey() -> tuple[tuple[Voice, ...], tuple[str, ...]]:
    """Returns the voices of all drivers, and what is wrong with the drivers that cannot tell theirs."""
    voices: list[Voice] = []
    faults = []
    for driver in _installed():
        try:
            voices += _voices_of(driver)
        except SpeechError as error:
            faults.append(str(error))
    return tuple(voices), tuple(faults)


def _installed() -> Iterator[Driver]:
    """Yields the drivers whose voices need not be asked for by path."""
    return (driver for driver in DRIVERS.values() if driver is not PIPER and driver.installed())


def _voices_of(driver: Driver) -> tuple[Voice, ...]:
    found = recall_voices(driver)
    if found is None:
        found = _ask_voices(driver.name)
        remember_voices(driver, found)
    return name_voices(driver, found)


def choose_voice(voices: Sequence[Voice], name: str, language: str) -> Voice:
    """Returns the voice that a listener means among those there are; see `find_voice`.

    Raises:
        SpeechError: If there is no such voice, or it does not speak the language.
    """
    fitting = [voice for voice in voices if _speaks(voice, language)]
    if name.lower() == AUTO:
        telling = [voice for voice in fitting if voice.languages]
        if not telling:
            raise SpeechError(f"no voice on this computer speaks '{language}'; see `kneadcast voices`")
        return min(telling, key=lambda voice: _rank(voice, language))
    known = {key.lower(): voice for voice in voices for key in (voice.id, f"{voice.driver}:{voice.name}", voice.name)}
    voice = known.get(name.lower())
    if voice is None:
        hint = did_you_mean(name, [voice.name for voice in fitting]) or did_you_mean(name, known)
        raise SpeechError(f"there is no voice '{name}'{hint}; {_told(fitting, language)}")
    if voice not in fitting:
        spoken = ", ".join(voice.languages)
        raise SpeechError(f"the voice '{name}' speaks {spoken}, not '{language}'; {_told(fitting, language)}")
    return voice


def name_voices(driver: Driver, found: Iterable[FoundVoice]) -> tuple[Voice, ...]:
    """Gives each voice of a driver a name of its own: its short name, with a number where that is taken."""
    voices: dict[str, Voice] = {}
    for one in found:
        name = short = driver.short_name(one)
        number = 1
        while name in voices:
            number += 1
            name = f"{short}-{number}"
        languages = tuple(tag.replace("_", "-") for tag in one.languages if _LANGUAGE_TAG.fullmatch(tag))
        voices[name] = Voice(name, driver.name, one.id, languages, driver.licence)
    return tuple(voices.values())


def _ask_voices(driver: str) -> list[FoundVoice]:
    """Asks in a worker, since looking for voices loads the engine, which may hang as well."""
    answers: queue.Queue[tuple[WorkerProcess, bytes]] = queue.Queue()
    worker = WorkerProcess(Order(driver, list_only=True), answers)
    answer, end = b"", f"no answer within {START_LIMIT_S} s"
    try:
        answer = answers.get(timeout=START_LIMIT_S)[1]
    except queue.Empty:
        worker.end()
    finally:
        end = worker.end(patience_s=1 if not answer else 0) or end
    try:
        message = json.loads(answer)
        if "failed" in message:
            raise SpeechError(f"the speech driver '{driver}' cannot be used: {message['failed']}")
        return [FoundVoice(one["id"], one["name"], tuple(one["languages"])) for one in message["voices"]]
    except (ValueError, KeyError, TypeError) as error:
        raise SpeechError(f"the speech driver '{driver}' did not tell its voices ({end})") from error


def _speaks(voice: Voice, language: str) -> bool:
    """Tells whether a voice speaks a language in any of its regions; one that does not tell is believed to."""
    return not voice.languages or any(same_language(tag, language) for tag in voice.languages)


def _rank(voice: Voice, language: str) -> tuple[int, bool, int, bool]:
    """Returns the order of voices for `auto`: driver, the region asked for, preference, a plain tag."""
    driver = DRIVERS.get(voice.driver)
    preferred = driver.preferred if driver else ()
    drivers = list(DRIVERS)
    exact = "-" in language and language.lower() not in (tag.lower() for tag in voice.languages)
    return (
        drivers.index(voice.driver) if voice.driver in drivers else len(drivers),
        exact,
        preferred.index(voice.name) if voice.name in preferred else len(preferred),
        language.lower() not in (tag.lower() for tag in voice.languages),
    )


def _told(fitting: Sequence[Voice], language: str) -> str:
    names = [voice.name for voice in fitting[:_MOST_NAMES_TOLD]] + ["..."] * (len(fitting) > _MOST_NAMES_TOLD)
    return f"for '{language}' there are: {', '.join([AUTO, *names])}"
