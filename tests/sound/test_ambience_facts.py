"""What the sound of an ambience in a part of a session is made from: parts with equal facts sound the same."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile
from hypothesis import given, settings
from hypothesis import strategies as st

from kneadcast.script.model import Script
from kneadcast.sound.ambience import AmbienceLayer
from kneadcast.sound.ducking import ATTACK_MS, HOLD_MS, RELEASE_MS
from kneadcast.sound.pcm import FRAME_RATE
from kneadcast.sound.template_parts import Ambience, Drone, Recording, Texture
from kneadcast.units import frames_at
from tests.examples import examples
from tests.sound.kept_in_memory import KeptInMemory
from tests.sound.sounds import script, speech

SPEECH_LUFS = -18.0
KEPT = KeptInMemory()
RAIN = Ambience(layers=(Texture(kind="rain"),), fade_in_ms=10_000, fade_out_ms=10_000)
PART = (frames_at(60_000, FRAME_RATE) + 100, frames_at(62_000, FRAME_RATE) - 50)
FAR = [
    (20_000, 30_000),
    (56_000, 60_000 - HOLD_MS - RELEASE_MS),
    (62_000 + ATTACK_MS, 65_000),
    (80_000, 81_000),
]
NEAR = [(56_000, 60_001 - HOLD_MS - RELEASE_MS), (59_000, 59_500), (61_000, 61_300), (61_999 + ATTACK_MS, 65_000)]


def layer_for(ambience: Ambience, of: Script) -> AmbienceLayer:
    return AmbienceLayer(of, ambience, SPEECH_LUFS, KEPT)


def write_brook(path: Path, seed: int = 1) -> Ambience:
    soundfile.write(str(path), np.random.default_rng(seed).normal(scale=0.1, size=(5 * FRAME_RATE, 2)), FRAME_RATE)
    return Ambience(layers=(Recording(kind="file", file=path),))


def drawn_layer(spans: set[tuple[int, int]], length_ms: int, fade_in_ms: int = 10_000) -> AmbienceLayer:
    ambience = RAIN.model_copy(update={"fade_in_ms": fade_in_ms})
    return layer_for(ambience, script(length_ms, *(speech(begin, end - begin, "One.") for begin, end in sorted(spans))))


@settings(max_examples=examples(40), deadline=None)
@given(
    st.sets(st.sampled_from(NEAR)),
    st.sets(st.sampled_from(FAR)),
    st.sets(st.sampled_from(FAR)),
    st.integers(72_001, 200_000),
    st.integers(72_001, 200_000),
    st.integers(0, 60_000),
)
def test_words_and_ends_that_do_not_reach_a_part_change_neither_its_facts_nor_its_sound(
    near: set[tuple[int, int]],
    far: set[tuple[int, int]],
    other_far: set[tuple[int, int]],
    length_ms: int,
    other_ms: int,
    fade_in_ms: int,
) -> None:
    first, second = drawn_layer(near | far, length_ms), drawn_layer(near | other_far, other_ms, fade_in_ms)
    assert first.facts(*PART) == second.facts(*PART)
    assert np.array_equal(first.between(*PART), second.between(*PART))


@settings(max_examples=examples(60), deadline=None)
@given(
    st.sets(st.sampled_from(NEAR), max_size=1),
    st.sets(st.sampled_from(NEAR), max_size=1),
    st.sampled_from([66_000, 72_000, 72_001, 90_000]),
    st.sampled_from([66_000, 72_000, 72_001, 90_000]),
)
def test_parts_with_equal_facts_sound_the_same(
    near: set[tuple[int, int]], other: set[tuple[int, int]], length_ms: int, other_ms: int
) -> None:
    first, second = drawn_layer(near, length_ms), drawn_layer(other, other_ms)
    if not np.array_equal(first.between(*PART), second.between(*PART)):
        assert first.facts(*PART) != second.facts(*PART)


def test_everything_that_changes_the_sound_of_a_part_is_in_its_facts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    of = script(90_000, speech(61_000, 2000, "One."))
    updates: list[dict[str, Any]] = [
        {},
        {"seed": 2},
        {"lu_under_voice": 25.0},
        {"lu_between_cues": 18.0},
        {"layers": (Texture(kind="wind"),)},
        {"layers": (Texture(kind="rain", gain_db=-1.0),)},
        {"layers": (Drone(kind="drone", notes=(110.0,)),)},
        {"layers": write_brook(tmp_path / "brook.wav", seed=1).layers},
        {"layers": write_brook(tmp_path / "stream.wav", seed=2).layers},
    ]
    layers = [layer_for(RAIN.model_copy(update=update), of) for update in updates]
    layers.append(AmbienceLayer(of, RAIN, SPEECH_LUFS + 0.5, KEPT))
    texts = {json.dumps(layer.facts(*PART), sort_keys=True) for layer in layers}
    layer = layer_for(RAIN, of)
    texts |= {
        json.dumps(layer.facts(*part), sort_keys=True) for part in [(PART[0] + 1, PART[1]), (PART[0], PART[1] + 1)]
    }
    assert len(texts) == 12
    for changed in ("ambience.AMBIENCE_FORMAT", "ambience.LOOP_FORMAT"):
        monkeypatch.setattr(f"kneadcast.sound.{changed}", 0)
        texts.add(json.dumps(layer.facts(*PART), sort_keys=True))
    monkeypatch.setattr("kneadcast.sound.ambience.library_versions", lambda: {"numpy": "0.1"})
    texts.add(json.dumps(layer.facts(*PART), sort_keys=True))
    assert len(texts) == 15


def test_a_part_within_a_fade_states_it() -> None:
    layer = layer_for(RAIN, script(90_000))
    second = FRAME_RATE
    assert layer.facts(9 * second, 12 * second) != layer_for(
        RAIN.model_copy(update={"fade_in_ms": 9500}), script(90_000)
    ).facts(9 * second, 12 * second)
    assert layer.facts(78 * second, 81 * second) != layer_for(RAIN, script(90_001)).facts(78 * second, 81 * second)


def test_the_name_of_a_recording_is_not_in_the_facts(tmp_path: Path) -> None:
    first, second = write_brook(tmp_path / "brook.wav"), write_brook(tmp_path / "stream.wav")
    of = script(20_000)
    assert layer_for(first, of).facts(0, 100) == layer_for(second, of).facts(0, 100)


def test_facts_need_no_loop_and_nothing_that_takes_long_to_import() -> None:
    program = """if True:
        import sys
        from pathlib import Path
        from kneadcast.cache.kept_sound import KeptSound
        from kneadcast.sound import loops, noise
        from kneadcast.sound.ambience import AmbienceLayer
        from kneadcast.sound.template_parts import Ambience, Texture
        from kneadcast.script.model import Script, ScriptStep

        class Refusing(KeptSound):
            def find(self, kind, key):
                raise AssertionError(kind)

        step = ScriptStep(id="s", kind="settle", section="s", start_ms=0, end_ms=9000, hands_on_ms=0)
        script = Script(routine="r", title="t", length_ms=9000, steps=(step,), cues=())
        layer = AmbienceLayer(script, Ambience(layers=(Texture(kind="waves"),)), -18, Refusing(Path("unused")))
        layer.facts(0, 44100)
        print(*sorted({"scipy", "soxr"} & set(sys.modules)))
    """
    printed = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    assert printed.strip() == ""
