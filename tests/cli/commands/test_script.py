"""`kneadcast script`."""

from __future__ import annotations

import json
from pathlib import Path

from kneadcast.routine import load_phrases
from kneadcast.script.file import read_script
from tests.cli.runner import HOME, printed, run


def test_a_table_has_every_line_that_is_spoken() -> None:
    table = run("script", HOME, "-l", "8m").stdout
    cues = printed("script", HOME, "-l", "8m", "--format", "json")["cues"]
    assert all(cue["text"] in table for cue in cues if cue["kind"] == "speech")


def test_json_has_the_keys_that_other_programs_rely_on() -> None:
    script = printed("script", HOME, "--format", "json")
    assert {"format", "routine", "title", "length_ms", "steps", "cues"} <= script.keys()
    assert {"id", "section", "area", "technique", "side", "position", "start_ms", "end_ms", "hands_on_ms"} <= set(
        script["steps"][0]
    )
    assert {"pressure", "tempo"} <= script["steps"][0].keys()
    assert {"at_ms", "length_ms", "kind", "step", "text", "sound"} <= script["cues"][0].keys()


def test_what_is_left_out_is_reported_on_standard_error_said_in_the_opening_and_recorded_in_the_script() -> None:
    result = run("script", "toes-to-hip", "--avoid", "knee,ankle", "--format", "json")
    assert "left out: knee, circular rubbing" in result.stderr
    script = json.loads(result.stdout)
    assert script["avoid"] == ["knee", "ankle"]
    assert script["length_ms"] == 1_800_000
    assert "We leave the knees alone today." in [cue["text"] for cue in script["cues"]]
    assert not {"knee", "ankle"} & {step["area"] for step in script["steps"]}


def test_a_script_is_in_the_language_that_is_given() -> None:
    script = printed("script", HOME, "--language", "de", "--format", "json")
    texts = [cue["text"] for cue in script["cues"]]
    assert script["language"] == "de"
    assert load_phrases("de").halfway in texts
    assert not any("your" in (text or "") for text in texts)


def test_preferences_change_a_script_and_not_its_length() -> None:
    options = ["--only", "feet,calf", "--more", "calf=2", "--talk", "brief", "--order", "area", "--rest", "1m"]
    script = printed("script", HOME, "-l", "9m", *options, "--format", "json")
    assert script["length_ms"] == 540_000
    assert {step["area"] for step in script["steps"] if step["area"]} == {"foot", "toes", "sole", "calf"}


def test_a_script_states_the_sound_that_is_given_and_nothing_that_the_template_decides(here: Path) -> None:
    mix = ("--pan", "0.2", "--pacer", "full", "--loudness", "-16", "--ambience", "none")
    sound = ("--template", "wood-and-rain", *mix)
    assert run("script", HOME, "-l", "6m", *sound, "--format", "yaml", "-o", "a.yaml").exit_code == 0
    given = read_script(here / "a.yaml").script.sound
    assert (given.template, given.pan, given.pacer, given.loudness_lufs) == ("wood-and-rain", 0.2, "full", -16)
    assert given.ambience == "none"
    assert run("script", HOME, "-l", "6m", "--format", "yaml", "-o", "b.yaml").exit_code == 0
    by_default = read_script(here / "b.yaml").script.sound
    assert (by_default.pan, by_default.pacer, by_default.loudness_lufs, by_default.ambience) == (None,) * 4


def test_an_edited_script_is_only_replaced_by_force(here: Path) -> None:
    (here / "mine.yaml").write_text("my edits", encoding="utf-8")
    refused = run("script", HOME, "-o", "mine.yaml")
    assert refused.exit_code == 1
    assert "mine.yaml" in refused.stderr
    assert (here / "mine.yaml").read_text(encoding="utf-8") == "my edits"
    assert run("script", HOME, "-o", "mine.yaml", "--force").exit_code == 0
