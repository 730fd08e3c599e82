"""Rules of narration: words that a listener with shut eyes and busy hands can follow, and likes to."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kneadcast.routine.model import Routine
from kneadcast.routine.rules.findings import Finding, Place, Rule, split_sentences, steps_of, texts_of, words_of
from kneadcast.routine.vocabulary import vocabulary

MOST_WORDS_A_SENTENCE = 14
"""Longer sentences are lost on a listener whose hands are busy."""
REMINDED_FROM_MS = 60_000
"""A step that can last this long is reminded of."""
FEWEST_REMINDERS = 2
MOST_SENTENCES_A_STEP = 3
SHORTEST_SHARED_WORD = 3


def _sentence_length(routine: Routine) -> Iterator[Finding]:
    for place, text, _ in texts_of(routine):
        for sentence in split_sentences(text):
            if (words := len(sentence.split())) > MOST_WORDS_A_SENTENCE:
                message = f"a sentence of {words} words is hard to follow; keep to {MOST_WORDS_A_SENTENCE}"
                yield Finding(place, f"{message}: '{sentence}'", "warning")


def _step_sentences(routine: Routine) -> Iterator[Finding]:
    for place, _, step in steps_of(routine):
        if (number := len(split_sentences(step.say))) > MOST_SENTENCES_A_STEP:
            message = (
                f"{number} sentences are too many to start with; say {MOST_SENTENCES_A_STEP} and remind of the rest"
            )
            yield Finding((*place, "say"), message, "warning")


def _imperative_first(routine: Routine) -> Iterator[Finding]:
    words = vocabulary(routine.language)
    for place, _, step in steps_of(routine):
        if words and re.match(words.not_imperative, step.say.strip(), re.IGNORECASE):
            first = step.say.split()[0]
            yield Finding((*place, "say"), f"begin with what to do, not with '{first}'", "warning")


def _side_named(routine: Routine) -> Iterator[Finding]:
    for s, section in enumerate(routine.sections):
        if section.sides != "each":
            continue
        texts: list[tuple[Place, str | None]] = [
            (("sections", s, "switch", "say"), section.switch.say if section.switch else None)
        ]
        for i, step in enumerate(section.steps):
            texts += [(("sections", s, "steps", i, key), getattr(step, key)) for key in ("say", "again")]
        for place, text in texts:
            if text and not re.search(r"\{(?:side|other)\b", text):
                yield Finding(place, "both sides are worked here, so the words must name which: use {side}", "warning")


def _literal_side(routine: Routine) -> Iterator[Finding]:
    words = vocabulary(routine.language)
    if words is None:
        return
    both = any(section.sides == "each" for section in routine.sections)
    for place, text, _ in texts_of(routine):
        within = routine.sections[int(place[1])].sides if place[0] == "sections" else ""
        named = next((word for word in words_of(text) if word in words.sides), None)
        one = re.search(words.one_side, text, re.IGNORECASE)
        if named and within == "each":
            message = f"'{named}' would be wrong on the second side; write {words.sides[named]} or {{other}}"
            yield Finding(place, message)
        elif one and not within and both:
            message = f"'{one.group()}' would be wrong where only the other side is wished; say it without a side"
            yield Finding(place, message)


def _hands_free(routine: Routine) -> Iterator[Finding]:
    words = vocabulary(routine.language)
    for place, text, _ in texts_of(routine):
        for device in words.devices if words else ():
            if found := device.found_in(text):
                yield Finding(place, f"'{found}': {device.reason}")


def _kind_words(routine: Routine) -> Iterator[Finding]:
    words = vocabulary(routine.language)
    for place, text, _ in texts_of(routine):
        for unkind in words.unkind if words else ():
            if found := unkind.found_in(text):
                yield Finding(place, f"'{found}': {unkind.reason}")


def _rest_announced(routine: Routine) -> Iterator[Finding]:
    words, rest = vocabulary(routine.language), routine.closing.rest
    if words and rest and not re.search(words.bells, rest.say, re.IGNORECASE):
        message = "a rest is silent for minutes; say that it begins, and that a bell will end it"
        yield Finding(("closing", "rest", "say"), message)


def _props_named(routine: Routine) -> Iterator[Finding]:
    opening = set(words_of(f"{routine.opening.safety.say} {routine.opening.settle.say}"))
    for i, need in enumerate(routine.needs):
        alternatives = [word for word in words_of(need) if len(word) >= SHORTEST_SHARED_WORD]
        if not any(_same_thing(word, said) for word in alternatives for said in opening):
            yield Finding(("needs", i), f"'{need}' is needed, but the opening does not name it", "warning")


def _props_listed(routine: Routine) -> Iterator[Finding]:
    words = vocabulary(routine.language)
    needs = " ".join(routine.needs)
    told: set[str] = set()
    for place, text, _ in texts_of(routine):
        for prop, pattern in words.props.items() if words else ():
            match = re.search(pattern, text, re.IGNORECASE)
            if match and prop not in told and not re.search(pattern, needs, re.IGNORECASE):
                told.add(prop)
                if not re.search(
                    rf"\b(?:no|without|ohne|keine?n?|sin)\s+(?:\w+\s+)?{match.group()}", text, re.IGNORECASE
                ):
                    message = f"'{match.group()}' stands here, but `needs` lists no {prop}"
                    yield Finding(place, message, "warning")


def _same_thing(word: str, said: str) -> bool:
    """Tells whether two words are forms of one: `cushions` and `cushion`, `Handtuch` and `Handtücher` are not asked."""
    short, long = sorted((word, said), key=len)
    return long.startswith(short) and len(long) - len(short) <= 2


def _repeated_line(routine: Routine) -> Iterator[Finding]:
    seen: dict[str, Place] = {}
    for place, text, _ in texts_of(routine):
        for sentence in split_sentences(text):
            line = sentence.casefold()
            # A step may say on the second side what it said on the first, if the side is named.
            own = place[-1] == "again" and seen.get(line) == (*place[:-1], "say")
            if line in seen and seen[line] != place and not own:
                yield Finding(place, f"'{sentence}' is said elsewhere too, and would sound like a loop", "warning")
            seen.setdefault(line, place)


def _few_reminders(routine: Routine) -> Iterator[Finding]:
    for place, _, step in steps_of(routine):
        if step.time.max_ms >= REMINDED_FROM_MS and len(step.remind) < FEWEST_REMINDERS:
            message = f"it can last a minute and more, so give it {FEWEST_REMINDERS} reminders of its own at least"
            yield Finding(place, message, "warning")


def _tired_thumbs(routine: Routine) -> Iterator[Finding]:
    words = vocabulary(routine.language)
    for s, section in enumerate(routine.sections):
        before = False
        for i, step in enumerate(section.steps):
            now = bool(words and re.search(words.thumbs, step.say, re.IGNORECASE) and (step.pressure or 0) > 3)
            if now and before:
                message = "two thumb steps in a row tire the hands; put a palm or fist step between them"
                yield Finding(("sections", s, "steps", i, "say"), message, "warning")
            before = now


NARRATION_RULES = (
    Rule(
        "sentence-length",
        _sentence_length,
        "warns of a sentence with more than 14 words",
        "Busy hands leave little room for listening; a long sentence is lost before it ends.",
        "Make two sentences of it, one action each.",
    ),
    Rule(
        "step-sentences",
        _step_sentences,
        "warns of a step that begins with more than three sentences",
        "Nobody remembers a list with shut eyes, and the hands wait while it is read.",
        "Move what can wait into `remind`.",
    ),
    Rule(
        "imperative-first",
        _imperative_first,
        "warns of a step that does not begin with what to do",
        "The verb sets the hands in motion; what comes before it is lost time.",
        "Begin with the verb: stroke, glide, squeeze, press, rest.",
    ),
    Rule(
        "side-named",
        _side_named,
        "warns of words that leave open which of two sides is meant",
        "After a minute of quiet nobody is sure any more which leg it was.",
        "Write `{side}` before the part of the body, in `say`, in `again` and in `switch`.",
    ),
    Rule(
        "literal-side",
        _literal_side,
        "`left` or `right` written out where both sides are worked",
        "The words are said on both sides, and one of them would be wrong.",
        "Write `{side}` or `{other}`.",
    ),
    Rule(
        "hands-free",
        _hands_free,
        "words that send the listener to a device",
        "Eyes are shut and hands are oily.",
        "Leave it out; chimes and the voice tell all that a screen could.",
    ),
    Rule(
        "kind-words",
        _kind_words,
        "words that judge a body or order calm",
        "A session is a kindness, and calm comes only by itself.",
        "Say what is there to be felt, or offer: you may, let.",
    ),
    Rule(
        "rest-announced",
        _rest_announced,
        "a rest that does not say what will end it",
        "Unannounced silence longer than 45 s makes a listener wonder whether the sound has stopped.",
        "Say that a rest begins and that a bell ends it.",
    ),
    Rule(
        "props-named",
        _props_named,
        "warns of something in `needs` that the opening does not name",
        "What is fetched in the middle of a session is fetched with oily feet.",
        "Name it in `opening.settle.say`, or take it out of `needs`.",
    ),
    Rule(
        "props-listed",
        _props_listed,
        "warns of a thing that is used but not listed in `needs`",
        "People look at `needs` before they begin.",
        "Add it to `needs`, and name it in the opening.",
    ),
    Rule(
        "repeated-line",
        _repeated_line,
        "warns of a sentence that stands in two places",
        "The second hearing sounds like a loop.",
        "Say it in other words.",
    ),
    Rule(
        "few-reminders",
        _few_reminders,
        "warns of a step of a minute or more with fewer than two reminders",
        "Without its own, a long step hears only what fits everywhere.",
        "Give it two to four short reminders.",
    ),
    Rule(
        "tired-thumbs",
        _tired_thumbs,
        "warns of two firm thumb steps in a row",
        "Thumbs tire within minutes, and sore thumbs end sessions.",
        "Put a step with the palm or a soft fist between them.",
    ),
)
