"""What words say of hands, landmarks and directions, in each language."""

from __future__ import annotations

import re
import time

import pytest

from kneadcast.routine.landmarks import LANDMARKS
from kneadcast.routine.stroke_words import PLACES, StrokeWords, named_hands, named_places, without_way_back
from kneadcast.routine.vocabulary import VOCABULARIES

EN, DE, ES = (VOCABULARIES[language].strokes for language in ("en", "de", "es"))
LANGUAGES = {"en": EN, "de": DE, "es": ES}


def places(pattern: str, text: str, words: StrokeWords) -> list[str]:
    return [named.place for named in named_places(pattern, without_way_back(text, words), words)]


@pytest.mark.parametrize(
    ("words", "text", "start", "end"),
    [
        (EN, "Stroke from your {side} toes to the ankle.", ["toes"], ["ankle"]),
        (EN, "Glide, toes to ankle, and lightly back.", ["toes"], ["ankle"]),
        (EN, "Draw long strokes from above your {side} knee to the waist.", ["knee"], ["waist"]),
        (EN, "Go to the {side} hip. Stroke up from the heel.", ["heel"], []),
        (EN, "Stroke along the arch toward the heel.", [], []),
        (DE, "Streiche von deinen {side} Zehen bis zum Knie.", ["toes"], ["knee"]),
        (DE, "Gleite hinauf, vom Knöchel an, bis unter das Knie.", ["ankle"], ["knee"]),
        (ES, "Desliza las palmas de la punta del pie {side} al tobillo.", ["toes", "roots"], ["ankle"]),
        (ES, "Sube desde el tobillo hasta la rodilla.", ["ankle"], ["knee"]),
        (ES, "Pon los dos pulgares en la planta del pie {side}.", [], []),
    ],
)
def test_words_name_the_start_and_the_end_of_a_stroke(
    words: StrokeWords, text: str, start: list[str], end: list[str]
) -> None:
    assert (places(words.start, text, words), places(words.end, text, words)) == (start, end)


@pytest.mark.parametrize(
    ("words", "text", "place"),
    [
        (EN, "Circle slowly toward the heel.", ["heel"]),
        (DE, "Kreise langsam zur Ferse hin.", ["heel"]),
        (DE, "Streiche in Richtung Hüfte.", ["hip"]),
        (ES, "Haz círculos hacia el talón.", ["heel"]),
        (DE, "Gleite hinauf, und schwebe zum Knöchel zurück.", []),
    ],
)
def test_words_name_a_direction_unless_they_speak_of_the_way_back(
    words: StrokeWords, text: str, place: list[str]
) -> None:
    assert places(words.towards, text, words) == place


@pytest.mark.parametrize(
    ("words", "text", "hand", "other"),
    [
        (EN, "Set both thumbs on the sole.", "thumbs", "fist"),
        (EN, "Roll each toe between finger and thumb.", "pinch", "thumbs"),
        (EN, "Sink a soft fist into it.", "fist", "palm"),
        (EN, "Rub it with your knuckles.", "fist", "fingertips"),
        (EN, "Glide both palms up.", "palms", "fingertips"),
        (DE, "Setz beide Daumen auf die Sohle.", "thumbs", "palm"),
        (DE, "Nimm die Zehe zwischen Daumen und Finger.", "pinch", "thumbs"),
        (DE, "Rolle eine lockere Faust.", "fist", "palms"),
        (ES, "Hunde los pulgares.", "thumbs", "fist"),
        (ES, "Entre pulgar e índice.", "pinch", "thumbs"),
        (ES, "Da golpecitos con las yemas.", "fingertips", "palms"),
    ],
)
def test_words_name_a_hand(words: StrokeWords, text: str, hand: str, other: str) -> None:
    ((_, hands),) = named_hands(text, words)
    assert hand in hands
    assert other not in hands


def test_a_hand_that_only_carries_says_nothing_about_the_one_that_works() -> None:
    ((_, hands),) = named_hands("Rest the foot on one palm.", EN)
    assert {"fingertips", "thumbs", "palm"} <= hands


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_words_for_the_same_limits_and_for_known_places(language: str) -> None:
    words = LANGUAGES[language]
    assert set(words.limits) == set(EN.limits)
    assert {place for place, _ in words.places} <= set(PLACES)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "part", ["warm ", "from the ", "a-", "to {", "de la ", "bis zum ", "below the ", "around the "]
)
def test_a_very_long_text_is_read_in_no_time(language: str, part: str) -> None:
    words, text = LANGUAGES[language], part * 20_000
    start = time.perf_counter()
    named_hands(text, words)
    for pattern in (words.start, words.end, words.towards):
        named_places(pattern, text, words)
    for pattern in (words.around, words.way_back, words.above_knee, *words.limits.values()):
        re.search(pattern, text, re.IGNORECASE)
    assert time.perf_counter() - start < 5


def test_every_place_means_landmarks() -> None:
    assert all(landmarks and landmarks <= set(LANDMARKS) for landmarks in PLACES.values())
