"""MeasuredLevels: what is reported is what a meter of one's own would show, and what misses its mark is refused."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from pyloudnorm import Meter

from kneadcast.errors import SoundError
from kneadcast.sound.layers import Region
from kneadcast.sound.loudness import true_peak
from kneadcast.sound.metering import MeasuredLevels, SpeechLoudness, TruePeak, measure
from kneadcast.sound.pcm import FRAME_RATE, Stereo
from tests.sound.sounds import script, speech, voice_like

GOOD = MeasuredLevels(-18.0, -18.0, -2.0, 0.2, 22.0)


def stereo(length_ms: int, gain: float = 1.0) -> Stereo:
    both: Stereo = (np.repeat(voice_like(length_ms)[:, np.newaxis], 2, axis=1) * gain).astype(np.float32)
    return both


def in_blocks(sound: Stereo, block: int) -> Iterator[Region]:
    for start in range(0, len(sound), block):
        yield Region(start, sound[start : start + block])


@pytest.mark.parametrize("block", [4410, 100_000, 441_000])
def test_only_what_is_heard_while_the_voice_speaks_counts(block: int) -> None:
    """Everything outside the words is three times as loud here."""
    sound = stereo(20_000, 3.0)
    words = [speech(2000, 3000, "One."), speech(9500, 4000, "Two.")]
    spans = [slice(cue.at_ms * FRAME_RATE // 1000, cue.end_ms * FRAME_RATE // 1000) for cue in words]
    for span in spans:
        sound[span] /= 3
    spoken = SpeechLoudness(script(20_000, *words))
    for piece in in_blocks(sound, block):
        spoken.add(piece)
    expected = Meter(FRAME_RATE).integrated_loudness(np.concatenate([sound[span] for span in spans]))
    assert spoken.integrated_lufs() == pytest.approx(expected, abs=0.1)


def test_silence_where_words_should_be_has_no_loudness() -> None:
    levels = measure([stereo(5000, 0.0)], script(5000, speech(0, 3000, "One.")), -18.0, None)
    assert levels.speech_lufs is None


@pytest.mark.parametrize("at_frame", [0, 20_000, 44_099, 44_100, 88_100])
@pytest.mark.parametrize("block", [4410, 44_100, 441_000])
def test_the_highest_peak_is_found_wherever_it_lies(at_frame: int, block: int) -> None:
    """The peak is a sinc between two samples, which both lie far below it."""
    sound = stereo(2000, 0.2)
    frames = np.arange(len(sound))
    sound[:, 1] += (
        0.7 * np.sinc(frames - at_frame - 0.5) * np.hanning(2 * len(sound))[len(sound) - at_frame :][: len(sound)]
    ).astype(np.float32)
    peak = TruePeak()
    for piece in in_blocks(sound, block):
        peak.add(np.array(piece.samples, dtype=np.float32))
    whole = 20 * np.log10(max(true_peak(sound[:, 0].astype(float)), true_peak(sound[:, 1].astype(float))))
    assert peak.dbtp() == pytest.approx(whole, abs=0.3)


def test_a_report_states_how_much_is_speech_and_how_far_below_it_the_ambience_is() -> None:
    levels = measure([stereo(10_000)], script(10_000, speech(0, 2500, "One.")), -18.0, -45.0)
    assert levels.speech_share == 0.25
    assert levels.ambience_distance_lu == pytest.approx((levels.speech_lufs or 0) + 45)


@pytest.mark.parametrize(
    ("levels", "complaint"),
    [
        (MeasuredLevels(-20.1, -18.0, -2.0, 0.2, 22.0), "speech is at -20.1 LUFS, not at -18.0"),
        (MeasuredLevels(-18.0, -18.0, -1.2, 0.2, 22.0), "peaks reach -1.2 dBTP, above -1.5"),
        (MeasuredLevels(-18.0, -18.0, -2.0, 0.2, 17.0), "ambience is 17.0 LU under the voice, not 20"),
    ],
)
def test_a_session_that_misses_its_levels_is_refused_with_the_reason(levels: MeasuredLevels, complaint: str) -> None:
    with pytest.raises(SoundError, match=complaint):
        levels.check()


def test_a_session_at_its_levels_passes() -> None:
    GOOD.check()
    MeasuredLevels(None, -18.0, -60.0, 0.0, None).check()
