"""eSpeak NG on Linux, from the wheel `espeakng-loader`; no system package is needed or used."""

from __future__ import annotations

import ctypes
import importlib
import os
import re
import sys
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import Any

from kneadcast.speech.calibration import spoken_letters
from kneadcast.speech.drivers.driver import Driver, FoundVoice
from kneadcast.speech.drivers.packages import release_of
from kneadcast.speech.text.ipa import to_espeak

_PYTTSX3_NAME = "kneadcast_espeak"
_WORD_GAP = 7
"""espeakWORDGAP in espeak-ng/speak_lib.h, missing from pyttsx3: the pause between words in units of 10 ms."""
_READS_PHONEMES = 0x100
"""espeakPHONEMES in the same file: text between [[ and ]] is phonemes."""
_SLOWEST_RATE = 84
"""At lower rates, down to its own limit of 80, eSpeak NG speaks no slower."""
_CLAUSE_END = re.compile(r"[,;:—](?=\s)")
_LETTERS_A_CLAUSE_END = 4
"""What a line gains at each sign that ends a clause, in units of `spoken_letters`.

eSpeak NG rests for 370 ms at a comma at 118 words a minute, and draws out the word before it. With this value the 537
built-in instructions without a comma are spoken at 121.6 words a minute, and the 589 with one comma at 121.4.
"""
_EASY_RATE = 116
"""The fastest articulation of lines with commas, unless a faster pace is asked for: about 150 words a minute."""


def articulation_rate(text: str, rate: int) -> int:
    """Returns the rate at which a line is as long as if its commas took no time.

    Its sounds are spoken somewhat faster, so that the pace of a session hardly depends on how many of its lines have
    commas.
    """
    letters = spoken_letters(_CLAUSE_END.sub("", text))
    rests = len(_CLAUSE_END.findall(text)) * _LETTERS_A_CLAUSE_END
    return max(rate, min(round(rate * (1 + rests / letters)), _EASY_RATE)) if letters else rate


def gap_and_rate(rate: int) -> tuple[int, int]:
    """Returns the word gap and the rate of eSpeak NG for a rate of this driver.

    The slowest rate of eSpeak NG is still about 95 words a minute. Below it this driver's scale continues with longer
    gaps between words, and with a slightly faster rate between two gaps, so that a step of one changes the pace by 1 to
    2 % (4 % where the two methods meet). The figures were found by measuring trimmed English clips.
    """
    if rate >= _SLOWEST_RATE:
        return 0, rate
    below = _SLOWEST_RATE - rate
    if below <= 4:
        return 1, _SLOWEST_RATE + 2 * (4 - below)
    gap, odd = divmod(below - 5, 2)
    return gap + 2, _SLOWEST_RATE + (0 if odd else 2)


def _prepare() -> str:
    _load_library()
    espeak: Any = importlib.import_module("pyttsx3.drivers._espeak")
    driver: Any = importlib.import_module("pyttsx3.drivers.espeak")
    # In retrieval mode the engine speaks in a separate thread: about one rate in ten is lost to a race, and
    # `runAndWait` returns before the file is complete. Neither can happen in synchronous mode.
    espeak.AUDIO_OUTPUT_RETRIEVAL = espeak.AUDIO_OUTPUT_SYNCHRONOUS
    # pyttsx3 passes this flag with every text, and has no way to add another.
    espeak.ENDPAUSE |= _READS_PHONEMES
    module: Any = ModuleType(f"pyttsx3.drivers.{_PYTTSX3_NAME}")
    module.buildDriver = _synchronous(espeak, driver.EspeakDriver)
    sys.modules[module.__name__] = module
    return _PYTTSX3_NAME


def _load_library() -> None:
    """Loads the library of the wheel, so that pyttsx3 finds it under the same SONAME."""
    folder = _folder()
    ctypes.CDLL(str(folder / "libespeak-ng.so.1"), mode=ctypes.RTLD_GLOBAL)
    # Relative, because the library truncates this path to 160 characters, which an environment's path may exceed.
    os.chdir(folder)
    os.environ["ESPEAK_DATA_PATH"] = "."


def _folder() -> Path:
    spec = find_spec("espeakng_loader")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("espeakng_loader is not installed")
    return Path(spec.origin).parent


def _synchronous(espeak: Any, base: Any) -> Any:
    """Returns a subclass of pyttsx3's driver that works in synchronous mode and at slow rates."""
    end = (espeak.EVENT * 2)()
    end[0].type = espeak.EVENT_MSG_TERMINATED

    class SynchronousEspeak(base):  # type: ignore[misc]
        def _start_synthesis(self, text: str) -> None:
            rate = self.getProperty("rate")
            self.setProperty("rate", articulation_rate(text, rate))
            super()._start_synthesis(text)
            self.setProperty("rate", rate)
            # In this mode the engine does not send the event after which pyttsx3 writes its file.
            self._onSynth(None, 0, end)

        @staticmethod
        def setProperty(name: str, value: Any) -> None:  # noqa: N802
            if name != "rate":
                base.setProperty(name, value)
                return
            gap, rate = gap_and_rate(value)
            espeak.SetParameter(_WORD_GAP, gap, 0)
            espeak.SetParameter(espeak.RATE, rate, 0)

        @staticmethod
        def getProperty(name: str) -> Any:  # noqa: N802
            if name != "rate":
                return base.getProperty(name)
            # pyttsx3 omits the second argument: 1 is the current value, 0 the library's default.
            current = tuple(espeak.dll.espeak_GetParameter(parameter, 1) for parameter in (_WORD_GAP, espeak.RATE))
            return next((rate for rate in ESPEAK.rates if gap_and_rate(rate) == current), current[1])

    return SynchronousEspeak


def _short_name(voice: FoundVoice) -> str:
    return voice.languages[0].lower() if voice.languages else voice.id.rpartition("/")[2]


def _version() -> str:
    # Part of the cache keys: if this text changes, every line is spoken again.
    return f"espeakng-loader {release_of('espeakng-loader')}, {_LETTERS_A_CLAUSE_END} a clause up to {_EASY_RATE}"


ESPEAK = Driver(
    name="espeak",
    prepare=_prepare,
    installed=lambda: sys.platform.startswith("linux") and find_spec("espeakng_loader") is not None,
    version=_version,
    short_name=_short_name,
    rates=range(40, 451),
    spell=lambda _word, ipa: f"[[{to_espeak(ipa)}]]",
    # American first: its spoken r separates words, and a speech recogniser understood it better than British.
    preferred=("en-us", "en-gb", "fr-fr"),
    licence="GPL-3.0-or-later",
    cache_voices=True,
    # The phase of the voice's flutter at the end of a line changes the sound of the next one.
    fork_per_line=True,
)
