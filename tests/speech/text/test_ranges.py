"""Ranges of numbers in German and Spanish texts."""

from __future__ import annotations

import pytest

from kneadcast.speech.text.normalisation import normalise_text


@pytest.mark.parametrize(
    ("language", "written", "read"),
    [
        ("de", "Halte 3-5 Sekunden.", "Halte 3 bis 5 Sekunden."),
        ("de-AT", "Halte 3–5 Sekunden – ganz (locker) …", "Halte 3 bis 5 Sekunden, ganz, locker."),
        ("de", "Zähle 1.000-2.500 (2,5 - 3).", "Zähle 1.000 bis 2.500, 2,5 bis 3."),
        ("es", "Aprieta 3 - 5 segundos, 2-3.", "Aprieta 3 a 5 segundos, 2 a 3."),
    ],
)
def test_the_hyphen_of_a_range_is_read_as_a_word(language: str, written: str, read: str) -> None:
    assert normalise_text(written, language) == read


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Noch etwa 40 Minuten."),
        ("de", "die 3. Zehe, Schritt 5. Dann um 10:30"),
        ("de", "10 cm, 20 %, 5 min, 5-mal, 007, 1 000 000, 1990"),
        ("es", "Quedan unos 45 minutos. Cuenta 5."),
        ("es", "21 minutos, 200 veces, 2.5 kg"),
        ("fr", "Encore 5 minutes, 3-5 fois"),
    ],
)
def test_single_numbers_are_left_for_the_voice_to_read(language: str, text: str) -> None:
    assert normalise_text(text, language) == text
