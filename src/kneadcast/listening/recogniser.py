"""Recognising speech with the small English network of Moonshine, whose files are inside the wheel of moonshine-voice.

The files are loaded in onnxruntime, which the natural voice brings already; the package itself, with another copy of
onnxruntime and clients for downloads, is never imported.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from kneadcast.errors import ListeningError
from kneadcast.listening.samples import RATE, Samples
from kneadcast.listening.tokens import Vocabulary
from kneadcast.speech.drivers.onnx_runtime import import_with_onnxruntime

MODEL_PACKAGE = "moonshine_voice"
_MODEL_FOLDER = Path("assets", "tiny-en")
_START, _END = 1, 2
"""The tokens before and after a text."""
_PUNCTUATION = ".,!?"
_HEADS, _HEAD_SIZE = 8, 36
_TOKENS_A_SECOND = 6.5
"""The most that people speak; more are repetitions of a network that has lost its place (Moonshine's own limit)."""
_SHORTEST_S = 0.1
"""The network needs some sound to return any features."""

_COMMA_AFTER = re.compile(r"^(yes|no(?= (?:thank|keep|go|carry|don)))(?= )")
_COMMA_BEFORE = re.compile(r"(?<!,)( please)$")

Logits = NDArray[np.float32]


class Recognition(Protocol):
    """What was heard in a clip."""

    @property
    def text(self) -> str:
        """The most likely text."""
        ...

    def margins(self, phrases: Sequence[str]) -> list[float]:
        """Returns how much likelier each phrase is than the text, as natural logarithms; less than 0 is less likely."""
        ...


class Recogniser(Protocol):
    """A recogniser of speech."""

    def recognise(self, clip: Samples) -> Recognition:
        """Returns what was said in a clip at 16 kHz."""
        ...


class MoonshineRecogniser:
    """The network, on one thread; a clip of a second takes about 0.05 s."""

    def __init__(self) -> None:
        """Loads the network.

        Raises:
            ListeningError: If its files are not installed or cannot be loaded.
        """
        folder = model_folder()
        runtime = import_with_onnxruntime("onnxruntime")
        options = runtime.SessionOptions()
        # One thread, so that the rest of the session never waits for a processor.
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        try:
            self._encoder, self._decoder = (
                runtime.InferenceSession(str(folder / name), options, providers=["CPUExecutionProvider"])
                for name in ("encoder_model.ort", "decoder_model_merged.ort")
            )
            self.vocabulary = Vocabulary((folder / "tokenizer.bin").read_bytes())
        except Exception as error:  # onnxruntime has many exception types for broken files
            raise ListeningError(f"the recogniser in {folder} cannot be loaded ({error}); reinstall it") from error
        self._states = [output.name for output in self._decoder.get_outputs()][1:]

    def recognise(self, clip: Samples) -> Recognition:
        """Returns what was said in a clip."""
        shortest = int(_SHORTEST_S * RATE)
        clip = np.pad(clip, (0, max(0, shortest - len(clip))))[None]
        features = self._encoder.run(None, {"input_values": clip, "attention_mask": np.ones(clip.shape, np.int64)})[0]
        tokens = self._most_likely(features, 2 + int(clip.size / RATE * _TOKENS_A_SECOND))
        return _MoonshineRecognition(self, features, tokens)

    def likelihoods(self, features: Logits, texts: Sequence[Sequence[int]]) -> list[float]:
        """Returns the logarithm of the likelihood of each text, whatever its last punctuation mark is.

        A text counts only as a whole: after the punctuation mark, nothing more may have been said.
        """
        mark, *_ = marks = [self.vocabulary.encode(mark)[-1] for mark in _PUNCTUATION]
        tokens = np.full((len(texts), 2 + max(map(len, texts))), mark, np.int64)
        for row, text in enumerate(texts):
            tokens[row, : 1 + len(text)] = (_START, *text)
        logits = self._decode(np.repeat(features, len(texts), axis=0), tokens, self._no_states(len(texts)))[0]
        scores = logits - np.logaddexp.reduce(logits, axis=-1, keepdims=True)
        return [
            float(sum(scores[row, place, token] for place, token in enumerate(text)))
            + float(np.logaddexp.reduce(scores[row, len(text), [*marks, _END]]))
            + float(scores[row, len(text) + 1, _END])
            for row, text in enumerate(texts)
        ]

    def without_end(self, tokens: Sequence[int]) -> list[int]:
        """Returns a text without the punctuation marks at its end."""
        marks = {self.vocabulary.encode(mark)[-1] for mark in _PUNCTUATION}
        length = next((place for place in range(len(tokens), 0, -1) if tokens[place - 1] not in marks), 0)
        return list(tokens[:length])

    def _most_likely(self, features: Logits, most: int) -> list[int]:
        tokens: list[int] = []
        states, token = self._no_states(1), _START
        for _ in range(most):
            logits, *after = self._decode(features, np.array([[token]]), states, is_first=not tokens)
            # What is computed from the clip stays as it was after the first token.
            states |= {
                _input_name(name): state
                for name, state in zip(self._states, after, strict=True)
                if not tokens or ".decoder." in name
            }
            token = int(np.argmax(logits[0, -1]))
            if token == _END:
                break
            tokens.append(token)
        return tokens

    def _decode(
        self, features: Logits, tokens: NDArray[np.int64], states: dict[str, Logits], *, is_first: bool = True
    ) -> list[Any]:
        inputs = {
            "encoder_attention_mask": np.ones(features.shape[:2], np.int64),
            "encoder_hidden_states": features,
            "input_ids": tokens,
            "use_cache_branch": np.array([not is_first]),
        }
        return list(self._decoder.run(None, inputs | states))

    def _no_states(self, rows: int) -> dict[str, Logits]:
        return {_input_name(name): np.zeros((rows, _HEADS, 0, _HEAD_SIZE), np.float32) for name in self._states}


class _MoonshineRecognition:
    def __init__(self, recogniser: MoonshineRecogniser, features: Logits, tokens: Sequence[int]) -> None:
        self.text = recogniser.vocabulary.decode(tokens)
        self._recogniser = recogniser
        self._features = features
        self._tokens = recogniser.without_end(tokens)

    def margins(self, phrases: Sequence[str]) -> list[float]:
        """Returns how much likelier each phrase is than the text."""
        written = [self._recogniser.vocabulary.encode(as_written(phrase)) for phrase in phrases]
        text, *scores = self._recogniser.likelihoods(self._features, [self._tokens, *written])
        return [score - text for score in scores]


def as_written(phrase: str) -> str:
    """Returns a phrase as the network writes sentences: `Yes, please`."""
    words = _COMMA_BEFORE.sub(r",\1", _COMMA_AFTER.sub(r"\1,", phrase))
    return f"{words[:1].upper()}{words[1:]}".replace(" i ", " I ")


def model_folder() -> Path:
    """Returns the folder of the network's files.

    Raises:
        ListeningError: If they are not installed.
    """
    spec = find_spec(MODEL_PACKAGE)
    folder = Path(spec.origin).parent / _MODEL_FOLDER if spec and spec.origin else None
    if folder is None or not folder.is_dir():
        raise ListeningError("listening needs the recogniser moonshine-voice 0.1.0: pip install 'kneadcast[listen]'")
    return folder


def _input_name(state: str) -> str:
    return state.replace("present", "past_key_values")
