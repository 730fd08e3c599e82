"""The safety net under every routine, and the care taken of its words.

Each rule is data: an id that `check` prints, a function from a routine to findings, and the reason and remedy that
`check --explain` tells. A finding names a place; the caller, who has the file, gives it a line.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kneadcast.routine.model import Routine
from kneadcast.routine.rules.findings import Finding, Place, Rule, split_sentences
from kneadcast.routine.rules.form import FORM_RULES
from kneadcast.routine.rules.narration import MOST_WORDS_A_SENTENCE, NARRATION_RULES
from kneadcast.routine.rules.safety import SAFETY_RULES

__all__ = ["MOST_WORDS_A_SENTENCE", "RULES", "Finding", "Place", "Rule", "broken_rules", "split_sentences"]

_FILE_RULES = (
    Rule(
        "translation-complete",
        None,
        "a translation that leaves out words of its routine",
        "What is missing would otherwise be read out in the wrong language.",
        "Give the words under the place that the message names; `kneadcast show ROUTINE` lists the ids.",
    ),
)

RULES: Mapping[str, Rule] = {rule.id: rule for rule in (*SAFETY_RULES, *FORM_RULES, *NARRATION_RULES, *_FILE_RULES)}


def broken_rules(routine: Routine) -> Iterator[tuple[str, Finding]]:
    """Yields each finding with the id of its rule."""
    for rule in RULES.values():
        for finding in rule.find(routine) if rule.find else ():
            yield rule.id, finding
