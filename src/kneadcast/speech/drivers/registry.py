"""The drivers that there are, best first."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module

from kneadcast.errors import SpeechError, did_you_mean
from kneadcast.speech.drivers.driver import Driver
from kneadcast.speech.drivers.espeak import ESPEAK
from kneadcast.speech.drivers.hibari import HIBARI
from kneadcast.speech.drivers.nsss import NSSS
from kneadcast.speech.drivers.piper import PIPER
from kneadcast.speech.drivers.sapi5 import SAPI5

DRIVERS: Mapping[str, Driver] = {"hibari": HIBARI, "espeak": ESPEAK, "sapi5": SAPI5, "nsss": NSSS, "piper": PIPER}


def find_driver(name: str) -> Driver:
    """Returns a driver by its name, or by `module:attribute` where it is one of another package.

    Raises:
        SpeechError: If there is no such driver.
    """
    if name in DRIVERS:
        return DRIVERS[name]
    module, colon, attribute = name.partition(":")
    driver = getattr(import_module(module), attribute, None) if colon else None
    if not isinstance(driver, Driver):
        raise SpeechError(f"there is no speech driver '{name}'{did_you_mean(name, DRIVERS)}")
    return driver
