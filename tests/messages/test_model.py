"""Lengths as listeners read them."""

from __future__ import annotations

import pytest

from kneadcast.messages import messages_in


@pytest.mark.parametrize(
    ("length_ms", "text"),
    [
        (0, "0 s"),
        (45_000, "45 s"),
        (1_800_000, "30 min"),
        (150_000, "2 min 30 s"),
        (3_600_000, "1 h"),
        (3_905_000, "1 h 5 min 5 s"),
        (60_050, "1 min 0.05 s"),
    ],
)
def test_a_length_has_its_parts_with_their_units(length_ms: int, text: str) -> None:
    assert messages_in("en").length(length_ms) == text


@pytest.mark.parametrize(("language", "text"), [("en", "4.25 s"), ("de", "4,25 s"), ("es", "4,25 s")])
def test_a_fraction_has_the_decimal_sign_of_the_language(language: str, text: str) -> None:
    assert messages_in(language).length(4_250) == text
