"""The keys of entries."""

from __future__ import annotations

import pytest
from pydantic import JsonValue

from kneadcast.cache.keys import key_of

FACTS: dict[str, JsonValue] = {
    "driver": "espeak",
    "voice": "gmw/en-us",
    "rate": 105,
    "volume": 1.0,
    "text": "Grüße.",
    "cues": [{"start": 1, "pan": None}],
}


@pytest.mark.parametrize(
    "changed",
    [
        {"text": "Grüße!"},
        {"rate": 106},
        {"rate": 105.0},
        {"volume": 0.9},
        {"cues": [{"start": 1, "pan": 0}]},
        {"more": ""},
    ],
)
def test_a_fact_that_changes_changes_the_key(changed: dict[str, JsonValue]) -> None:
    assert key_of({**FACTS, **changed}) != key_of(FACTS)


def test_the_order_of_facts_does_not_change_the_key() -> None:
    cues: JsonValue = [{"pan": None, "start": 1}]
    assert key_of(dict(sorted({**FACTS, "cues": cues}.items(), reverse=True))) == key_of(FACTS)


def test_keys_stay_what_they_are_so_that_no_line_is_spoken_again() -> None:
    assert key_of({"rate": 105, "volume": 1.0, "text": "Grüße."}) == (
        "af7ee19b22a073920fe0d6a37718fa760a5d5dd92951adabc70bac822ab3db91"
    )
