"""The small English network of Moonshine, whose files are inside the wheel of moonshine-voice, in onnxruntime.

onnxruntime comes with the natural voice; the package itself, with another copy of onnxruntime and clients for
downloads, is never imported.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kneadcast.errors import ListeningError
from kneadcast.listening.samples import RATE, Samples
from kneadcast.listening.tokens import LogLikelihoods, Vocabulary
from kneadcast.speech.drivers.onnx_runtime import import_with_onnxruntime

MODEL_PACKAGE = "moonshine_voice"
_MODEL_FOLDER = Path("assets", "tiny-en")
_START = 1
"""The token before a text."""
END = 2
"""The token after a text."""
_HEADS, _HEAD_SIZE = 8, 36
_SHORTEST_S = 0.1
"""The network needs some sound to return any features."""


class MoonshineNetwork:
    """The network, on one thread."""

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

    def listen(self, clip: Samples) -> Decoding:
        """Returns the decoding of a clip at 16 kHz, before the first token."""
        clip = np.pad(clip, (0, max(0, int(_SHORTEST_S * RATE) - len(clip))))[None]
        inputs = {"input_values": clip, "attention_mask": np.ones(clip.shape, np.int64)}
        return Decoding(self._decoder, self._encoder.run(None, inputs)[0])


class Decoding:
    """Texts that are decoded side by side, token by token, from one clip."""

    def __init__(self, decoder: Any, features: NDArray[np.float32]) -> None:
        """Decodes the start of a text.

        Args:
            decoder: The decoder, as onnxruntime loads it.
            features: What the encoder returned for the clip.
        """
        self._decoder = decoder
        self._names = [_input_name(output.name) for output in decoder.get_outputs()][1:]
        empty = np.zeros((1, _HEADS, 0, _HEAD_SIZE), np.float32)
        self._clip: dict[str, NDArray[Any]] = {
            "encoder_hidden_states": features,
            "encoder_attention_mask": np.ones(features.shape[:2], np.int64),
        }
        """What depends on the clip alone, with at least as many equal rows as there are texts."""
        self._texts = dict.fromkeys(self._names, empty)
        """What depends on the texts, one row each."""
        self.first = self._decode([_START], is_first=True)
        """The log-likelihoods of the first token, in one row."""
        start = self._texts
        self._clip |= {name: start[name] for name in self._names if ".encoder." in name}
        self._texts = {name: start[name] for name in self._names if ".encoder." not in name}
        self._start = self._texts

    def restart(self) -> None:
        """Goes back to the start, so that other texts can be decoded."""
        self._texts = self._start

    def after(self, rows: Sequence[int], tokens: Sequence[int]) -> LogLikelihoods:
        """Adds a token to each of some texts, and returns the log-likelihoods of what follows.

        Args:
            rows: Which of the texts go on, by their numbers; a text can go on in several ways.
            tokens: The token that is added to each.
        """
        self._texts = {name: state[list(rows)] for name, state in self._texts.items()}
        return self._decode(tokens, is_first=False)

    def _decode(self, tokens: Sequence[int], *, is_first: bool) -> LogLikelihoods:
        texts = len(tokens)
        if len(self._clip["encoder_hidden_states"]) < texts:
            self._clip = {name: np.repeat(value[:1], texts, axis=0) for name, value in self._clip.items()}
        logits, *states = self._decoder.run(
            None,
            {name: value[:texts] for name, value in self._clip.items()}
            | self._texts
            | {"input_ids": np.array(tokens, np.int64)[:, None], "use_cache_branch": np.array([not is_first])},
        )
        # What depends on the clip alone is computed with the first token, and stays as it is.
        self._texts = {
            name: state for name, state in zip(self._names, states, strict=True) if is_first or ".encoder." not in name
        }
        latest = logits[:, -1] - logits[:, -1].max(axis=-1, keepdims=True)
        # In place of logaddexp.reduce, which takes as long as the decoder.
        return np.asarray(latest - np.log(np.exp(latest).sum(axis=-1, keepdims=True)), np.float32)


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
