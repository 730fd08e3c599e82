"""Rules on what a session must say for safety, and what it must not say."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kneadcast.errors import KeyPath
from kneadcast.routine.body import TYPES
from kneadcast.routine.endangerment_sites import sites_near
from kneadcast.routine.model import Routine
from kneadcast.routine.rules.findings import Finding, rule, steps_of, texts_of
from kneadcast.routine.vocabulary import is_negated, vocabulary
from kneadcast.routine.wording import words_of

FEWEST_SAFETY_WORDS = 20
"""Fewer words cannot cover who should skip the session, what to go around and when to stop."""

_SAFETY_LINE: KeyPath = ("opening", "safety", "say")


@rule(
    "no-cream",
    refuses="cream or oil in a lymphatic routine",
    why="The hands must hold the skin to stretch it; on cream they slip.",
    remedy="Leave cream and oil out of `needs` and out of all words.",
)
def _no_cream(routine: Routine) -> Iterator[Finding]:
    words = vocabulary(routine.language)
    if words is None or not TYPES[routine.type].dry:
        return
    texts: list[tuple[KeyPath, str]] = [(("needs", i), need) for i, need in enumerate(routine.needs)]
    texts += [(place, text) for place, text, _ in texts_of(routine)]
    for place, text in texts:
        found = words.creams.found_in(text)
        if found and not is_negated(found, text, in_list=True):
            message = f"a {routine.type} routine is done on dry skin, without '{found}': {words.creams.reason}"
            yield Finding(place, message)


@rule(
    "safety-line",
    refuses=(
        "a safety line that is too short, or leaves out who should skip the session, who asks a doctor first, "
        "what to avoid or when to stop"
    ),
    why="Every listener must have heard it, so no option removes it.",
    remedy=(
        "Say in `opening.safety.say` who skips today, who asks a doctor first, what to go around, and to stop if it "
        "hurts."
    ),
)
def _safety_line(routine: Routine) -> Iterator[Finding]:
    text = " ".join(routine.opening.safety.say.split())
    if (number := len(words_of(text))) < FEWEST_SAFETY_WORDS:
        message = f"a safety line of {number} words is too short; it needs at least {FEWEST_SAFETY_WORDS}"
        yield Finding(_SAFETY_LINE, message)
    words = vocabulary(routine.language)
    for what, pattern in words.safety.items() if words else ():
        if not re.search(pattern, text, re.IGNORECASE):
            yield Finding(_SAFETY_LINE, f"the safety line does not say {what}")


@rule(
    "type-contraindications",
    refuses="a safety line that does not name those for whom this type is unsuitable",
    why="Some types are unsuitable for more people than others are.",
    remedy="Name in `opening.safety.say` what the message names.",
)
def _type_contraindications(routine: Routine) -> Iterator[Finding]:
    words = vocabulary(routine.language)
    text = " ".join(routine.opening.safety.say.split())
    for what, pattern in words.contraindications.get(routine.type, {}).items() if words else ():
        if not re.search(pattern, text, re.IGNORECASE):
            message = f"routines of type {routine.type} are not for people with {what}; the safety line has to say so"
            yield Finding(_SAFETY_LINE, message)


@rule(
    "health-claim",
    refuses="words that promise to treat, cure or prevent something",
    why="Kneadcast gives comfort. A promise of more is untrue, and keeps people from seeing a doctor.",
    remedy="Say what may be felt: warm, loose, light, at ease.",
)
def _health_claim(routine: Routine) -> Iterator[Finding]:
    words = vocabulary(routine.language)
    if words is None:
        return
    texts: list[tuple[KeyPath, str]] = [(("title",), routine.title), (("summary",), routine.summary)]
    texts += [(place, text) for place, text, _ in texts_of(routine) if place[:2] != ("opening", "safety")]
    for place, text in texts:
        for claim in words.health_claims:
            if found := claim.found_in(text):
                yield Finding(place, f"'{found}' sounds like a health claim: {claim.reason}")


@rule(
    "prone-support",
    refuses="warns of lying on the stomach without a cushion under the ankles",
    why="Without it the feet are forced straight and the calves cannot relax.",
    remedy="Say in the `move` that the cushion goes under the ankles.",
)
def _prone_support(routine: Routine) -> Iterator[Finding]:
    words = vocabulary(routine.language)
    texts: list[tuple[KeyPath, str, str | None]] = [
        (("opening", "settle", "say"), routine.opening.settle.say, routine.opening.position)
    ]
    texts += [
        (("sections", s, "move", "say"), section.move.say, section.position)
        for s, section in enumerate(routine.sections)
        if section.move
    ]
    for place, text, position in texts:
        if words and position == "prone" and not re.search(words.supports, " ".join(text.split()), re.IGNORECASE):
            message = "lying on the stomach needs a cushion under the ankles, and the words must say so"
            yield Finding(place, message, "warning")


@rule(
    "step-caution",
    refuses="a step near an endangerment site without a `caution` that says where to stop or what to stay off",
    why="A caution is spoken in every session; other words may be left out when a session is short or quiet.",
    remedy="Say in `caution` what the message names: `Stop below the hollow of the knee.`",
)
def _step_caution(routine: Routine) -> Iterator[Finding]:
    words = vocabulary(routine.language)
    for place, _, step in steps_of(routine):
        for site in sites_near(step):
            said = re.search(words.endangerment_sites[site.id], step.caution or "", re.IGNORECASE) if words else True
            if not step.caution or not said:
                message = f"this work comes near {site.label}, and its `caution` has to name it: {site.reason}"
                yield Finding((*place, "caution") if step.caution else place, message)


@rule(
    "caution-side",
    refuses="a caution that names a side",
    why="It holds for both sides, and is spoken once.",
    remedy="Leave out the side: `Stop below the knee.`",
)
def _caution_side(routine: Routine) -> Iterator[Finding]:
    for place, _, step in steps_of(routine):
        if "{" in (step.caution or ""):
            yield Finding((*place, "caution"), "a caution holds for both sides; leave out the side")


SAFETY_WORDING_RULES = (
    _no_cream,
    _safety_line,
    _type_contraindications,
    _health_claim,
    _prone_support,
    _step_caution,
    _caution_side,
)
