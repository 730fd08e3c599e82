"""The natural voice: a small neural network in the wheel `hibari-tts`, which needs no network connection."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kneadcast.errors import SpeechError
from kneadcast.speech.drivers.driver import Driver, FoundVoice
from kneadcast.speech.drivers.onnx_runtime import import_with_onnxruntime, with_output
from kneadcast.speech.drivers.packages import release_of
from kneadcast.speech.drivers.sample_driver import register
from kneadcast.speech.text.ipa import to_misaki

if TYPE_CHECKING:
    from kneadcast.speech.drivers.sample_driver import Float32Samples
    from kneadcast.speech.pauses import Articulation

NATURAL = "natural"
HIBARI_VERSION = "0.2.1"
_MODEL = "assets/hibari.onnx"
_MODEL_SHA256 = "5f70741d4e900f4e85d0037498736cc1b3e1b9a63a13546a5da1e63abf4fccd8"
_VOICE = "heart"
"""The only voice in the wheel; the package would download any other."""
_STEPS_A_WORD = 10
"""Steps of a word a minute were too coarse at slow paces: on finished clips, 98 resulted in 98.9 and 99 in 101.4."""
_RATE_OF_SPEED_1 = 220 * _STEPS_A_WORD
"""Measured on trimmed clips, speed 1 is about 220 words a minute, so one step is close to a tenth of a word."""
_TEMPO_VARIATION = 0.04
"""Below the change in tempo that listeners notice, and half of the greatest jump; see `_speed`."""
_EASY_WPM = 142
"""The fastest articulation of lines whose commas are lengthened, by the rate. Lines without commas are then about 145
words a minute, between 138 at the rate 1359 and 157 at 1516, which were measured on 50 built-in lines."""
_PAUSES_VERSION = 2
"""Part of the cache keys. Increase it whenever `pauses` changes what this voice speaks."""
_LENGTHS_TENSOR = "/Clip_output_0"
"""The tensor inside the network with the length of each token; see `with_output`."""
_SEED = 0
"""The seed of the noise in breath and sibilants; fixed, so that the same line always has the same samples."""
_CHECK_LINE = "Rest your hands."
_CHECK_LINE_RANGE_S = (1.0, 3.0)
"""Shortest and longest plausible length; it is 1.7 s with silence, and slightly more or less on other processors."""
_AUDIBLE_RMS = 10 ** (-50 / 20)


class HibariSynthesizer:
    """The network, loaded when it is first used."""

    rates = range(60 * _STEPS_A_WORD, 400 * _STEPS_A_WORD + 1)
    frame_rate = 24_000

    def __init__(self) -> None:
        self._engine: Any = None

    def voices(self) -> list[FoundVoice]:
        """Returns the one voice, after a self-check.

        Raises:
            SpeechError: If the self-check fails.
        """
        self._check_files()
        self._check_speech(self.synthesize(_CHECK_LINE, _RATE_OF_SPEED_1))
        return [FoundVoice(_VOICE, "Natural", ("en-US",))]

    def choose(self, voice: str) -> None:
        """Loads the network.

        Raises:
            SpeechError: If `voice` is not the voice in the wheel.
        """
        if voice != _VOICE:
            raise SpeechError(f"the natural voice is '{_VOICE}'; there is no '{voice}' inside its package")
        self._load()

    def synthesize(self, text: str, rate: int) -> Float32Samples:
        """Returns a text as speech, with pauses at its commas if the rate is slow."""
        from kneadcast.speech.pauses import haste, pace_by_pauses

        chunks = self._load().phonemize(text)
        factor = haste(text, rate / _STEPS_A_WORD, _EASY_WPM)
        return pace_by_pauses(
            lambda speed: self._articulate(chunks, speed), self.frame_rate, speed=_speed(text, rate), factor=factor
        )

    def _articulate(self, chunks: list[str], speed: float) -> Articulation:
        """Speaks sentences of phonemes as `Hibari.__call__` does, and finds their commas."""
        import numpy as np

        from kneadcast.speech.pauses import Articulation, comma_spans

        engine = self._load()
        random = np.random.default_rng(_SEED)
        parts: list[Float32Samples] = []
        commas: list[tuple[int, int]] = []
        for chunk in chunks:
            start = sum(map(len, parts))
            ids = engine.ids(chunk)
            samples = engine.from_ids(ids, speed, random)
            parts.append(samples)
            lengths = engine.sess.token_lengths
            ends = start + np.cumsum(lengths) * (len(samples) / lengths.sum())
            # A character that the network does not know is no token; one token more is before the text, one after it.
            tokens = ["", *(character for character in chunk if character in engine.vocab), ""]
            commas += comma_spans(tokens, ends)
        return Articulation(np.concatenate(parts) if parts else np.zeros(0, np.float32), tuple(commas))

    def _load(self) -> Any:
        if self._engine is None:
            hibari = import_with_onnxruntime("hibari")
            model = with_output((_package_folder() / _MODEL).read_bytes(), _LENGTHS_TENSOR)
            # One thread: the order of summation changes rounding, and the pool already has a process per processor.
            self._engine = hibari.Hibari(voice=_VOICE, model=model, threads=1)
            self._engine.sess = _TimedSession(self._engine.sess)
        return self._engine

    @staticmethod
    def _check_files() -> None:
        model = _package_folder() / _MODEL
        if hashlib.sha256(model.read_bytes()).hexdigest() != _MODEL_SHA256:
            raise SpeechError(f"{model} is not the file that Kneadcast was tested with; reinstall hibari-tts")

    @staticmethod
    def _check_speech(samples: Float32Samples) -> None:
        import numpy as np

        shortest_s, longest_s = _CHECK_LINE_RANGE_S
        length_s = len(samples) / HibariSynthesizer.frame_rate
        if not shortest_s <= length_s <= longest_s or not np.isfinite(samples).all():
            raise SpeechError(f"its self-check failed: '{_CHECK_LINE}' came out as {length_s:.1f} s of sound")
        if np.sqrt(np.mean(np.square(samples))) < _AUDIBLE_RMS:
            raise SpeechError(f"its self-check failed: '{_CHECK_LINE}' came out as silence")


class _TimedSession:
    """A session of the network that also keeps the lengths of the tokens that were spoken last."""

    def __init__(self, session: Any) -> None:
        self._session = session
        self.token_lengths: Any = None
        """The length of each token, with the ones before and after the text; the unit is the network's."""

    def run(self, names: None, inputs: dict[str, Any]) -> list[Any]:
        """Returns the outputs that the package expects."""
        *outputs, lengths = self._session.run(names, inputs)
        self.token_lengths = lengths.ravel()
        return list(outputs)


def _speed(text: str, rate: int) -> float:
    """Returns the speed for a rate, varied slightly by a hash of the text.

    The network rounds the length of each sound to frames of 12.5 ms, so at some speeds many sounds change at once: the
    pace jumps from 104 to 113 words a minute. The variation averages that out over the lines of a session.
    """
    share = zlib.crc32(text.encode()) / 0xFFFFFFFF
    return rate / _RATE_OF_SPEED_1 * (1 + _TEMPO_VARIATION * (2 * share - 1))


def installation_problem() -> str:
    """Returns why the natural voice cannot be used and a remedy, or an empty string if its packages are installed."""
    remedy = f"install it with `pip install hibari-tts=={HIBARI_VERSION}`"
    found = release_of("hibari-tts")
    if found is None:
        return f"the package hibari-tts is not installed; {remedy}"
    if found != HIBARI_VERSION:
        return f"hibari-tts {found} has not been tested with Kneadcast; {remedy}"
    missing = [name for name in ("hibari", "onnxruntime") if find_spec(name) is None]
    return f"{missing[0]} is missing; {remedy}" if missing else ""


def _package_folder() -> Path:
    spec = find_spec("hibari")
    if spec is None or spec.origin is None:
        raise SpeechError(installation_problem())
    return Path(spec.origin).parent


def _prepare() -> str:
    if reason := installation_problem():
        raise SpeechError(reason)
    return register("kneadcast_hibari", HibariSynthesizer)


def _versions() -> Iterator[str]:
    # Part of the cache keys: if this text changes, every line is spoken again.
    yield f"rates from {_RATE_OF_SPEED_1} within {_TEMPO_VARIATION}"
    yield f"pauses {_PAUSES_VERSION} up to {_EASY_WPM}"
    # These packages do the arithmetic; another release may round differently.
    for name in ("hibari-tts", "onnxruntime", "numpy", "scipy"):
        release = release_of(name)
        yield f"{name} {release}" if release else f"no {name}"


HIBARI = Driver(
    name="hibari",
    prepare=_prepare,
    installed=lambda: not installation_problem(),
    version=lambda: ", ".join(_versions()),
    short_name=lambda _voice: NATURAL,
    rates=HibariSynthesizer.rates,
    steps_a_word=_STEPS_A_WORD,
    spell=lambda word, ipa: f"[{word}](/{to_misaki(ipa)}/)",
    languages=("en",),
    preferred=(NATURAL,),
    licence="Apache-2.0",
    cache_voices=True,
)
