"""The mixer: every cue at its own frame, whatever the blocks, and exactly the frames of the script's length."""

from __future__ import annotations

import json
import tracemalloc
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from kneadcast.errors import SoundError
from kneadcast.script.model import TICK, Cue, Script
from kneadcast.sound import load_template
from kneadcast.sound.chimes import sound_of
from kneadcast.sound.clips import load_clip
from kneadcast.sound.loudness import db_to_amplitude, level, loudness_lufs
from kneadcast.sound.pcm import CHANNELS, FRAME_RATE, Samples
from kneadcast.sound.template import AudioTemplate, Fades
from kneadcast.units import frames_at
from tests.examples import examples
from tests.sound.sounds import chime, mix_of, script, speech, voice_like, write_clip

BOWLS = load_template("plain")
PLAIN = BOWLS.model_copy(update={"fades": Fades(in_ms=0, out_ms=0)})
WORLDS = [load_template("wood-and-rain"), load_template("singing-bowls"), BOWLS]
WORDS = {"One.": (700, 22_050), "Two, three.": (1501, 24_000), "Four.": (333, 44_100)}

Frames = NDArray[np.int16]


@pytest.fixture(scope="module")
def clips(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Path]:
    folder = tmp_path_factory.mktemp("clips")
    return {
        text: write_clip(folder, str(number), voice_like(length_ms, rate=rate, seed=number), rate)
        for number, (text, (length_ms, rate)) in enumerate(WORDS.items())
    }


def heard(
    of: Script,
    clips: Mapping[str, Path],
    template: AudioTemplate = PLAIN,
    block_frames: int = 441_000,
    span: tuple[int, int | None] = (0, None),
) -> Frames:
    """Returns all that the mixer gives, or a part of it, one row a frame."""
    blocks = mix_of(of, clips, template).blocks(*span, most_frames=block_frames)
    return np.frombuffer(b"".join(block.raw_data for block in blocks), dtype="<i2").reshape(-1, CHANNELS)


def reference(of: Script, clips: Mapping[str, Path], template: AudioTemplate = PLAIN) -> Frames:
    """Mixes in the plainest way: one array as long as the session."""
    total = frames_at(of.length_ms, FRAME_RATE)
    frames = np.zeros(total, dtype=np.float32)
    for cue in of.cues:
        at = frames_at(cue.at_ms, FRAME_RATE)
        samples = sound(cue, clips, template).astype(np.float32)[: total - at]
        frames[at : at + len(samples)] += samples
    rounded = np.clip(np.rint(frames * np.float32(32_768)), -32_768, 32_767).astype(np.int16)
    return np.repeat(rounded[:, np.newaxis], CHANNELS, axis=1)


def sound(cue: Cue, clips: Mapping[str, Path], template: AudioTemplate) -> Samples:
    if cue.sound and cue.sound != TICK and template.chimes:
        return sound_of(template.chimes[cue.sound], template.levels.chime_lufs)
    levelled = level(load_clip(clips[cue.text or ""]), template.levels.speech_lufs)
    return np.rint(levelled * 32_768) / 32_768  # as it is kept


def a_session(length_ms: int = 25_017) -> Script:
    return script(
        length_ms,
        chime(1, "start"),
        speech(1037, 700, "One."),
        chime(4999, "step"),
        speech(9333, 1501, "Two, three."),
        chime(11_111, "side"),
        speech(19_999, 333, "Four."),
        speech(21_003, 700, "One."),
        chime(22_222, "end"),
    )


@pytest.mark.parametrize("block_frames", [441, 43_659, 176_841, 441_000, 2_646_000])
def test_a_mix_is_the_same_whatever_its_blocks_are(clips: Mapping[str, Path], block_frames: int) -> None:
    assert np.array_equal(heard(a_session(), clips, block_frames=block_frames), reference(a_session(), clips))


@settings(max_examples=examples(30), deadline=None)
@given(at=st.tuples(st.integers(0, 1_103_249), st.integers(0, 1_103_249)).map(sorted), template=st.sampled_from(WORLDS))
def test_any_part_is_the_same_as_in_the_whole_session(
    clips: Mapping[str, Path], at: list[int], template: AudioTemplate
) -> None:
    start, end = at
    whole = heard(a_session(), clips, template)
    assert np.array_equal(heard(a_session(), clips, template, span=(start, end)), whole[start:end])


@settings(max_examples=examples(30), deadline=None)
@given(start=st.integers(0, 900_000), frames=st.integers(1, 200_000), template=st.sampled_from(WORLDS), data=st.data())
def test_parts_with_equal_facts_sound_the_same(
    clips: Mapping[str, Path], start: int, frames: int, template: AudioTemplate, data: st.DataObject
) -> None:
    """The other session differs in cues anywhere, in its length, or in both."""
    cues = a_session().cues
    others = [cue for cue in cues if data.draw(st.booleans(), label=cue.id)]
    other = script(data.draw(st.sampled_from([25_017, 26_000])), *others)
    mixes = [mix_of(of, clips, template) for of in (a_session(), other)]
    facts = [mix.facts(start, start + frames) for mix in mixes]
    if facts[0] == facts[1]:
        one, two = (b"".join(block.raw_data for block in mix.blocks(start, start + frames)) for mix in mixes)
        assert one == two


def test_facts_differ_in_whatever_changes_the_sound(clips: Mapping[str, Path]) -> None:
    of, whole = script(10_000, speech(1000, 700, "One."), chime(4000, "step")), (0, 441_000)
    later = script(10_000, speech(1001, 700, "One."), chime(4000, "step"))
    other_words = script(10_000, speech(1000, 1501, "Two, three."), chime(4000, "step"))
    other_chime = script(10_000, speech(1000, 700, "One."), chime(4000, "side"))
    sessions = [(one, PLAIN) for one in (of, later, other_words, other_chime)]
    sessions += [(script(10_000, *of.cues, volume=0.5), PLAIN), *((of, world) for world in WORLDS)]
    facts = [json.dumps(mix_of(one, clips, template).facts(*whole)) for one, template in sessions]
    assert len(set(facts)) == len(facts)


@settings(max_examples=examples(20))
@given(length_ms=st.integers(3000, 9000), at_ms=st.integers(0, 2200), block_frames=st.integers(2000, 140_000))
def test_a_cue_begins_at_its_own_frame(
    clips: Mapping[str, Path], length_ms: int, at_ms: int, block_frames: int
) -> None:
    of = script(length_ms, speech(at_ms, 700, "One."))
    frames = heard(of, clips, block_frames=block_frames)
    assert len(frames) == frames_at(length_ms, FRAME_RATE)
    assert np.array_equal(frames, reference(of, clips))


@pytest.mark.parametrize("length_ms", [1, 7, 999, 1001, 10_000, 10_001, 33_333])
def test_a_session_has_exactly_the_frames_of_its_length(length_ms: int) -> None:
    assert len(heard(script(length_ms), {}, BOWLS)) == length_ms * FRAME_RATE // 1000


def test_a_spoken_clip_has_the_templates_loudness_in_the_mix(clips: Mapping[str, Path]) -> None:
    frames = heard(script(5000, speech(1000, 1501, "Two, three.")), clips)
    spoken = frames[frames_at(1000, FRAME_RATE) : frames_at(2501, FRAME_RATE), 0] / 32_768
    assert loudness_lufs(spoken) == pytest.approx(BOWLS.levels.speech_lufs, abs=0.3)


def test_volume_lowers_words_and_chimes_alike(clips: Mapping[str, Path]) -> None:
    cues = (chime(0, "step"), speech(8000, 700, "One."))
    full = heard(script(10_000, *cues), clips).astype(float)
    half = heard(script(10_000, *cues, volume=0.5), clips).astype(float)
    assert np.max(np.abs(half - full / 2)) <= 1


def test_the_session_comes_out_of_silence_and_goes_back_into_it(clips: Mapping[str, Path]) -> None:
    fading = BOWLS.model_copy(update={"fades": Fades(in_ms=400, out_ms=700)})
    of = script(1501, speech(0, 1501, "Two, three."))
    frames, plain = heard(of, clips, fading, block_frames=4410).astype(float), heard(of, clips).astype(float)
    total, into, out = len(plain), frames_at(400, FRAME_RATE), frames_at(700, FRAME_RATE)
    middle = slice(into, total - out)
    assert np.array_equal(frames[middle], plain[middle])
    assert np.max(np.abs(frames[into // 2 : into // 2 + 9] - plain[into // 2 : into // 2 + 9] / 2)) < 2
    assert np.max(np.abs(frames[-out // 2 : -out // 2 + 9] - plain[-out // 2 : -out // 2 + 9] / 2)) < 2
    assert np.max(np.abs(frames[[0, 1, -2, -1]])) <= np.max(np.abs(plain)) / 1000


def test_sound_that_is_too_loud_together_is_clipped_and_does_not_wrap_around(clips: Mapping[str, Path]) -> None:
    of = script(2000, *(speech(0, 700, "One.") for _ in range(8)))
    frames = heard(of, clips)
    assert frames.max() == 32_767
    assert np.array_equal(np.sign(frames), np.sign(heard(script(2000, speech(0, 700, "One.")), clips)))


def test_every_sentence_without_a_clip_is_reported_before_anything_is_mixed() -> None:
    of = script(9000, speech(0, 700, "Unheard of."), speech(2000, 700, "This too."))
    with pytest.raises(SoundError, match=r"(?s)speech.0: there is no clip of the sentence 'Unheard of.'.*'This too.'"):
        mix_of(of, {}, BOWLS)


def test_a_clip_longer_than_its_cue_is_refused_rather_than_cut(clips: Mapping[str, Path]) -> None:
    with pytest.raises(SoundError, match=r"the clip of 'One.' lasts 700 ms, longer than its cue of 698 ms"):
        mix_of(script(9000, speech(0, 698, "One.")), clips, BOWLS)


def test_a_clip_may_be_longer_than_its_cue_by_the_rounding_of_a_millisecond(clips: Mapping[str, Path]) -> None:
    mix_of(script(9000, speech(0, 699, "One.")), clips, BOWLS)


def test_a_clip_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    broken = tmp_path / "broken.wav"
    broken.write_bytes(b"not a sound")
    with pytest.raises(SoundError, match=r"broken.wav cannot be read"):
        mix_of(script(9000, speech(0, 700, "One.")), {"One.": broken}, BOWLS)


def test_levelled_words_are_never_nearer_to_full_scale_than_the_ceiling(clips: Mapping[str, Path]) -> None:
    assert np.max(np.abs(heard(a_session(), clips, PLAIN))) <= 32_768 * db_to_amplitude(-2.5)


def test_memory_does_not_grow_with_length(clips: Mapping[str, Path]) -> None:
    assert peak_bytes(minutes=4, clips=clips) < 1.2 * peak_bytes(minutes=1, clips=clips)


def peak_bytes(minutes: int, clips: Mapping[str, Path]) -> int:
    of = script(
        minutes * 60_000, *(speech(at, 1501, "Two, three.") for at in range(1000, minutes * 60_000 - 5000, 4000))
    )
    tracemalloc.start()
    for _ in mix_of(of, clips, BOWLS).blocks():
        pass
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak


@pytest.mark.parametrize("template", WORLDS)
def test_a_mix_of_another_script_sounds_as_if_it_had_been_made_for_it(
    clips: Mapping[str, Path], template: AudioTemplate
) -> None:
    """The sounds that both share make no difference, and the first mix stays as it is."""
    first = mix_of(a_session(), clips, template)
    before = b"".join(block.raw_data for block in first.blocks())
    other = script(21_000, speech(2037, 700, "One."), chime(6000, "step"), speech(12_333, 1501, "Two, three."))
    changed = first.with_script(other)
    assert changed.frames == frames_at(21_000, FRAME_RATE)
    assert np.array_equal(
        np.frombuffer(b"".join(block.raw_data for block in changed.blocks()), dtype="<i2").reshape(-1, CHANNELS),
        heard(other, clips, template),
    )
    assert b"".join(block.raw_data for block in first.blocks()) == before
