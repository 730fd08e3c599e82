"""The drivers of Kneadcast, best first."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module

from kneadcast.errors import SpeechError, did_you_mean
from kneadcast.speech.drivers.driver import Driver
from kneadcast.speech.drivers.espeak import ESPEAK
from kneadcast.speech.drivers.hibari import HIBARI
from kneadcast.speech.drivers.piper import PIPER
from kneadcast.speech.drivers.system_voices import NSSS, SAPI5

DRIVERS: Mapping[str, Driver] = {driver.name: driver for driver in (HIBARI, ESPEAK, SAPI5, NSSS, PIPER)}


def find_driver(name: str) -> Driver:
    """Returns a driver.

    Args:
        name: Its name, or `module:attribute` for a driver of another package.

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
