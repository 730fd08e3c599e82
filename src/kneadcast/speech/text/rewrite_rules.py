"""Rules that rewrite a text; each is a pattern with its replacement."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

RewriteRule = tuple[re.Pattern[str], "str | Callable[[re.Match[str]], str]"]


def apply_rules(rules: Sequence[RewriteRule], text: str) -> str:
    """Applies rules in their order, each to the result of the ones before it."""
    for pattern, replacement in rules:
        text = pattern.sub(replacement, text)
    return text
