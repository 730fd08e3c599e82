"""The voices of macOS, as pyttsx3 reaches them; they write AIFF, whatever the file's name."""

from __future__ import annotations

import platform
import re
import sys

from kneadcast.speech.drivers.driver import Driver, FoundVoice


def _short_name(voice: FoundVoice) -> str:
    return re.sub(r"\W+", "-", voice.name.lower()).strip("-")


NSSS = Driver(
    name="nsss",
    prepare=lambda: "nsss",
    installed=lambda: sys.platform == "darwin",
    version=platform.version,
    short_name=_short_name,
    rates=range(40, 400),
    # Without these `auto` would land on one of the novelty voices, which come first in the alphabet.
    preferred=("samantha", "daniel", "alex"),
)
