"""The voices of Windows, as pyttsx3 reaches them."""

from __future__ import annotations

import platform
import re
import sys

from kneadcast.speech.drivers.driver import Driver, FoundVoice


def _short_name(voice: FoundVoice) -> str:
    """Makes `zira` of `Microsoft Zira Desktop - English (United States)`."""
    name = re.sub(r"^Microsoft | Desktop\b| - .*$", "", voice.name)
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")


SAPI5 = Driver(
    name="sapi5",
    prepare=lambda: "sapi5",
    installed=lambda: sys.platform == "win32",
    version=platform.version,
    short_name=_short_name,
    # pyttsx3 makes 21 speeds of these, -10 to 10, each 11 % faster than the one before.
    rates=range(56, 391),
    preferred=("zira", "hazel", "david"),
)
