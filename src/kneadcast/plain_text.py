"""Plain text: what is safe to print on a terminal, whatever it came from, and what documents may contain."""

from __future__ import annotations

import re

_UNPRINTABLE = re.compile(
    "["
    "\x00-\x1f\x7f-\x9f"  # C0 and C1 controls, with ESC, line breaks and U+0085
    "\u202a-\u202e\u2066-\u2069"  # bidirectional embeddings, overrides and isolates
    "\u2028\u2029"  # line and paragraph separators
    "\ud800-\udfff"  # lone surrogates, which no encoding of a terminal can write
    "\ufff9-\ufffb\ufeff"  # interlinear annotations, and the byte order mark
    "]"
)
"""The characters that move the cursor, change the direction or the look of what follows, or cannot be written.

The bidirectional ones are the explicit formatting characters of Unicode Standard Annex 9, section 2; its implicit marks
(U+061C, U+200E, U+200F) stay, because texts in Hebrew and Arabic need them and they change no other text.
"""


def printable(text: str) -> str:
    r"""Returns text as one line that a terminal shows as it is.

    A line break or a tab becomes a space; any other character that a terminal would obey instead of showing becomes an
    escape as in Python, such as `\x1b`. All other characters stay, also those of other scripts.
    """
    return _UNPRINTABLE.sub(_visible, text)


def is_printable(text: str) -> bool:
    """Returns whether text is one line without control characters, which `printable` would not change."""
    return _UNPRINTABLE.search(text) is None


def one_line(text: str) -> str:
    """Returns a text that is displayed in one line, without the line break with which a block of YAML ends.

    Raises:
        ValueError: If it has another line break, or a control character.
    """
    line = text.rstrip("\n")
    if not is_printable(line):
        raise ValueError("expected one line of printable text")
    return line


def without_controls(text: str) -> str:
    """Returns a text that may have several lines.

    Raises:
        ValueError: If it has a control character other than line breaks and tabs.
    """
    if not is_printable(text.replace("\n", " ").replace("\t", " ")):
        raise ValueError("expected text without control characters")
    return text


def _visible(found: re.Match[str]) -> str:
    char = found.group()
    if char in "\t\n\r\v\f\x85\u2028\u2029":
        return " "
    code = ord(char)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
