"""The sound of a session: audio templates, chimes, ambience, loudness, and the mixer."""

from kneadcast.sound.metering import MeasuredLevels, measure
from kneadcast.sound.mixer import MixReport, mix, mix_blocks
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
    "MixReport",
    "check_template_file",
    "is_template_file",
    "load_template",
    "measure",
    "mix",
    "mix_blocks",
    "own_template_names",
    "template_names",
]
