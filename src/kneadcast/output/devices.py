"""Audio devices: the one of the system, and a silent one that a clock drives."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any, Protocol

from kneadcast.errors import OutputError
from kneadcast.sound.pcm import CHANNELS, FRAME_RATE, SAMPLE_WIDTH

DEVICE_LIMIT_S = 10.0
"""How long the audio device may take no sound, or not open or close. It takes a chunk in a tenth of a second."""
DEVICE_REMEDY = "see whether the sound service of the system is running, or use --silent"
_NO_SOUND_NEEDED = "use --silent for a session without sound"
_LATENCY_S = 0.08
"""The sound that the device holds, where the system allows a choice: a busy computer can keep a program waiting for as
long, and a key is still answered at once."""
_LATE_S = 0.25
"""How late a chunk may begin and still be caught up, as by the buffer of a real device; a pause is longer."""


class Device(Protocol):
    """An audio device."""

    @property
    def latency_s(self) -> float:
        """The time from when sound is written until it is heard, as far as the system knows it."""
        ...

    def write(self, data: bytes) -> None:
        """Plays 16-bit stereo at 44.1 kHz; blocks while the device's buffer is full."""
        ...

    def close(self) -> None:
        """Stops the sound."""
        ...


def open_device() -> Device:
    """Opens the system's default audio device.

    Raises:
        OutputError: If sounddevice or PortAudio is not installed, or no device is available or responds.
    """
    opened: list[Device | OutputError] = []

    def work() -> None:
        try:
            opened.append(_open_sound_device())
        except OutputError as error:
            opened.append(error)

    limited(work)
    if not opened:
        raise OutputError(f"the audio device did not respond within {DEVICE_LIMIT_S:g} s; {DEVICE_REMEDY}")
    if isinstance(opened[0], OutputError):
        raise opened[0]
    return opened[0]


def _open_sound_device() -> Device:
    try:
        import sounddevice
    except ImportError as reason:
        raise OutputError(
            f"playing needs sounddevice: pip install 'kneadcast[play]', or {_NO_SOUND_NEEDED}"
        ) from reason
    except OSError as reason:
        raise OutputError(
            "playing needs the PortAudio library: on Debian or Ubuntu, apt install libportaudio2,"
            f" or {_NO_SOUND_NEEDED}"
        ) from reason
    try:
        stream = sounddevice.RawOutputStream(
            samplerate=FRAME_RATE, channels=CHANNELS, dtype="int16", latency=_LATENCY_S
        )
        stream.start()
    except sounddevice.PortAudioError as reason:
        raise OutputError(f"no audio device is available ({reason}); connect one, or {_NO_SOUND_NEEDED}") from reason
    return _SoundDevice(stream)


def limited(work: Callable[[], None]) -> None:
    """Does work with the audio device in a thread of its own, and stops waiting for it after `DEVICE_LIMIT_S`."""
    thread = threading.Thread(target=work, name="audio-device", daemon=True)
    thread.start()
    thread.join(DEVICE_LIMIT_S)


class _SoundDevice:
    def __init__(self, stream: Any) -> None:
        self._stream = stream

    @property
    def latency_s(self) -> float:
        """The time from when sound is written until it is heard."""
        return float(self._stream.latency)

    def write(self, data: bytes) -> None:
        self._stream.write(data)

    def close(self) -> None:
        self._stream.stop()
        self._stream.close()


class Clock(Protocol):
    """A clock that can be waited for."""

    def now_s(self) -> float:
        """Returns the time in seconds; only differences have a meaning."""
        ...

    def wait_s(self, length_s: float) -> None:
        """Waits for a number of seconds."""
        ...


class SystemClock:
    """The clock of the system, which changes of the time of day do not move."""

    def now_s(self) -> float:
        """Returns the time in seconds."""
        return time.monotonic()

    def wait_s(self, length_s: float) -> None:
        """Waits for a number of seconds."""
        time.sleep(length_s)


class SilentDevice:
    """A device that takes sound as fast as it would sound, and is not heard."""

    def __init__(self, clock: Clock | None = None) -> None:
        """Makes the device; by default its clock is that of the system."""
        self._clock = clock or SystemClock()
        self._end_s = self._clock.now_s()
        """When everything that was written has sounded."""

    @property
    def latency_s(self) -> float:
        """No time: nothing is heard."""
        return 0.0

    def write(self, data: bytes) -> None:
        """Waits until the sound would have been heard; delays between two calls do not add up."""
        now_s = self._clock.now_s()
        begin_s = self._end_s if now_s - self._end_s <= _LATE_S else now_s
        self._end_s = begin_s + len(data) / (CHANNELS * SAMPLE_WIDTH * FRAME_RATE)
        if self._end_s > now_s:
            self._clock.wait_s(self._end_s - now_s)

    def close(self) -> None:
        """Does nothing: there is no sound to stop."""
