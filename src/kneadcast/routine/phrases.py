"""The phrases of a language that all routines share: time announcements, names of the sides, words for cautions."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Literal

from kneadcast.document import read_document, validate
from kneadcast.document.reading import listed
from kneadcast.errors import KeyPath, Problem, RoutineError, did_you_mean, in_line_order
from kneadcast.resources import is_built_in
from kneadcast.routine.contraindications import CAUTIONS
from kneadcast.routine.field_types import LanguageTag, Text, Title
from kneadcast.routine.library import language_files, languages_of
from kneadcast.routine.model import RoutineModel
from kneadcast.routine.variation import check_wordings, most_wordings, with_wordings

_FILE = "phrases"
_VARIED = frozenset(
    {"halfway", "five_minutes_left", "one_minute_left", "change_side", "change_foot", "pause", "lighter", "rest"}
)
"""The phrases that may have several wordings; what is said for safety has one."""
_MOST_HELD = 32
"""The most built-in phrases that are held in memory; all of them, in all wordings, are fewer."""


class SideForm(RoutineModel):
    """One form of the words for the two sides."""

    left: Text
    right: Text


class SideNames(SideForm):
    """The names of the sides in the spoken language, in the form that `{side}` and `{other}` stand for."""

    forms: Mapping[str, SideForm] = {}
    """Other forms, for languages that inflect the words: `{side:f}` is the form called `f`."""

    def form(self, name: str) -> SideForm:
        """Returns a form by its name, or the usual one if the name is empty or the language has no such form."""
        return self.forms.get(name, self)


class LivePhrases(RoutineModel):
    """What a session that is played live answers to commands; `{area}` stands for words such as `your left sole`."""

    staying: Text
    enough_here: Text
    """Answers `stay here` if more work there would be too much for the tissue."""
    next: Text
    """Names the step that follows, with `{area}`."""
    back: Text
    """Names the step that is done once more, with `{area}`."""
    first_here: Text
    """Answers `one step back` if there is none before in this position."""
    paused: Text
    going_on: Text
    less_talk: Text
    least_talk: Text
    """Answers `less talking` if nothing more can be left out."""
    more_talk: Text
    most_talk: Text
    """Answers `more talking` if there is no more to say."""
    skipped: Text
    """Names a part that is left out, with `{area}`."""
    nothing_there: Text
    end_asked: Text
    """Asks whether the session should end."""
    ending: Text
    had_less: Text
    """Says that the other side had less time than this one."""
    had_more: Text
    """Says that the other side had more time than this one."""
    second_less: Text
    """Says that the other side will get less time, so that the session ends in time."""
    leaving_out: Text
    """Names what is left out so that the session ends in time, with `{area}`."""
    leaving_out_steps: Text
    under_a_minute: Text
    help: Text
    """Says what a listener can say."""


class Phrases(RoutineModel):
    """The phrases that all routines in one language share."""

    format: Literal[1]
    language: LanguageTag
    sides: SideNames
    opening: Title
    """The title of the first chapter; displayed, not spoken."""
    closing: Title
    """The title of the last chapter."""
    halfway: Text
    five_minutes_left: Text
    one_minute_left: Text
    avoided: Mapping[str, Text] = {}
    """What the opening says of each caution that the listener names with `--avoid`, by the caution's id."""
    minutes_left: Text | None = None
    """Counts down, with `{minutes}`; `None` if the language has no words for it."""
    softly: tuple[Text, ...] = ()
    """Sentences that ask for light hands, for steps whose pressure is reduced because of a caution."""
    dry_soles: Text | None = None
    """Spoken before a listener with cream on the feet gets up, if the move into the next position does not say it."""
    feet_down: Text | None = None
    """Begins a rest or a close that follows work on a foot that is drawn in."""
    sit_down: Text | None = None
    """Begins a rest that a listener adds after work that is done standing."""
    change_side: Text | None = None
    """Leads to the other side between two steps, with `{side}`; `None` if the section's own switch is used."""
    change_foot: Text | None = None
    """The same if the foot that is worked is drawn in."""
    pause: Text | None = None
    """Begins the pause before the steps of a section are done once more; `None` if it is silent."""
    lighter: Text | None = None
    """Ends that pause if the steps that follow have less pressure than before."""
    rest: Text | None = None
    """Announces a rest that a listener adds to a routine without one, and the bell that ends it."""
    live: LivePhrases | None = None
    """What a session that is played live answers to commands; `None` if only a tick answers."""


def load_phrases(language: str, variation: int = 1) -> Phrases:
    """Reads the phrases of a language, the user's own or built-in; `en-gb` falls back to `en`.

    Args:
        language: The language tag.
        variation: Which wording of each phrase is spoken, from 1 on.

    Raises:
        RoutineError: If there are no phrases in the language, or with every problem of the file.
    """
    path = next(language_files(_FILE, language), None)
    if path is None:
        known = ", ".join(languages_of(_FILE))
        raise RoutineError(f"there are no phrases in language '{language}'; known: {known}")
    return _read_built_in(path, variation) if is_built_in(path) else _read(path, variation)


@lru_cache(maxsize=_MOST_HELD)
def _read_built_in(path: Path, variation: int) -> Phrases:
    """Returns phrases that ship with Kneadcast, which do not change while it runs."""
    return _read(path, variation)


def _read(path: Path, variation: int) -> Phrases:
    document = read_document(path, RoutineError)
    check_wordings(document, _VARIED)
    return validate(with_wordings(document, variation, _VARIED), Phrases, error=RoutineError)


def is_phrases_file(path: Path) -> bool:
    """Returns whether a file holds the phrases of a language, rather than a routine."""
    try:
        data = read_document(path, RoutineError).data
    except RoutineError:
        return False
    return isinstance(data, dict) and "halfway" in data and "sections" not in data


def check_phrases_file(path: Path) -> tuple[Problem, ...]:
    """Returns all problems of a phrases file, with a warning for each line that it leaves out."""
    try:
        document = read_document(path, RoutineError)
        check_wordings(document, _VARIED)
        for variation in range(most_wordings(document, _VARIED), 0, -1):
            phrases = validate(with_wordings(document, variation, _VARIED), Phrases, error=RoutineError)
    except RoutineError as error:
        return error.problems
    findings: list[tuple[KeyPath, str]] = []
    missing: list[KeyPath] = [(name,) for name in Phrases.model_fields if not getattr(phrases, name)]
    missing += [("avoided", id_) for id_ in CAUTIONS if id_ not in phrases.avoided]
    findings += [(place, f"the words of '{place[-1]}' are missing") for place in missing]
    for id_ in phrases.avoided.keys() - CAUTIONS.keys():
        findings.append((("avoided", id_), f"there is no caution '{id_}'{did_you_mean(id_, CAUTIONS)}"))
    warnings = in_line_order(
        document.problem(place, message, rule="translation-complete", severity="warning") for place, message in findings
    )
    return tuple(listed(warnings, document.path))
