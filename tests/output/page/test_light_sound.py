"""The sound inside a page: it is small, and its times are those of the file."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile
from numpy.typing import NDArray
from playwright.sync_api import BrowserContext
from scipy.signal import welch

from kneadcast.errors import EncoderStalledError, OutputError
from kneadcast.output.chapters import chapters_of
from kneadcast.output.encode import ffmpeg
from kneadcast.output.encode.mp3 import LIGHT_BITRATE_KBPS, LIGHT_RATE_HZ, light_mp3_arguments
from kneadcast.output.page import light_sound as module
from kneadcast.output.page.light_sound import light_sound
from kneadcast.output.page.writer import write_page
from kneadcast.sound.loudness import true_peak
from kneadcast.sound.pcm import FRAME_RATE
from tests.output.files import segment, write_mp3
from tests.output.page.browser import go, open_page, text
from tests.output.sessions import LENGTH_MS, session

BEGINS_MS = 1_000
LASTS_MS = 3_217
HOUR_S = 3_600
MORE_STEPS_BYTES = 300_000
"""What the words and steps of an hour add to a page, with a margin."""

DECODE = """async data => {
    const bytes = Uint8Array.from(atob(data), character => character.charCodeAt(0));
    const sound = new Audio(URL.createObjectURL(new Blob([bytes], { type: "audio/mpeg" })));
    await new Promise((resolve, reject) => { sound.onloadedmetadata = resolve; sound.onerror = reject; });
    const decoded = await new OfflineAudioContext(2, 1, 44100).decodeAudioData(bytes.buffer);
    return { length_s: sound.duration, samples: Array.from(decoded.getChannelData(0)) };
}"""
"""Returns the length that a browser shows for an MP3 in base64, and its left channel at 44.1 kHz."""


def light_copy(sound: Path, folder: Path) -> Path:
    """Returns the light sound of a file under a name of its own."""
    kept = folder / "kept.mp3"
    with light_sound(sound, folder) as light:
        kept.write_bytes(light.read_bytes())
    return kept


@pytest.fixture(scope="module")
def beep(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Writes a file that is silent but for a beep at a known time."""
    folder = tmp_path_factory.mktemp("beep")
    samples = np.zeros(FRAME_RATE * LASTS_MS // 1000)
    at = np.arange(4_000)
    samples[FRAME_RATE * BEGINS_MS // 1000 :][:4_000] = 0.7 * np.sin(2 * np.pi * 600 * at / FRAME_RATE)
    write_mp3(segment(samples), folder / "beep.mp3", folder)
    return folder / "beep.mp3"


def level_db(sound: NDArray[np.float64], rate: int, low: float, high: float) -> float:
    """Returns the level of the left channel between two frequencies, in dB."""
    hertz, power = welch(sound[:, 0], rate, nperseg=2048)
    return float(10 * np.log10(power[(hertz >= low) & (hertz < high)].sum() * hertz[1]))


def onset_s(samples: Any, rate: int) -> float:
    return float(np.flatnonzero(np.abs(np.asarray(samples)) > 0.1)[0]) / rate


def test_the_page_of_an_hour_is_small_enough_to_send(finished_file: Callable[[str], Path], tmp_path: Path) -> None:
    with light_sound(finished_file("mp3"), tmp_path) as light:
        write_page(tmp_path / "p.html", session(), chapters_of(session()), light, sound_inside=True)
        sound_bytes = light.stat().st_size
    rest = (tmp_path / "p.html").stat().st_size - sound_bytes * 4 / 3
    # A constant bit rate: of a short file, only the first frame is not sound.
    assert sound_bytes == pytest.approx(LIGHT_BITRATE_KBPS / 8 * LENGTH_MS, rel=0.005)
    hour = LIGHT_BITRATE_KBPS * 1000 / 8 * HOUR_S * 4 / 3
    assert hour + rest + MORE_STEPS_BYTES <= 35_000_000


def test_the_sound_has_the_length_of_the_file_to_one_frame(beep: Path, tmp_path: Path) -> None:
    found = soundfile.info(light_copy(beep, tmp_path))
    assert found.samplerate == LIGHT_RATE_HZ
    assert abs(found.frames - LASTS_MS * LIGHT_RATE_HZ // 1000) <= 1


def test_a_browser_plays_it_with_the_times_of_the_file(beep: Path, tmp_path: Path, context: BrowserContext) -> None:
    page = context.new_page()
    found, reference = (
        page.evaluate(DECODE, base64.b64encode(path.read_bytes()).decode())
        for path in (light_copy(beep, tmp_path), beep)
    )
    page.close()
    assert found["length_s"] == pytest.approx(LASTS_MS / 1000, abs=1 / LIGHT_RATE_HZ)
    assert onset_s(found["samples"], FRAME_RATE) == pytest.approx(
        onset_s(reference["samples"], FRAME_RATE), abs=1 / LIGHT_RATE_HZ
    )


def test_a_page_with_it_plays_without_any_other_file(
    finished_file: Callable[[str], Path], tmp_path: Path, context: BrowserContext
) -> None:
    with light_sound(finished_file("flac"), tmp_path) as light:
        write_page(tmp_path / "alone.html", session(), chapters_of(session()), light, sound_inside=True)
    assert list(tmp_path.iterdir()) == [tmp_path / "alone.html"]
    assert 'data-type="audio/mpeg"' in (tmp_path / "alone.html").read_text(encoding="utf-8")
    page = open_page(context, tmp_path / "alone.html").page
    assert page.evaluate("document.getElementById('sound').duration") == pytest.approx(LENGTH_MS / 1000, abs=0.001)
    go(page, 11_300)
    assert text(page, "area") == "Calf"
    page.close()


def test_speech_keeps_its_level_its_peaks_and_its_consonants(
    finished_file: Callable[[str], Path], tmp_path: Path
) -> None:
    before, rate = soundfile.read(finished_file("wav"), always_2d=True)
    after, light_rate = soundfile.read(light_copy(finished_file("wav"), tmp_path), always_2d=True)
    assert np.std(after) == pytest.approx(np.std(before), rel=0.02)
    assert max(true_peak(after[:, channel]) for channel in (0, 1)) <= 10 ** (-1 / 20)
    for band in pairwise((200, 1_000, 3_000, 5_000, 7_000, 9_000)):
        assert abs(level_db(after, light_rate, *band) - level_db(before, rate, *band)) < 3, band


def test_a_file_that_is_light_already_is_not_encoded_again(beep: Path, tmp_path: Path) -> None:
    write_mp3(segment(np.zeros(FRAME_RATE)), tmp_path / "small.mp3", tmp_path / "kept", bitrate_kbps=48)
    with light_sound(tmp_path / "small.mp3", tmp_path) as light:
        assert light == tmp_path / "small.mp3"
    with light_sound(beep, tmp_path) as light:
        assert light != beep
        assert light.name == beep.name


def test_what_is_not_sound_is_refused_and_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "s.mp3").write_bytes(b"no sound")
    with pytest.raises(OutputError, match="cannot be decoded"), light_sound(tmp_path / "s.mp3", tmp_path):
        pass
    assert list(tmp_path.iterdir()) == [tmp_path / "s.mp3"]


def test_an_interrupt_ends_the_encoder_and_leaves_nothing(
    beep: Path, tmp_path: Path, encoders: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(ffmpeg.Encoder, "write", interrupted)
    with pytest.raises(KeyboardInterrupt), light_sound(beep, tmp_path):
        pass
    assert [process.poll() is not None for process in encoders] == [True]
    assert list(tmp_path.iterdir()) == []


def test_an_encoder_that_stops_responding_is_replaced_once(
    beep: Path, tmp_path: Path, encoders: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    write = ffmpeg.Encoder.write

    def stalled_at_first(encoder: ffmpeg.Encoder, block: Any) -> None:
        if len(encoders) == 1:
            raise EncoderStalledError("ffmpeg stopped responding")
        write(encoder, block)

    monkeypatch.setattr(ffmpeg.Encoder, "write", stalled_at_first)
    with light_sound(beep, tmp_path) as light:
        assert soundfile.info(light).duration == pytest.approx(LASTS_MS / 1000, abs=0.001)
    assert len(encoders) == 2


def test_an_encoder_that_writes_less_than_it_got_is_found(
    beep: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # It reads everything: one that stops reading ends with a broken pipe now and then.
    monkeypatch.setattr(module, "light_mp3_arguments", lambda: [*light_mp3_arguments(), "-filter:a", "atempo=1.6"])
    with pytest.raises(OutputError, match=r"wrote 2\.0 s of 3\.2 s of the page's sound"), light_sound(beep, tmp_path):
        pass


def test_a_page_with_the_whole_quality_has_the_bytes_of_the_file(
    finished_file: Callable[[str], Path], tmp_path: Path
) -> None:
    write_page(tmp_path / "p.html", session(), chapters_of(session()), finished_file("opus"), sound_inside=True)
    inside = re.search(r'id="inside" data-type="audio/ogg">([^<]*)<', (tmp_path / "p.html").read_text(encoding="utf-8"))
    assert inside
    assert base64.b64decode(inside[1]) == finished_file("opus").read_bytes()
