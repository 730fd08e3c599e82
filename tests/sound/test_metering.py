"""MeasuredLevels: what is reported is what a meter of one's own would show, and what misses its mark is refused."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyloudnorm import Meter

from kneadcast.errors import SoundError
from kneadcast.script.model import Script
from kneadcast.sound import Span
from kneadcast.sound.loudness import block_loudness_lufs, gated_lufs, true_peak
from kneadcast.sound.metering import (
    CONTEXT_FRAMES,
    MeasuredLevels,
    PartLevels,
    SpeechLoudness,
    TruePeak,
    measure,
    merge_levels,
    speech_spans,
)
from kneadcast.sound.pcm import FRAME_RATE, AudioSegment, Stereo
from tests.examples import examples
from tests.output.files import Recorded
from tests.sound.sounds import script, speech, voice_like

GOOD = MeasuredLevels(-18.0, -18.0, -2.0, 0.2, 22.0)


def stereo(length_ms: int, gain: float = 1.0) -> Stereo:
    both: Stereo = (np.repeat(voice_like(length_ms)[:, np.newaxis], 2, axis=1) * gain).astype(np.float32)
    return both


def in_blocks(sound: Stereo, block: int) -> Iterator[tuple[int, Stereo]]:
    for start in range(0, len(sound), block):
        yield start, sound[start : start + block]


def measured(sound: Stereo, of: Script, ambience: Stereo | None = None) -> MeasuredLevels:
    """Returns the levels of a session with a given sound and a given ambience."""

    class Session(Recorded):
        def ambience_lufs(self, start: int, end: int) -> tuple[float, ...]:
            return () if ambience is None else tuple(block_loudness_lufs(ambience[start:end]).tolist())

    session = Session(AudioSegment.empty(), speech_spans(of))
    part = measure([block for _, block in in_blocks(sound, 100_000)], Span(0, len(sound)), session)
    return merge_levels([part], of, -18.0)


@pytest.mark.parametrize("block", [4410, 100_000, 441_000])
def test_only_what_is_heard_while_the_voice_speaks_counts(block: int) -> None:
    """Everything outside the words is three times as loud here."""
    sound = stereo(20_000, 3.0)
    words = [speech(2000, 3000, "One."), speech(9500, 4000, "Two.")]
    spans = [slice(*span) for span in speech_spans(script(20_000, *words))]
    for span in spans:
        sound[span] /= 3
    spoken = SpeechLoudness(speech_spans(script(20_000, *words)))
    for start, part in in_blocks(sound, block):
        spoken.add(start, part)
    expected = Meter(FRAME_RATE).integrated_loudness(np.concatenate([sound[span] for span in spans]))
    assert gated_lufs(np.array(spoken.blocks_lufs())) == pytest.approx(expected, abs=0.1)


def test_silence_where_words_should_be_has_no_loudness() -> None:
    levels = measured(stereo(5000, 0.0), script(5000, speech(0, 3000, "One.")))
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
    for _, part in in_blocks(sound, block):
        peak.add(part)
    whole = 20 * np.log10(max(true_peak(sound[:, 0].astype(float)), true_peak(sound[:, 1].astype(float))))
    assert 20 * np.log10(peak.finish()) == pytest.approx(whole, abs=0.3)


def test_a_report_states_how_much_is_speech_and_how_far_below_it_the_ambience_is() -> None:
    levels = measured(stereo(10_000), script(10_000, speech(0, 2500, "One.")), stereo(10_000, 0.1))
    assert levels.speech_share == 0.25
    assert levels.ambience_distance_lu == pytest.approx(20, abs=0.1)


@settings(max_examples=examples(25), deadline=None)
@given(cuts=st.lists(st.integers(1, 881_999), max_size=5, unique=True).map(sorted))
def test_the_levels_of_the_parts_are_those_of_the_whole(cuts: list[int]) -> None:
    """The parts are cut anywhere where nobody speaks, and the sound around each is known."""
    of = script(20_000, speech(2000, 3000, "One."), speech(9500, 4000, "Two."))
    sound, spans = stereo(20_000), speech_spans(of)
    cuts = [cut for cut in cuts if not any(span.start < cut < span.end for span in spans)]
    parts = []
    for start, end in zip([0, *cuts], [*cuts, len(sound)], strict=True):
        speech_loudness = SpeechLoudness(span for span in spans if start <= span.start < end)
        peak = TruePeak(sound[max(0, start - CONTEXT_FRAMES) : start])
        speech_loudness.add(start, sound[start:end])
        peak.add(sound[start:end])
        parts.append(PartLevels(speech_loudness.blocks_lufs(), (), peak.finish(sound[end : end + CONTEXT_FRAMES])))
    whole, merged = measured(sound, of), merge_levels(parts, of, -18.0)
    assert merged.speech_lufs == whole.speech_lufs
    assert merged.true_peak_dbtp == pytest.approx(whole.true_peak_dbtp, abs=1e-3)


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
