"""The microphone: sound in blocks, from the default input of the system. It is open only while the session listens."""

from __future__ import annotations

import queue
import threading
from importlib import import_module
from typing import Any, Protocol

import numpy as np

from kneadcast.errors import ListeningError
from kneadcast.listening.samples import BLOCK_SAMPLES, RATE, Samples

_FULL_SCALE = 32_768
_MOST_WAITING = 300
"""How many blocks are kept that were not read: ten seconds, after which the program has stopped reading."""
_LONGEST_WAIT_S = 3.0
"""How long a microphone may return nothing. It returns a block each 32 ms; one that was unplugged returns none."""
_KEYS_WORK = "the keys work without it"


class Microphone(Protocol):
    """A microphone."""

    def read(self) -> Samples:
        """Returns the next block of `BLOCK_SAMPLES`; blocks until it has been heard.

        Raises:
            ListeningError: If the microphone was unplugged or returns nothing more.
        """
        ...

    def close(self) -> None:
        """Closes the microphone."""
        ...


def open_microphone() -> Microphone:
    """Opens the default microphone of the system.

    Raises:
        ListeningError: If sounddevice or PortAudio is not installed, or no microphone can be opened.
    """
    try:
        sounddevice = import_module("sounddevice")
    except ImportError as reason:
        raise ListeningError(f"listening needs sounddevice: pip install 'kneadcast[listen]'; {_KEYS_WORK}") from reason
    except OSError as reason:
        raise ListeningError(
            f"listening needs the PortAudio library: on Debian or Ubuntu, apt install libportaudio2; {_KEYS_WORK}"
        ) from reason
    return _SoundDeviceMicrophone(sounddevice)


class _SoundDeviceMicrophone:
    """The stream of PortAudio, whose callback must never wait."""

    def __init__(self, sounddevice: Any) -> None:
        self._blocks: queue.Queue[bytes | None] = queue.Queue(_MOST_WAITING)
        self._closing = threading.Lock()
        self._closed = False
        try:
            self._stream = sounddevice.RawInputStream(
                samplerate=RATE,
                channels=1,
                dtype="int16",
                blocksize=BLOCK_SAMPLES,
                callback=self._receive,
                finished_callback=self._end,
            )
            self._stream.start()
        except (sounddevice.PortAudioError, ValueError) as reason:
            raise ListeningError(
                f"no microphone is available ({reason}); connect one, or allow this program to use it; {_KEYS_WORK}"
            ) from reason

    def read(self) -> Samples:
        """Returns the next block."""
        try:
            data = self._blocks.get(timeout=_LONGEST_WAIT_S)
        except queue.Empty:
            data = None
        if data is None:
            raise ListeningError(f"the microphone returns nothing more; was it unplugged? {_KEYS_WORK.capitalize()}")
        return np.asarray(np.frombuffer(data, "<i2") / _FULL_SCALE, np.float32)

    def close(self) -> None:
        """Closes the microphone; whatever waits for a block is told that there is none.

        The session and the thread that listens may both close it, at the same time. PortAudio would then wait for ever.
        """
        with self._closing:
            if not self._closed:
                self._closed = True
                self._stream.abort(ignore_errors=True)
                self._stream.close(ignore_errors=True)
        self._end()

    def _receive(self, data: Any, _frames: int, _time: Any, _status: Any) -> None:
        if not self._blocks.full():
            self._blocks.put_nowait(bytes(data))

    def _end(self) -> None:
        if self._blocks.full():
            self._blocks.get_nowait()
        self._blocks.put_nowait(None)
