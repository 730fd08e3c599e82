"""Audio templates: what they may hold, and how they are found."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from kneadcast.catalog import list_templates
from kneadcast.errors import SoundError
from kneadcast.resources import built_in
from kneadcast.script.durations import Durations
from kneadcast.script.model import CHIME_NAMES
from kneadcast.sound import load_template, template_names
from kneadcast.sound.loudness import block_loudness_lufs
from kneadcast.sound.template import Chimes
from kneadcast.template_samples import SAMPLE_LINE, sample_script
from tests.sound.sounds import mix_of, recipe_of

SINGING_BOWLS = (built_in("audio_templates") / "singing-bowls.yaml").read_text(encoding="utf-8")


def test_every_chime_that_a_script_may_name_has_a_recipe() -> None:
    assert tuple(Chimes.model_fields) == CHIME_NAMES


@pytest.mark.parametrize("name", template_names())
def test_a_built_in_template_bears_its_own_name(name: str) -> None:
    assert load_template(name).name == name


@pytest.mark.parametrize("name", template_names())
def test_a_built_in_template_says_what_it_feels_like(name: str) -> None:
    assert load_template(name).feels.endswith(".")


def test_one_note_means_the_next_step_two_the_other_side_and_three_the_end() -> None:
    assert [len(recipe_of("singing-bowls", name).notes) for name in ("step", "side", "end")] == [1, 2, 3]


def test_a_voice_may_follow_a_second_after_the_last_strike() -> None:
    template, side = load_template("singing-bowls"), recipe_of("singing-bowls", "side")
    assert template.chime_lengths_ms()["side"] == side.spacing_ms + 1000
    assert template.chime_lengths_ms()["step"] == 1000


def test_an_unknown_name_is_answered_with_the_nearest_one() -> None:
    with pytest.raises(
        SoundError, match=r"no audio template 'singing-bowl' \(did you mean 'singing-bowls'\?\); known:"
    ):
        load_template("singing-bowl")


def test_a_missing_file_is_named() -> None:
    with pytest.raises(SoundError, match=r"there is no audio template file 'nowhere/mine.yaml'"):
        load_template("nowhere/mine.yaml")


def test_a_template_of_the_users_own_is_read_from_its_path(tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    own.write_text(SINGING_BOWLS.replace("name: singing-bowls", "name: my-bowls"), encoding="utf-8")
    assert load_template(own).name == "my-bowls"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            ("notes: [660]", "notes: [1200]"),
            r"own.yaml:\d+:\d+: chimes.step.notes\[0\]: expected 400 to 900 Hz, got 1200;",
        ),
        (("notes: [660]", "notes: [.nan]"), r"expected 400 to 900 Hz, got nan"),
        (("notes: [660]", "notes: [660, 440]"), r"the chime 'step' has 2 notes; listeners recognise it by 1"),
        (("attack_ms: 12", "attack_ms: 2"), r"chimes.step.attack_ms: expected 5 to 20 ms, got 2; a faster"),
        (("decay_ms: 2000", "decay_ms: 9000"), r"chimes.step.decay_ms: expected 1500 to 3000 ms, got 9000"),
        (
            ("gain_db: -36, decay: 0.12", "gain_db: 0, decay: 1"),
            r"chimes.step: 49% of this chime's energy lies above 3000",
        ),
        (("{ratio: 1, gain_db: 0, decay: 1}", "{ratio: 2, gain_db: 0, decay: 1}"), "the note itself is missing"),
        (
            ("chime_lu_below_speech: 5.5", "chime_lu_below_speech: 1"),
            "expected 3 to 6 LU, got 1; louder chimes startle",
        ),
        (("  halfway:", "  halfways:"), r"unknown key 'halfways' \(did you mean 'halfway'\?\)"),
        (("format: 1", "format: 2"), "format: expected"),
    ],
)
def test_a_fault_is_reported_with_its_place_and_what_would_be_right(
    tmp_path: Path, change: tuple[str, str], message: str
) -> None:
    own = tmp_path / "own.yaml"
    assert change[0] in SINGING_BOWLS
    own.write_text(SINGING_BOWLS.replace(*change), encoding="utf-8")
    with pytest.raises(SoundError, match=message):
        load_template(own)


def test_levels_and_fades_may_be_left_out(tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    own.write_text(SINGING_BOWLS.split("levels:")[0], encoding="utf-8")
    levels: Any = load_template(own).levels
    assert (levels.speech_lufs, levels.chime_lu_below_speech, levels.chime_lufs) == (-18, 4.5, -22.5)


@pytest.mark.parametrize("name", [name for name in template_names() if load_template(name).ambience])
def test_a_sample_of_seconds_lets_the_ambience_be_heard_by_itself(name: str) -> None:
    """With a session's own fades it would just be coming when it has to go."""
    durations = Durations({SAMPLE_LINE: 2600}, load_template(name).chime_lengths_ms())
    facts = next(facts for facts in list_templates() if facts.name == name)
    sample = sample_script(facts, "natural", durations)
    alone = sample.model_copy(update={"cues": (), "steps": ()})
    blocks = [block.raw_data for block in mix_of(alone, {}, load_template(name).for_sample()).blocks()]
    heard = np.frombuffer(b"".join(blocks), "<i2").reshape(-1, 2) / np.float32(32768)
    moments = block_loudness_lufs(heard)
    assert np.median(moments[5:15]) > -42
    assert np.median(moments[-15:-8]) > -42
