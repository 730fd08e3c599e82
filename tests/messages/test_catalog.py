"""The messages of every language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, get_args

import pytest

from kneadcast.messages import ENGLISH, known_languages, messages_in
from kneadcast.planning.live.commands import COMMAND_NAMES
from kneadcast.routine.body import AREAS, POSITIONS, TECHNIQUES, TYPES
from kneadcast.script.model import CHIME_NAMES, TICK, CueRole, StepKind

LANGUAGES = sorted(known_languages())
LARGEST_NAME = 28
"""The most letters of a name that the page shows in large type; see `LONG_NAME` in its script."""


def entries(value: Any, place: str = "") -> Iterator[tuple[str, str]]:
    """Yields every text of nested data with its place."""
    if isinstance(value, str):
        yield place, value
        return
    for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
        yield from entries(inner, f"{place}.{key}")


def texts_of(language: str) -> dict[str, str]:
    return dict(entries(messages_in(language).model_dump()))


def placeholders_of(language: str) -> dict[str, list[str]]:
    return {place: sorted(re.findall(r"\{.*?\}", text)) for place, text in texts_of(language).items()}


def test_there_are_messages_in_every_language_that_a_built_in_session_speaks() -> None:
    assert LANGUAGES == ["de", "en", "es"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_the_keys_of_english_and_the_same_placeholders(language: str) -> None:
    assert placeholders_of(language) == placeholders_of(ENGLISH)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_message_is_empty_and_each_is_one_line(language: str) -> None:
    assert [place for place, text in texts_of(language).items() if text != " ".join(text.split()) or not text] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_that_a_script_names_by_an_id_has_a_name(language: str) -> None:
    messages = messages_in(language)
    assert messages.language == language
    assert set(messages.areas) == set(AREAS)
    assert set(messages.techniques) == set(TECHNIQUES)
    assert set(messages.positions) == set(POSITIONS)
    assert set(messages.calendar.frequencies) == set(TYPES)
    assert set(messages.steps) == set(get_args(StepKind))
    assert set(messages.timeline.roles) == set(get_args(CueRole)) - {"mark"}
    assert set(messages.timeline.chime_names) == {*CHIME_NAMES, TICK}
    assert set(messages.player.commands) == set(COMMAND_NAMES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_type_with_contraindications_of_its_own_has_them_in_every_language(language: str) -> None:
    own = messages_in(language).safety.contraindications
    assert {id_: len(notes) for id_, notes in own.items()} == {
        type_.id: len(type_.contraindications) for type_ in TYPES.values() if type_.contraindications
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_can_show_every_area_in_large_type(language: str) -> None:
    assert [area.name for area in messages_in(language).areas.values() if len(area.name) > LARGEST_NAME] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_areas_or_techniques_have_one_name(language: str) -> None:
    messages = messages_in(language)
    names = [name for area in messages.areas.values() for name in {text for _, text in entries(area.model_dump())}]
    names += messages.techniques.values()
    names += [words.name for _, words in messages.pressures]
    assert len(set(names)) == len(names)


def test_listeners_and_authors_read_the_same_english_names() -> None:
    english = messages_in(ENGLISH)
    assert {id_: area.name for id_, area in english.areas.items()} == {id_: one.label for id_, one in AREAS.items()}
    assert english.techniques == {id_: technique.label for id_, technique in TECHNIQUES.items()}
    assert english.positions == {id_: position.label for id_, position in POSITIONS.items()}
    assert english.calendar.frequencies == {type_.id: type_.frequency for type_ in TYPES.values()}
    assert english.safety.contraindications == {
        type_.id: type_.contraindications for type_ in TYPES.values() if type_.contraindications
    }


@pytest.mark.parametrize(
    ("tag", "language"), [("de-AT", "de"), ("ES-419", "es"), ("en-gb", "en"), ("fr", "en"), ("", "en"), ("../de", "en")]
)
def test_a_region_has_the_messages_of_its_language_and_any_other_language_those_of_english(
    tag: str, language: str
) -> None:
    assert messages_in(tag) is messages_in(language)
