"""What is heard in the MP3 itself: chimes and strokes, after encoding and decoding."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from kneadcast.output import decoded_blocks
from kneadcast.script.model import CHIME_NAMES, ChimeName, Script, ScriptStep
from kneadcast.script.strokes import strokes
from kneadcast.sound import AudioTemplate, load_template, template_names
from kneadcast.sound.pacer import tick
from kneadcast.sound.pcm import FRAME_RATE, Samples
from tests.output.files import encode
from tests.sound.sounds import chime, mix_of, recipe_of, script, speech, voice_like, write_clip

STRUCK = [name for name in template_names() if load_template(name).chimes]
PACED = [name for name in template_names() if load_template(name).pacer.mode != "off"]
APART_MS = 9000


def heard(of: Script, template: AudioTemplate, folder: Path, words: dict[str, Path] | None = None) -> Samples:
    """Returns an MP3 of a session, folded down to one channel."""
    encode(mix_of(of, words or {}, template).blocks(), folder / "heard.mp3")
    mono: Samples = np.concatenate(list(decoded_blocks(folder / "heard.mp3"))).mean(axis=1).astype(np.float64)
    return mono


@pytest.mark.parametrize("name", STRUCK)
def test_chimes_in_the_file_are_low_round_and_die_away_as_they_should(tmp_path: Path, name: str) -> None:
    """Fundamental in 400-900 Hz, nine tenths of the energy under 3 kHz, and 20 dB down after 1.5-3 s."""
    cues = [chime(1000 + number * APART_MS, sound) for number, sound in enumerate(CHIME_NAMES)]
    bare = load_template(name).model_copy(update={"ambience": None})
    sound = heard(script(len(cues) * APART_MS + 2000, *cues), bare, tmp_path)
    for cue, chime_name in zip(cues, CHIME_NAMES, strict=True):
        begin = cue.at_ms * FRAME_RATE // 1000
        check_chime(sound[begin : begin + (APART_MS - 1000) * FRAME_RATE // 1000], name, chime_name)


def check_chime(ring: Samples, template: str, name: ChimeName) -> None:
    recipe = recipe_of(template, name)
    energy = np.abs(np.fft.rfft(ring)) ** 2
    hertz = np.fft.rfftfreq(len(ring), 1 / FRAME_RATE)
    assert 400 <= hertz[np.argmax(energy)] <= 900
    assert energy[hertz < 3000].sum() >= 0.9 * energy.sum()
    power = np.convolve(ring**2, np.ones(FRAME_RATE // 20), "same")[recipe.last_strike_ms * FRAME_RATE // 1000 :]
    peak = int(np.argmax(power[:FRAME_RATE]))
    assert 1.45 <= np.argmax(power[peak:] < power[peak] / 100) / FRAME_RATE <= 3.05


@pytest.mark.parametrize("name", PACED)
@pytest.mark.parametrize("tempo", [20, 150])
def test_strokes_in_the_file_begin_within_15_ms_of_their_moment(tmp_path: Path, name: str, tempo: int) -> None:
    template = load_template(name)
    words = {"One.": write_clip(tmp_path, "one", voice_like(2500))}
    step = ScriptStep(
        id="s",
        kind="work",
        section="Feet",
        side="left",
        start_ms=0,
        end_ms=40_000,
        hands_on_ms=37_500,
        tempo=tempo,
    )
    of = script(40_000, speech(1000, 2500, "One."), steps=(step,))
    beats = strokes(of, "full")
    sound = heard(of.model_copy(update={"sound": replace(of.sound, pacer="full")}), template, tmp_path, words)
    knock, reach = tick(template.pacer.note_hz)[:1500], FRAME_RATE * 60 // 1000
    for beat in beats:
        first = beat.at_ms * FRAME_RATE // 1000 - reach
        likeness = np.correlate(sound[first : first + 2 * reach + len(knock)], knock, "valid")
        assert abs(int(np.argmax(likeness)) - reach) <= FRAME_RATE * 15 // 1000
