"""The rules that every routine is checked against, for safety and intelligibility.

Each rule is data: an id that `check` prints, a function from a routine to findings, and the reason and remedy that
`check --explain` prints. A finding has a place in the routine; the caller, which has the file, adds the line.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kneadcast.routine.model import Routine
from kneadcast.routine.rules.care import CARE_RULES
from kneadcast.routine.rules.findings import Finding, Rule
from kneadcast.routine.rules.form import FORM_RULES
from kneadcast.routine.rules.narration import MOST_WORDS_A_SENTENCE, NARRATION_RULES
from kneadcast.routine.rules.needs import NEEDS_RULES
from kneadcast.routine.rules.pictured import PICTURED_RULES
from kneadcast.routine.rules.safety_wording import SAFETY_WORDING_RULES
from kneadcast.routine.rules.work import WORK_RULES

__all__ = ["MOST_WORDS_A_SENTENCE", "RULES", "Finding", "Rule", "broken_rules"]

_FILE_RULES = (
    Rule(
        "translation-complete",
        find=None,
        refuses="a translation that leaves out words of its routine",
        why="Missing words would otherwise be spoken in the wrong language.",
        remedy="Give the words at the place that the message names; `kneadcast show ROUTINE` lists the ids.",
    ),
)

RULES: Mapping[str, Rule] = {
    rule.id: rule
    for rule in (
        *WORK_RULES,
        *SAFETY_WORDING_RULES,
        *CARE_RULES,
        *FORM_RULES,
        *NARRATION_RULES,
        *NEEDS_RULES,
        *PICTURED_RULES,
        *_FILE_RULES,
    )
}


def broken_rules(routine: Routine) -> Iterator[tuple[str, Finding]]:
    """Yields each finding with the id of its rule."""
    for rule in RULES.values():
        for finding in rule.find(routine) if rule.find else ():
            yield rule.id, finding
