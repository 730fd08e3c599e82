"""Voices of the operating system: SAPI 5 on Windows and NSSpeechSynthesizer on macOS, both as in pyttsx3."""

from __future__ import annotations

import platform
import re
import sys

from kneadcast.speech.drivers.driver import Driver, FoundVoice


def _sapi5_short_name(voice: FoundVoice) -> str:
    """Returns `zira` for `Microsoft Zira Desktop - English (United States)`."""
    name = re.sub(r"^Microsoft | Desktop\b| - .*$", "", voice.name)
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")


def _nsss_short_name(voice: FoundVoice) -> str:
    return re.sub(r"\W+", "-", voice.name.lower()).strip("-")


SAPI5 = Driver(
    name="sapi5",
    prepare=lambda: "sapi5",
    installed=lambda: sys.platform == "win32",
    version=platform.version,
    short_name=_sapi5_short_name,
    # pyttsx3 maps these to 21 speeds, -10 to 10, each 11 % faster than the one before.
    rates=range(56, 391),
    preferred=("zira", "hazel", "david"),
)

# It writes AIFF, regardless of the suffix of the file.
NSSS = Driver(
    name="nsss",
    prepare=lambda: "nsss",
    installed=lambda: sys.platform == "darwin",
    version=platform.version,
    short_name=_nsss_short_name,
    rates=range(40, 400),
    # Without these `auto` would choose one of the novelty voices, which come first in the alphabet.
    preferred=("samantha", "daniel", "alex"),
)
