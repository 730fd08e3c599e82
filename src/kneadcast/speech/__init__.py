"""Speech synthesis: turns lines of text into trimmed clips of known length.

Names are imported on first use, because worker processes import this package and need little of it.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kneadcast.speech.model import Clip, Delivery, Line, Narration, Narrator, SpeechProgress, Voice
    from kneadcast.speech.narrator import open_narrator
    from kneadcast.speech.origins import voice_origin
    from kneadcast.speech.voices import find_voice, list_voices

__all__ = [
    "Clip",
    "Delivery",
    "Line",
    "Narration",
    "Narrator",
    "SpeechProgress",
    "Voice",
    "find_voice",
    "list_voices",
    "open_narrator",
    "voice_origin",
]

_MODULES = {
    **dict.fromkeys(
        ("Clip", "Delivery", "Line", "Narration", "Narrator", "SpeechProgress", "Voice"), "kneadcast.speech.model"
    ),
    "open_narrator": "kneadcast.speech.narrator",
    "voice_origin": "kneadcast.speech.origins",
    "find_voice": "kneadcast.speech.voices",
    "list_voices": "kneadcast.speech.voices",
}


def __getattr__(name: str) -> Any:
    if name in _MODULES:
        return getattr(import_module(_MODULES[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
