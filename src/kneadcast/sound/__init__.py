"""The sound of a session: audio templates, chimes, ambience, loudness, and the mixer.

Names are imported on first use, because a script needs the template alone, and the mixer takes most of a second to
import.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kneadcast.sound.metering import MeasuredLevels, merge_levels
    from kneadcast.sound.mixer import Mix
    from kneadcast.sound.session_sound import Span
    from kneadcast.sound.template import AudioTemplate
    from kneadcast.sound.template_library import (
        check_template_file,
        is_template_file,
        load_template,
        own_template_names,
        template_names,
    )

__all__ = [
    "AudioTemplate",
    "MeasuredLevels",
    "Mix",
    "Span",
    "check_template_file",
    "is_template_file",
    "load_template",
    "merge_levels",
    "own_template_names",
    "template_names",
]

_MODULES = {
    "MeasuredLevels": "kneadcast.sound.metering",
    "Span": "kneadcast.sound.session_sound",
    "merge_levels": "kneadcast.sound.metering",
    "Mix": "kneadcast.sound.mixer",
    "AudioTemplate": "kneadcast.sound.template",
    "check_template_file": "kneadcast.sound.template_library",
    "is_template_file": "kneadcast.sound.template_library",
    "load_template": "kneadcast.sound.template_library",
    "own_template_names": "kneadcast.sound.template_library",
    "template_names": "kneadcast.sound.template_library",
}


def __getattr__(name: str) -> Any:
    if name in _MODULES:
        return getattr(import_module(_MODULES[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
