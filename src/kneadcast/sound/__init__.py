"""How a session sounds: audio templates, chimes, loudness, and the mixer that puts them together."""

from kneadcast.sound.library import (
    check_template_file,
    is_template_file,
    load_template,
    own_template_names,
    template_names,
)
from kneadcast.sound.metering import Levels, SpokenMoments, measure
from kneadcast.sound.mixer import mix, speech_target_lufs
from kneadcast.sound.template import AudioTemplate

__all__ = [
    "AudioTemplate",
    "Levels",
    "SpokenMoments",
    "check_template_file",
    "is_template_file",
    "load_template",
    "measure",
    "mix",
    "own_template_names",
    "speech_target_lufs",
    "template_names",
]
