"""The JSON Schema of routines, checked with an independent validator."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator

from kneadcast.resources import built_in
from kneadcast.routine.library import check_routine_file
from kneadcast.routine.schema import routine_schema
from kneadcast.script.model import Script
from kneadcast.sound import AudioTemplate
from tests.routine.files import FAULTLESS, faulty, write

SCHEMA = Draft202012Validator(routine_schema())
FILES = sorted(path for path in built_in("routines").rglob("*.yaml") if path.name != "phrases.yaml")


def complaints(text: str) -> list[str]:
    return [error.message for error in SCHEMA.iter_errors(yaml.safe_load(text))]


def test_the_schemas_are_schemas() -> None:
    for schema in (routine_schema(), Script.model_json_schema(), AudioTemplate.model_json_schema()):
        Draft202012Validator.check_schema(schema)


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_every_built_in_file_is_valid(path: Path) -> None:
    assert complaints(path.read_text(encoding="utf-8")) == []


def test_built_in_templates_are_valid() -> None:
    validator = Draft202012Validator(AudioTemplate.model_json_schema())
    for path in built_in("audio_templates").glob("*.yaml"):
        assert list(validator.iter_errors(yaml.safe_load(path.read_text(encoding="utf-8")))) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("title: Soles\n", ""),
        ("title: Soles", "title: ' '"),
        ("name: soles", "name: My Soles"),
        ("format: 1", "format: 2"),
        ("type: relaxing", "type: relaxng"),
        ("mode: self", "mode: alone"),
        ("length: 3m", "length: 3"),
        ("length: 3m", "length: soon"),
        ("20s/45s/90s", "20s/90s"),
        ("20s/45s/90s", "20/45/90"),
        ("area: sole", "area: soul"),
        ("technique: friction", "technique: fraction"),
        ("pressure: 5", "pressure: 11"),
        ("pressure: 5", "pressure: firm"),
        ("pressure: 5", "presure: 5"),
        ("tempo: 30", "tempo: -1"),
        ("tempo: 30", "tempo: 30\n        priority: 4"),
        ("sides: each", "sides: each\n    pause: {time: 20s/30s/60s}"),
        ("position: foot-drawn-in", "position: floating"),
        ("sides: each", "sides: both"),
        (', "Breathe in your own rhythm."]', "]"),
        ('say: "Set both thumbs on your {side} sole."', "say: [[Set both thumbs.]]"),
        ("tempo: 30", "caution: [Keep off the bone., Stay off the bone.]"),
    ],
)
def test_the_schema_refuses_what_depends_on_one_value(tmp_path: Path, old: str, new: str) -> None:
    text = faulty((old, new))
    assert complaints(text) != []
    assert check_routine_file(write(tmp_path, text))[1] != ()


def test_the_faultless_routine_is_valid() -> None:
    assert complaints(FAULTLESS) == []


def test_an_extension_needs_only_what_differs() -> None:
    head = "format: 1\nextends: toes-to-hip\nname: mine\n"
    step = "sections: [{id: hips, steps: [{id: hip-friction, time: 20s/30s/40s, after: x}]}]\n"
    assert complaints(head + "remove: [both-feet]\n" + step) == []
    assert complaints(head + step.replace("20s/30s/40s", "20s")) != []


def test_a_translation_contains_no_times() -> None:
    text = (built_in("routines") / "i18n" / "de" / "self-massage-at-home.yaml").read_text(encoding="utf-8")
    assert complaints(text.replace("  safety:\n", "  safety:\n    time: 1s/2s/3s\n")) != []
