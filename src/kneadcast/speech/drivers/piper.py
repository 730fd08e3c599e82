"""Voice files of Piper, by path; needs the extra `kneadcast[piper]`."""

from __future__ import annotations

import hashlib
import json
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kneadcast.errors import SpeechError
from kneadcast.speech.drivers.driver import Driver, FoundVoice
from kneadcast.speech.drivers.onnx_runtime import import_with_onnxruntime
from kneadcast.speech.drivers.packages import release_of
from kneadcast.speech.drivers.sample_driver import register
from kneadcast.speech.model import Voice
from kneadcast.speech.text.ipa import to_espeak_ipa

if TYPE_CHECKING:
    from kneadcast.speech.drivers.sample_driver import Float32Samples

_RATE_OF_SCALE_1 = 160
"""Approximate words a minute of Piper's voices at length scale 1."""
_LICENCE = "see the voice's model card"
_INSTALL = "install it with `pip install 'kneadcast[piper]'`"


class PiperSynthesizer:
    """A Piper voice. Its id is the path of its file, which is loaded when the voice is chosen."""

    rates = range(40, 401)

    def __init__(self) -> None:
        self.frame_rate = 0
        self._voice: Any = None

    def voices(self) -> list[FoundVoice]:
        """Returns an empty list: voice files may be anywhere, and are found by path."""
        return []

    def choose(self, voice: str) -> None:
        """Loads a voice file.

        Raises:
            SpeechError: If the file is not a voice.
        """
        onnxruntime = import_with_onnxruntime("onnxruntime")
        options = onnxruntime.SessionOptions()
        # One thread each, as for all voices: the pool has a process per processor.
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        try:
            session = onnxruntime.InferenceSession(voice, options, providers=["CPUExecutionProvider"])
        except Exception as error:  # onnxruntime has many exception types for broken files
            raise SpeechError(f"{voice} is not a voice that Piper can speak with ({error})") from error
        config = import_with_onnxruntime("piper.config").PiperConfig.from_dict(_settings(Path(voice)))
        self._voice = import_with_onnxruntime("piper.voice").PiperVoice(session=session, config=config)
        self.frame_rate = int(self._voice.config.sample_rate)

    def synthesize(self, text: str, rate: int) -> Float32Samples:
        """Returns a text as speech, without Piper's random variation, so that it is the same every time."""
        import numpy as np

        if self._voice is None:
            raise SpeechError("no voice file has been chosen")
        synthesis_config = import_with_onnxruntime("piper.config").SynthesisConfig
        plan = synthesis_config(length_scale=_RATE_OF_SCALE_1 / rate, noise_scale=0.0, noise_w_scale=0.0)
        parts = [chunk.audio_float_array for chunk in self._voice.synthesize(text, plan)]
        return np.concatenate(parts) if parts else np.zeros(0, np.float32)


def is_voice_file(name: str) -> bool:
    """Returns whether the name of a voice is the path of a voice file."""
    return name.lower().endswith(".onnx")


def voice_of_file(name: str) -> Voice:
    """Returns the voice of a voice file.

    Raises:
        SpeechError: If Piper is not installed, or the file or its settings are missing or broken.
    """
    path = Path(name).expanduser().absolute()
    if not PIPER.installed():
        raise SpeechError(f"the voice {name} needs Piper; {_INSTALL}")
    if not path.is_file():
        raise SpeechError(f"there is no voice file {name}")
    settings = _settings(path)
    try:
        language = str(settings["language"]["code"] if "language" in settings else settings["espeak"]["voice"])
    except (KeyError, TypeError) as error:
        raise SpeechError(f"{path}.json does not name the language of the voice") from error
    # The path alone does not identify a voice: the file may be replaced by another.
    digest = _digest(path, path.stat().st_mtime_ns)
    return Voice(str(path), PIPER.name, str(path), (language.replace("_", "-"),), _LICENCE, digest)


def _settings(path: Path) -> dict[str, Any]:
    try:
        settings: dict[str, Any] = json.loads(Path(f"{path}.json").read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise SpeechError(f"cannot read {path}.json, the settings of the voice {path.name} ({error})") from error
    return settings


@lru_cache(maxsize=8)
def _digest(path: Path, _changed_ns: int) -> str:
    digest = hashlib.sha256(Path(f"{path}.json").read_bytes())
    with path.open("rb") as file:
        for block in iter(lambda: file.read(1 << 20), b""):
            digest.update(block)
    return digest.hexdigest()


def _prepare() -> str:
    if not PIPER.installed():
        raise SpeechError(f"Piper is not installed; {_INSTALL}")
    return register("kneadcast_piper", PiperSynthesizer)


def _version() -> str:
    releases = {name: release_of(name) for name in ("piper-tts", "onnxruntime")}
    if None in releases.values():
        return "no piper-tts"
    return ", ".join([f"rates from {_RATE_OF_SCALE_1}", *(f"{name} {release}" for name, release in releases.items())])


PIPER = Driver(
    name="piper",
    prepare=_prepare,
    installed=lambda: all(find_spec(name) is not None for name in ("piper", "onnxruntime")),
    version=_version,
    short_name=lambda voice: voice.id,
    rates=PiperSynthesizer.rates,
    spell=lambda _word, ipa: f"[[{to_espeak_ipa(ipa)}]]",
    licence=_LICENCE,
)
