"""Rules that rewrite a text, each a pattern with the words that replace it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

Rule = tuple[re.Pattern[str], "str | Callable[[re.Match[str]], str]"]


def apply_rules(rules: Sequence[Rule], text: str) -> str:
    """Applies rules in their order: each sees what the ones before it have written."""
    for pattern, replacement in rules:
        text = pattern.sub(replacement, text)
    return text
