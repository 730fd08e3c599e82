"""Rules for ranges of numbers in German and Spanish texts: `3-5` is `3 bis 5` and `3 a 5`.

The voices read the numbers themselves. eSpeak NG reads a German `40` correctly and mispronounces `vierzig`, and the
words would change the sound of sessions. But it reads the hyphen of a range as `Strich`, or not at all.
"""

from __future__ import annotations

import re

from kneadcast.speech.text.rewrite_rules import RewriteRule

_NUMBER = r"(?:0|[1-9][0-9]{0,2}\.[0-9]{3}|[1-9][0-9]{0,5})(?:,[0-9]+)?"
_START = r"(?<![^\s(\[\"'„“»«¡¿])(?<![0-9] )"
_END = r"(?=[.,;:!?…)\]\"'“”»«]*(?:\s|$))(?! [0-9])"
_RANGE = re.compile(rf"{_START}({_NUMBER}) ?[-\u2013] ?({_NUMBER}){_END}")

GERMAN_RULES: tuple[RewriteRule, ...] = ((_RANGE, r"\1 bis \2"),)
SPANISH_RULES: tuple[RewriteRule, ...] = ((_RANGE, r"\1 a \2"),)
