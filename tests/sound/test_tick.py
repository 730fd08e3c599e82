"""The tick of a live session: short, soft, in the middle, and there in every template."""

from __future__ import annotations

import numpy as np
import pytest

from kneadcast.script.model import TICK, Cue, ScriptStep
from kneadcast.sound import load_template
from kneadcast.sound.chimes import sound_of
from kneadcast.sound.loudness import db_to_amplitude
from kneadcast.sound.pcm import FRAME_RATE
from kneadcast.sound.template import AudioTemplate
from kneadcast.sound.tick import TICK_LENGTH_MS, heard_tick
from kneadcast.units import frames_at
from tests.sound.sounds import mix_of, script

SINGING_BOWLS = load_template("singing-bowls")


def tick_at(at_ms: int, name: str = "tick") -> Cue:
    return Cue(id=name, at_ms=at_ms, length_ms=0, kind="chime", step="s", role="mark", sound=TICK)


def heard(template: AudioTemplate, *cues: Cue) -> np.ndarray:
    """Returns the sound of two seconds of work on the left leg, without ambience and fades."""
    quiet = template.model_copy(
        update={"ambience": None, "fades": template.fades.model_copy(update={"in_ms": 0, "out_ms": 0})}
    )
    left = ScriptStep(
        id="s", kind="work", section="Feet", side="left", start_ms=0, end_ms=2000, hands_on_ms=0, area="sole"
    )
    blocks = mix_of(script(2000, *cues, steps=(left,)), {}, quiet).blocks()
    return np.frombuffer(b"".join(block.raw_data for block in blocks), dtype="<i2").reshape(-1, 2)


@pytest.mark.parametrize("name", ["singing-bowls", "plain", "silent"])
def test_a_tick_sounds_at_its_own_frame_in_the_middle_in_every_template(name: str) -> None:
    """It begins with the cue and has ended after its length."""
    sound = heard(load_template(name), tick_at(500))
    first, end = frames_at(500, FRAME_RATE), frames_at(500 + TICK_LENGTH_MS, FRAME_RATE)
    assert not sound[:first].any()
    assert not sound[end:].any()
    assert np.abs(sound[first : first + 200]).max() > 100
    assert np.array_equal(sound[:, 0], sound[:, 1])


def test_two_ticks_at_once_are_no_louder_than_one() -> None:
    """Two commands that were heard at the same time are answered by one tick."""
    both = heard(SINGING_BOWLS, tick_at(500), tick_at(500, "other"))
    assert np.array_equal(both, heard(SINGING_BOWLS, tick_at(500)))


def test_a_tick_is_softer_than_every_chime() -> None:
    """It is heard at the same peak as a steady tone of the loudness of the chimes, but for a moment only."""
    chimes = SINGING_BOWLS.chimes
    assert chimes
    lufs = SINGING_BOWLS.levels.chime_lufs
    tick = heard_tick(lufs)
    assert np.abs(tick).max() == pytest.approx(db_to_amplitude(lufs), rel=1e-5)
    softest = min(float(np.sum(sound_of(chime, lufs)[:FRAME_RATE] ** 2)) for _, chime in chimes)
    assert float(np.sum(tick.astype(float) ** 2)) < softest / 10


def test_a_tick_neither_begins_nor_ends_with_a_click() -> None:
    """Its first and last samples are near silence, and no step is larger than its own tone makes."""
    tick = heard_tick(-20.0).astype(float)
    assert abs(tick[0]) < 0.001
    assert np.abs(tick[-10:]).max() < 0.0001
    assert np.abs(np.diff(tick)).max() < 2.2 * np.pi * 1650 / FRAME_RATE * np.abs(tick).max()


def test_parts_with_different_ticks_have_different_facts() -> None:
    """A chunk that was kept from a session without a tick is not taken for one with it."""
    with_tick, without = (mix_of(script(2000, *cues), {}, SINGING_BOWLS) for cues in ((tick_at(500),), ()))
    assert with_tick.facts(0, 88_200) != without.facts(0, 88_200)
