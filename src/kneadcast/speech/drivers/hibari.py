"""The natural voice: a small neural network inside the wheel `hibari-tts`. It needs no network and no other package."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kneadcast.errors import SpeechError
from kneadcast.speech.drivers.driver import Driver, FoundVoice
from kneadcast.speech.drivers.sample_driver import register
from kneadcast.speech.text.ipa import to_misaki

if TYPE_CHECKING:
    from kneadcast.speech.drivers.sample_driver import Samples

NATURAL = "natural"
HIBARI_VERSION = "0.2.1"
_MODEL = "assets/hibari.onnx"
_MODEL_SHA256 = "5f70741d4e900f4e85d0037498736cc1b3e1b9a63a13546a5da1e63abf4fccd8"
_VOICE = "heart"
"""The only voice that is inside the wheel; asked for any other, the package would look for it on the network."""
_STEPS_A_WORD = 10
"""Steps of a whole word a minute were too coarse at slow paces: 98 gave 98.9 on finished clips, and 99 gave 101.4."""
_RATE_OF_SPEED_1 = 220 * _STEPS_A_WORD
"""At its own speed it speaks about 220 words a minute on trimmed clips, so rates are near to tenths of a word."""
_SWAY = 0.04
"""Less than what ears notice of a change in tempo, and as much as half of the greatest jump."""
_SEED = 0
"""Of the noise in its breath and hiss; fixed, so that the same line is the same sound to the last bit."""
_KNOWN_LINE = "Rest your hands."
_KNOWN_LINE_S = (1.0, 3.0)
"""It lasts 1.7 s with the silence around it; the rounding of another processor may move that a little."""
_AUDIBLE_RMS = 10 ** (-50 / 20)


class NaturalSampler:
    """The network, loaded when it is first asked to speak."""

    rates = range(60 * _STEPS_A_WORD, 400 * _STEPS_A_WORD + 1)
    frame_rate = 24_000

    def __init__(self) -> None:
        self._engine: Any = None

    def voices(self) -> list[FoundVoice]:
        """Returns the one voice, after it has shown that it can speak.

        Raises:
            SpeechError: If it does not pass its self-check.
        """
        self._check_files()
        self._check_speech(self.sample(_KNOWN_LINE, _RATE_OF_SPEED_1))
        return [FoundVoice(_VOICE, "Natural", ("en-US",))]

    def choose(self, voice: str) -> None:
        """Loads the network.

        Raises:
            SpeechError: If it is asked for another voice than the one there is.
        """
        if voice != _VOICE:
            raise SpeechError(f"the natural voice is '{_VOICE}'; there is no '{voice}' inside its package")
        self._load()

    def sample(self, text: str, rate: int) -> Samples:
        """Returns a text as speech."""
        speech: Samples = self._load()(text, speed=_speed(text, rate), seed=_SEED)
        return speech

    def _load(self) -> Any:
        if self._engine is None:
            from hibari import Hibari

            # One thread: sums in another order round otherwise, and the pool already has a process for each processor.
            self._engine = Hibari(voice=_VOICE, threads=1)
        return self._engine

    @staticmethod
    def _check_files() -> None:
        model = _package_folder() / _MODEL
        if hashlib.sha256(model.read_bytes()).hexdigest() != _MODEL_SHA256:
            raise SpeechError(f"{model} is not the file that Kneadcast was tested with; install hibari-tts anew")

    @staticmethod
    def _check_speech(samples: Samples) -> None:
        import numpy as np

        shortest_s, longest_s = _KNOWN_LINE_S
        length_s = len(samples) / NaturalSampler.frame_rate
        if not shortest_s <= length_s <= longest_s or not np.isfinite(samples).all():
            raise SpeechError(f"its self-check failed: '{_KNOWN_LINE}' came out as {length_s:.1f} s of sound")
        if np.sqrt(np.mean(np.square(samples))) < _AUDIBLE_RMS:
            raise SpeechError(f"its self-check failed: '{_KNOWN_LINE}' came out as silence")


def _speed(text: str, rate: int) -> float:
    """Returns the speed for a rate, a little more or less from line to line, always the same for the same line.

    The network rounds each sound to whole frames of 12.5 ms, so at some speeds many sounds jump at once: 104 words a
    minute are followed by 113. Over the lines of a session the little differences even that out.
    """
    share = zlib.crc32(text.encode()) / 0xFFFFFFFF
    return rate / _RATE_OF_SPEED_1 * (1 + _SWAY * (2 * share - 1))


def why_not_installed() -> str:
    """Returns what keeps the natural voice from being tried at all, and what to do; empty if nothing does."""
    remedy = f"install it with `pip install hibari-tts=={HIBARI_VERSION}`"
    try:
        found = version("hibari-tts")
    except PackageNotFoundError:
        return f"the package hibari-tts is not installed; {remedy}"
    if found != HIBARI_VERSION:
        return f"hibari-tts {found} has not been tested with Kneadcast; {remedy}"
    missing = [name for name in ("hibari", "onnxruntime") if find_spec(name) is None]
    return f"{missing[0]} is missing; {remedy}" if missing else ""


def _package_folder() -> Path:
    spec = find_spec("hibari")
    if spec is None or spec.origin is None:
        raise SpeechError(why_not_installed())
    return Path(spec.origin).parent


def _prepare() -> str:
    if reason := why_not_installed():
        raise SpeechError(reason)
    return register("kneadcast_hibari", NaturalSampler)


def _versions() -> Iterator[str]:
    yield f"rates from {_RATE_OF_SPEED_1} within {_SWAY}"
    # Its arithmetic is done by these; another release may round otherwise.
    for name in ("hibari-tts", "onnxruntime", "numpy", "scipy"):
        try:
            yield f"{name} {version(name)}"
        except PackageNotFoundError:
            yield f"no {name}"


HIBARI = Driver(
    name="hibari",
    prepare=_prepare,
    installed=lambda: not why_not_installed(),
    version=lambda: ", ".join(_versions()),
    short_name=lambda _voice: NATURAL,
    rates=NaturalSampler.rates,
    steps_a_word=_STEPS_A_WORD,
    spell=lambda word, ipa: f"[{word}](/{to_misaki(ipa)}/)",
    languages=("en",),
    preferred=(NATURAL,),
    licence="Apache-2.0",
    steady=True,
)
