"""Numbers in German and Spanish texts."""

from __future__ import annotations

import pytest

from kneadcast.speech.text.normalisation import normalise_text


@pytest.mark.parametrize(
    ("language", "written", "read"),
    [
        ("de", "Noch etwa 40 Minuten.", "Noch etwa vierzig Minuten."),
        (
            "de-AT",
            "Halte 3–5 Sekunden – ganz (locker) …",
            "Halte drei bis fünf Sekunden, ganz, locker.",
        ),
        ("de", "Zähle: 1, 2, 3.", "Zähle: eins, zwei, drei."),
        (
            "de",
            "2,50 von 1.250, 0,5 (17)",
            "zwei Komma fünf null von eintausendzweihundertfünfzig, null Komma fünf, siebzehn",
        ),
        ("es", "Quedan unos 45 minutos. Cuenta 5.", "Quedan unos cuarenta y cinco minutos. Cuenta cinco."),
        ("es", "Aprieta 3 - 5 segundos, 2,5 veces.", "Aprieta tres a cinco segundos, dos coma cinco veces."),
    ],
)
def test_german_and_spanish_numbers_that_stand_alone_are_read_in_words(language: str, written: str, read: str) -> None:
    assert normalise_text(written, language) == read


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "1 Minute, 101 Minuten"),
        ("de", "die 3. Zehe, Schritt 5. Dann um 10:30"),
        ("de", "10 cm, 20 %, 5 min, 5-mal, 007, 1 000 000, 1990"),
        ("de", "2.5. 5€, +5, 1.000.000"),
        ("es", "21 minutos, 200 veces, 1 minuto, 21.000"),
        ("es", "2.5 kg, 3.º"),
        ("fr", "Encore 5 minutes, 3-5 fois"),
    ],
)
def test_other_digits_are_left_for_the_voice_to_read(language: str, text: str) -> None:
    assert normalise_text(text, language) == text
