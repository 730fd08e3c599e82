"""Rules on the narration: a listener with closed eyes and busy hands must be able to follow it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kneadcast.errors import KeyPath
from kneadcast.routine.model import REMINDED_FROM_MS, Routine
from kneadcast.routine.rules.findings import Finding, rule, steps_of, texts_of
from kneadcast.routine.vocabulary import vocabulary
from kneadcast.routine.wording import split_sentences, words_of

MOST_WORDS_A_SENTENCE = 14
"""A listener whose hands are busy does not follow longer sentences."""
FEWEST_STEP_REMINDERS = 2
MOST_SENTENCES_A_STEP = 3
FIRM_THUMB_PRESSURE = 4
"""From this pressure on, thumbs tire."""


@rule(
    "sentence-length",
    refuses="warns of a sentence with more than 14 words",
    why="Busy hands leave little attention for listening; a long sentence is forgotten before it ends.",
    remedy="Make two sentences of it, one action each.",
)
def _sentence_length(routine: Routine) -> Iterator[Finding]:
    for place, text, _ in texts_of(routine):
        for sentence in split_sentences(text):
            if (words := len(sentence.split())) > MOST_WORDS_A_SENTENCE:
                message = f"a sentence of {words} words is hard to follow; keep to {MOST_WORDS_A_SENTENCE}"
                yield Finding(place, f"{message}: '{sentence}'", "warning")


@rule(
    "step-sentences",
    refuses="warns of a step that begins with more than three sentences",
    why="Nobody remembers a list with closed eyes, and the hands wait while it is read.",
    remedy="Move what can wait into `remind`.",
)
def _step_sentences(routine: Routine) -> Iterator[Finding]:
    for place, _, step in steps_of(routine):
        if (number := len(split_sentences(step.say))) > MOST_SENTENCES_A_STEP:
            message = f"{number} sentences are too many to start with; say {MOST_SENTENCES_A_STEP}"
            yield Finding((*place, "say"), f"{message} and remind of the rest", "warning")


@rule(
    "imperative-first",
    refuses="warns of a step that does not begin with what to do",
    why="The listener can act only after the verb; anything before it causes a delay.",
    remedy="Begin with the verb: stroke, glide, squeeze, press, rest.",
)
def _imperative_first(routine: Routine) -> Iterator[Finding]:
    words = vocabulary(routine.language)
    for place, _, step in steps_of(routine):
        if words and re.match(words.not_imperative, step.say.strip(), re.IGNORECASE):
            first = step.say.split()[0]
            yield Finding((*place, "say"), f"begin with what to do, not with '{first}'", "warning")


@rule(
    "side-named",
    refuses="warns of words that leave open which of two sides is meant",
    why="After a minute of quiet, listeners are no longer sure which leg was meant.",
    remedy="Write `{side}` before the part of the body, in `say`, `again` and `brief`, and in `switch`.",
)
def _side_named(routine: Routine) -> Iterator[Finding]:
    for s, section in enumerate(routine.sections):
        if section.sides != "each":
            continue
        texts: list[tuple[KeyPath, str | None]] = []
        if section.switch:
            texts.append((("sections", s, "switch", "say"), section.switch.say))
        for i, step in enumerate(section.steps):
            texts += [(("sections", s, "steps", i, key), getattr(step, key)) for key in ("say", "again", "brief")]
        for place, text in texts:
            if text and not re.search(r"\{(?:side|other)\b", text):
                yield Finding(place, "both sides are worked here, so the words must name which: use {side}", "warning")


@rule(
    "literal-side",
    refuses="`left` or `right` written out where both sides are worked",
    why="The words are said on both sides, and one of them would be wrong.",
    remedy="Write `{side}` or `{other}`.",
)
def _literal_side(routine: Routine) -> Iterator[Finding]:
    words = vocabulary(routine.language)
    if words is None:
        return
    both = any(section.sides == "each" for section in routine.sections)
    for place, text, _ in texts_of(routine):
        sides = routine.sections[int(place[1])].sides if place[0] == "sections" else None
        named = next((word for word in words_of(text) if word in words.sides), None)
        one_side = re.search(words.one_side, text, re.IGNORECASE)
        if named and sides == "each":
            message = f"'{named}' would be wrong on the second side; write {words.sides[named]} or {{other}}"
            yield Finding(place, message)
        elif one_side and sides is None and both:
            message = f"'{one_side.group()}' would be wrong in a session for the other side only; name no side here"
            yield Finding(place, message)


@rule(
    "hands-free",
    refuses="words that send the listener to a device",
    why="Eyes are closed and hands are oily.",
    remedy="Leave it out; chimes and the voice say all that a screen could show.",
)
def _hands_free(routine: Routine) -> Iterator[Finding]:
    words = vocabulary(routine.language)
    for place, text, _ in texts_of(routine):
        for device in words.devices if words else ():
            if found := device.found_in(text):
                yield Finding(place, f"'{found}': {device.reason}")


@rule(
    "kind-words",
    refuses="words that judge a body or order calm",
    why="Listeners want to feel well, and nobody can relax on command.",
    remedy="Describe what can be felt, or offer it: you may, let.",
)
def _kind_words(routine: Routine) -> Iterator[Finding]:
    words = vocabulary(routine.language)
    for place, text, _ in texts_of(routine):
        for unkind in words.unkind if words else ():
            if found := unkind.found_in(text):
                yield Finding(place, f"'{found}': {unkind.reason}")


@rule(
    "rest-announced",
    refuses="a rest that does not say what will end it",
    why="After 45 s of unannounced silence, listeners wonder whether the sound has stopped.",
    remedy="Say that a rest begins and that a bell ends it.",
)
def _rest_announced(routine: Routine) -> Iterator[Finding]:
    words, rest = vocabulary(routine.language), routine.closing.rest
    if words and rest and not re.search(words.bells, rest.say, re.IGNORECASE):
        message = "a rest is silent for minutes; say that it begins, and that a bell will end it"
        yield Finding(("closing", "rest", "say"), message)


@rule(
    "repeated-line",
    refuses="warns of a sentence that occurs in two places",
    why="The second time, it sounds like a loop.",
    remedy="Say it in other words.",
)
def _repeated_line(routine: Routine) -> Iterator[Finding]:
    seen: dict[str, KeyPath] = {}
    repeated: set[str] = set()  # one report is enough for a sentence that is written a thousand times
    for place, text, _ in texts_of(routine):
        for sentence in split_sentences(text):
            line = sentence.casefold()
            # One of `say`, `again` and `brief` is said at a time, and the side that they name differs.
            own = place[-1] in ("again", "brief") and seen.get(line, ())[:-1] == place[:-1]
            # An approach is spoken where another part is left out, and a question once, at the first step that has it.
            own = own or "from" in place or place[-1] == "ask"
            if line in seen and seen[line] != place and line not in repeated and not own:
                repeated.add(line)
                yield Finding(place, f"'{sentence}' is said elsewhere too, and would sound like a loop", "warning")
            seen.setdefault(line, place)


@rule(
    "brief-words",
    refuses="warns of `brief` words that leave out where to stop or what to avoid",
    why="In a short session they replace `say`, and a shorter session must not be a less careful one.",
    remedy="Name the limit in `brief` as well: below the knee, clear of the groin, off the bone.",
)
def _brief_words(routine: Routine) -> Iterator[Finding]:
    words = vocabulary(routine.language)
    for place, _, step in steps_of(routine):
        limit = re.search(words.limits, step.say, re.IGNORECASE) if words and step.brief else None
        if words and limit and not re.search(words.limits, step.brief or "", re.IGNORECASE):
            message = f"'{limit.group()}' in `say` sets a limit, and these words do not; keep it"
            yield Finding((*place, "brief"), message, "warning")


@rule(
    "few-reminders",
    refuses="warns of a step of a minute or more with fewer than two reminders",
    why="With too few reminders, a long step gets mostly general ones.",
    remedy="Give it two to four short reminders.",
)
def _few_reminders(routine: Routine) -> Iterator[Finding]:
    for place, _, step in steps_of(routine):
        if step.time.max_ms >= REMINDED_FROM_MS and len(step.remind) < FEWEST_STEP_REMINDERS:
            message = f"it can last a minute and more, so give it at least {FEWEST_STEP_REMINDERS} reminders"
            yield Finding(place, message, "warning")


@rule(
    "tired-thumbs",
    refuses="warns of two firm thumb steps in a row",
    why="Thumbs tire within minutes, and sore thumbs end sessions.",
    remedy="Put a step with the palm or a soft fist between them.",
)
def _tired_thumbs(routine: Routine) -> Iterator[Finding]:
    words = vocabulary(routine.language)
    for s, section in enumerate(routine.sections):
        after_thumbs = False
        for i, step in enumerate(section.steps):
            with_thumbs = bool(words and re.search(words.thumbs, step.say, re.IGNORECASE))
            with_thumbs = with_thumbs and (step.pressure or 0) >= FIRM_THUMB_PRESSURE
            if with_thumbs and after_thumbs:
                message = "two thumb steps in a row tire the hands; put a palm or fist step between them"
                yield Finding(("sections", s, "steps", i, "say"), message, "warning")
            after_thumbs = with_thumbs


NARRATION_RULES = (
    _sentence_length,
    _step_sentences,
    _imperative_first,
    _side_named,
    _literal_side,
    _hands_free,
    _kind_words,
    _rest_announced,
    _repeated_line,
    _brief_words,
    _few_reminders,
    _tired_thumbs,
)
