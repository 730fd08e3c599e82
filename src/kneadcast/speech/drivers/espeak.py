"""eSpeak NG on Linux, brought along by `espeakng-loader`: no system package is needed, and none is used."""

from __future__ import annotations

import ctypes
import importlib
import os
import sys
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import Any

from kneadcast.speech.drivers.driver import Driver, FoundVoice
from kneadcast.speech.text.ipa import to_espeak

_PYTTSX3_NAME = "kneadcast_espeak"
_WORD_GAP = 7
"""espeakWORDGAP in espeak-ng/speak_lib.h, which pyttsx3 does not name: pause between words in units of 10 ms."""
_READS_PHONEMES = 0x100
"""espeakPHONEMES in the same file: what stands between [[ and ]] is not letters but sounds."""
_SLOWEST_RATE = 84
"""Asked for less, down to its own limit of 80, eSpeak NG speaks no slower."""


def gap_and_rate(rate: int) -> tuple[int, int]:
    """Returns the word gap and the rate that eSpeak NG is given for a rate of ours.

    Its slowest rate is still about 95 words a minute. The scale goes on below it with longer gaps between the words,
    and with a slightly faster rate between two gaps, so that a step of one is a change of 1 to 2 % (4 % at the seam).
    The figures were found by measuring trimmed English clips.
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
    # Asked for retrieval, the engine speaks in a thread of its own: a rate is lost to a race about once in ten times,
    # and `runAndWait` returns before the file is whole. In the synchronous mode neither can happen.
    espeak.AUDIO_OUTPUT_RETRIEVAL = espeak.AUDIO_OUTPUT_SYNCHRONOUS
    # pyttsx3 hands this flag over with every text, and has no way to add another.
    espeak.ENDPAUSE |= _READS_PHONEMES
    module: Any = ModuleType(f"pyttsx3.drivers.{_PYTTSX3_NAME}")
    module.buildDriver = _synchronous(espeak, driver.EspeakDriver)
    sys.modules[module.__name__] = module
    return _PYTTSX3_NAME


def _load_library() -> None:
    """Makes the library that came with the wheel the one that pyttsx3 finds under the same SONAME."""
    folder = _folder()
    ctypes.CDLL(str(folder / "libespeak-ng.so.1"), mode=ctypes.RTLD_GLOBAL)
    # Relative, because the library keeps only 160 characters of this path and an environment may lie deeper.
    os.chdir(folder)
    os.environ["ESPEAK_DATA_PATH"] = "."


def _folder() -> Path:
    spec = find_spec("espeakng_loader")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("espeakng_loader is not installed")
    return Path(spec.origin).parent


def _synchronous(espeak: Any, base: Any) -> Any:
    """Returns pyttsx3's driver class, mended for the synchronous mode and for slow rates."""
    end = (espeak.EVENT * 2)()
    end[0].type = espeak.EVENT_MSG_TERMINATED

    class SynchronousEspeak(base):  # type: ignore[misc]
        def _start_synthesis(self, text: str) -> None:
            super()._start_synthesis(text)
            # The event on which pyttsx3 writes its file is not sent in this mode.
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
            # pyttsx3 leaves out the second argument, 1 for the value that is set and not the library's default.
            heard = tuple(espeak.dll.espeak_GetParameter(parameter, 1) for parameter in (_WORD_GAP, espeak.RATE))
            return next((rate for rate in ESPEAK.rates if gap_and_rate(rate) == heard), heard[1])

    return SynchronousEspeak


def _short_name(voice: FoundVoice) -> str:
    return voice.languages[0].lower() if voice.languages else voice.id.rpartition("/")[2]


def _version() -> str:
    from importlib.metadata import version  # slow to import, and no worker needs it

    return f"espeakng-loader {version('espeakng-loader')}"


ESPEAK = Driver(
    name="espeak",
    prepare=_prepare,
    installed=lambda: sys.platform.startswith("linux") and find_spec("espeakng_loader") is not None,
    version=_version,
    short_name=_short_name,
    rates=range(40, 451),
    spell=lambda _word, ipa: f"[[{to_espeak(ipa)}]]",
    # American first: its spoken r keeps words apart (a recogniser too took it for less of a riddle than British).
    preferred=("en-us", "en-gb", "fr-fr"),
    licence="GPL-3.0-or-later",
    steady=True,
    # How the flutter of the voice stands at the end of a line decides how the next one sounds.
    isolated=True,
)
