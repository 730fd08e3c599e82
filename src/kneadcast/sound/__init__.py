"""How a session sounds: audio templates, chimes, loudness, and the mixer that puts them together."""

from kneadcast.sound.metering import Levels, SpeechLoudness, measure
from kneadcast.sound.mixer import mix, speech_target_lufs
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
    "Levels",
    "SpeechLoudness",
    "check_template_file",
    "is_template_file",
    "load_template",
    "measure",
    "mix",
    "own_template_names",
    "speech_target_lufs",
    "template_names",
]
