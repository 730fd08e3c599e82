"""The script's model: what a cue can be, and the form in which its settings of sound stand."""

from __future__ import annotations

from typing import Any

import jsonschema
import pytest
from pydantic import ValidationError

from kneadcast.script.model import Cue, Script
from kneadcast.script.sound_settings import SoundSettings
from kneadcast.speech.model import Line
from tests.routines import usual_script
from tests.script.scripts import chime, script, speech


def cue(**data: Any) -> Cue:
    return Cue.model_validate({"id": "c", "step": "a", "length_ms": 500, **data})


def test_a_cue_ends_after_its_length_and_a_speech_cue_has_a_line_named_after_it() -> None:
    sentence = cue(**speech(1000))
    assert (sentence.end_ms, sentence.line) == (1500, Line("Rub your sole.", "c", "c"))
    assert cue(**chime(1000)).line is None


@pytest.mark.parametrize(
    "data",
    [speech(0, sound="step"), chime(0, text="One."), {**speech(0), "text": None}, {**chime(0), "sound": None}],
)
def test_a_cue_speaks_or_chimes_and_does_not_do_both_or_neither(data: dict[str, Any]) -> None:
    with pytest.raises(ValidationError, match=r"cue has a (text|sound) and nothing else"):
        cue(**data)


@pytest.mark.parametrize("text", ["", "  \n"])
def test_a_cue_without_words_is_refused(text: str) -> None:
    with pytest.raises(ValidationError, match="text"):
        cue(**speech(0, text))


def test_a_script_without_steps_is_refused() -> None:
    with pytest.raises(ValidationError, match="steps"):
        script(steps=[])


def test_the_settings_of_sound_are_one_value_in_code_and_flat_in_data() -> None:
    sound = SoundSettings(voice="natural", volume=0.5, pan=0.1)
    in_code = usual_script().model_copy(update={"sound": sound})
    data = in_code.model_dump()
    assert "sound" not in data
    assert (data["voice"], data["volume"], data["pan"], data["pacer"]) == ("natural", 0.5, 0.1, None)
    assert Script.model_validate(data) == in_code


def test_the_schema_describes_the_flat_form_that_files_have() -> None:
    schema = Script.model_json_schema()
    data = usual_script().model_dump(mode="json")
    assert schema["properties"].keys() == data.keys()
    assert "sound" not in schema["properties"]
    assert {"routine", "title", "length_ms", "steps", "cues"} == set(schema["required"])
    jsonschema.validate(data, schema)
    for key, wrong in (("volume", 0), ("pace_wpm", 300), ("pacer", "loud"), ("sound", {"voice": "natural"})):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate({**data, key: wrong}, schema)
