"""The voices of this computer: listing them, and finding one by name and language."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable, Iterator, Sequence

from kneadcast.choices import AUTO_VOICE, DEFAULT_VOICE
from kneadcast.errors import KneadcastWarning, SpeechError, did_you_mean
from kneadcast.languages import primary_language, same_language
from kneadcast.speech.cache.voice_lists import load_voice_list, save_voice_list
from kneadcast.speech.drivers.driver import Driver, FoundVoice
from kneadcast.speech.drivers.hibari import HIBARI, NATURAL, installation_problem
from kneadcast.speech.drivers.piper import PIPER, is_voice_file, voice_of_file
from kneadcast.speech.drivers.registry import DRIVERS, find_driver
from kneadcast.speech.length_table import shipped_table
from kneadcast.speech.model import Voice
from kneadcast.speech.workers.voice_query import query_voices

_NATURAL_LANGUAGE = "en"
_LANGUAGE_TAG = re.compile(r"[A-Za-z]{2,8}([-_][A-Za-z0-9]+)*")
_MAX_NAMES_SHOWN = 12


def list_voices(language: str | None = None) -> tuple[Voice, ...]:
    """Returns the voices that can be used on this computer, those of the best driver first.

    An installed driver that does not work is reported in a `KneadcastWarning`.

    Args:
        language: BCP 47 tag. If given, only voices that list this language are returned, of any region.

    Raises:
        SpeechError: If the computer has no voice, or no voice of that language.
    """
    voices, failures = _all_voices()
    for failure in failures:
        warnings.warn(failure, KneadcastWarning, stacklevel=2)
    if not voices:
        raise SpeechError("this computer has no voice; Kneadcast speaks on Linux, Windows and macOS")
    if language is None:
        return voices
    matching = tuple(voice for voice in voices if voice.languages and _speaks(voice, language))
    if not matching:
        raise SpeechError(f"no voice on this computer speaks '{language}'; `kneadcast voices` lists all voices")
    return matching


def find_voice(name: str = DEFAULT_VOICE, language: str = "en") -> Voice:
    """Returns the voice with a name.

    Args:
        name: A voice's name, `driver:name` or driver's id, in any case, or the path of a Piper voice file. `auto` is
            the best working voice of the language; a `KneadcastWarning` reports why better drivers do not work.
            `default` is `natural` if the language is English, otherwise the same as `auto`. The default voice of a
            language whose lengths ship is not tried out here, but before it speaks; see `check_driver`.
        language: BCP 47 tag.

    Raises:
        SpeechError: If there is no such voice, or it cannot be used or does not speak the language.
    """
    if measured := _measured_voice(name.lower(), language):
        return measured
    if name.lower() == DEFAULT_VOICE:
        name = NATURAL if same_language(language, _NATURAL_LANGUAGE) else AUTO_VOICE
    if is_voice_file(name):
        voice = voice_of_file(name)
        return choose_voice([voice], voice.name, language)
    if name.lower() == AUTO_VOICE:
        return _best_voice(language)
    if name.lower() == NATURAL:
        return choose_voice(_natural_voices(), name, language)
    voices, failures = _all_voices()
    try:
        return choose_voice(voices, name, language)
    except SpeechError as error:
        raise SpeechError(*error.problems, *failures) from None


def check_driver(name: str) -> None:
    """Tries out a driver, unless this version of it has listed its voices before.

    Raises:
        SpeechError: If it does not work.
    """
    driver = find_driver(name)
    if driver is HIBARI:
        _natural_voices()
    elif driver.cache_voices:
        _voices_of(driver)


def choose_voice(voices: Sequence[Voice], name: str, language: str) -> Voice:
    """Returns the voice with a name from a list, as in `find_voice`.

    Raises:
        SpeechError: If there is no such voice, or it does not speak the language.
    """
    matching = [voice for voice in voices if _speaks(voice, language)]
    if name.lower() == AUTO_VOICE:
        certain = [voice for voice in matching if voice.languages]
        if not certain:
            raise SpeechError(f"no voice on this computer speaks '{language}'; see `kneadcast voices`")
        return min(certain, key=lambda voice: _rank(voice, language))
    by_name = {key.lower(): voice for voice in voices for key in (voice.id, f"{voice.driver}:{voice.name}", voice.name)}
    voice = by_name.get(name.lower())
    if voice is None:
        hint = did_you_mean(name, [voice.name for voice in matching]) or did_you_mean(name, by_name)
        raise SpeechError(f"there is no voice '{name}'{hint}; {_available_names(matching, language)}")
    if voice not in matching:
        spoken = ", ".join(voice.languages)
        raise SpeechError(
            f"the voice '{name}' speaks {spoken}, not '{language}'; {_available_names(matching, language)}"
        )
    return voice


def name_voices(driver: Driver, found: Iterable[FoundVoice]) -> tuple[Voice, ...]:
    """Returns the voices of a driver with unique names: short names, with a number if a name is taken."""
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


def _measured_voice(name: str, language: str) -> Voice | None:
    """Returns the default voice of a language without listing any voices, if its lengths ship."""
    table = shipped_table(language)
    if table is None or name not in (DEFAULT_VOICE, table.voice.name):
        return None
    driver = DRIVERS.get(table.voice.driver)
    return table.voice if driver and driver.installed() else None


def _natural_voices() -> tuple[Voice, ...]:
    reason = installation_problem()
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
    """Returns the best voice of the best driver that works, without starting any driver after it."""
    failures = []
    primary = primary_language(language)
    if primary in HIBARI.languages and (reason := installation_problem()):
        failures.append(f"the natural voice cannot be used: {reason}")
    for driver in _installed_drivers():
        if driver.languages and primary not in driver.languages:
            continue
        try:
            voices = _voices_of(driver)
        except SpeechError as error:
            failures.append(str(error))
            continue
        if any(voice.languages and _speaks(voice, language) for voice in voices):
            voice = choose_voice(voices, AUTO_VOICE, language)
            if failures:
                reasons = "; ".join(failures)
                warnings.warn(f"{reasons}; speaking with '{voice.name}' instead", KneadcastWarning, stacklevel=3)
            return voice
    raise SpeechError(f"no voice on this computer speaks '{language}'; see `kneadcast voices`", *failures)


def _all_voices() -> tuple[tuple[Voice, ...], tuple[str, ...]]:
    """Returns the voices of all drivers that work, and a message for each driver that does not."""
    voices: list[Voice] = []
    failures = []
    for driver in _installed_drivers():
        try:
            voices += _voices_of(driver)
        except SpeechError as error:
            failures.append(str(error))
    return tuple(voices), tuple(failures)


def _installed_drivers() -> Iterator[Driver]:
    """Yields the installed drivers that can list their voices; Piper's voices are found by path only."""
    return (driver for driver in DRIVERS.values() if driver is not PIPER and driver.installed())


def _voices_of(driver: Driver) -> tuple[Voice, ...]:
    found = load_voice_list(driver)
    if found is None:
        found = query_voices(driver.name)
        save_voice_list(driver, found)
    return name_voices(driver, found)


def _speaks(voice: Voice, language: str) -> bool:
    """Returns whether a voice speaks a language in any region; a voice that lists no languages may speak any."""
    return not voice.languages or any(same_language(tag, language) for tag in voice.languages)


def _rank(voice: Voice, language: str) -> tuple[int, bool, int, bool]:
    """Returns the sort key of a voice for `auto`: driver, requested region, preferred voices, tag without region."""
    driver = DRIVERS.get(voice.driver)
    preferred = driver.preferred if driver else ()
    drivers = list(DRIVERS)
    has_other_tag = language.lower() not in (tag.lower() for tag in voice.languages)
    return (
        drivers.index(voice.driver) if voice.driver in drivers else len(drivers),
        "-" in language and has_other_tag,
        preferred.index(voice.name) if voice.name in preferred else len(preferred),
        has_other_tag,
    )


def _available_names(voices: Sequence[Voice], language: str) -> str:
    names = [voice.name for voice in voices[:_MAX_NAMES_SHOWN]] + ["..."] * (len(voices) > _MAX_NAMES_SHOWN)
    return f"for '{language}' there are: {', '.join([AUTO_VOICE, *names])}"
