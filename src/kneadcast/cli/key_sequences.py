"""What a terminal sends for a key, and the names of keys in this program. Everything here is pure.

A key that types a character has that character as its name, and any other key has the shortest sequence that stands for
it. Sources: ECMA-48 for control sequences, and the kitty keyboard protocol for keys with numbers
(https://sw.kovidgoyal.net/kitty/keyboard-protocol/).
"""

from __future__ import annotations

import re
from collections.abc import Mapping

LEFT, RIGHT = "\x1b[D", "\x1b[C"
ESCAPE, BACKSPACE, INTERRUPT, QUIT_SIGNAL = "\x1b", "\x7f", "\x03", "\x1c"
ENTER = "\r"
MEDIA_PLAY, MEDIA_PAUSE, MEDIA_PLAY_PAUSE = "\x1b[57428u", "\x1b[57429u", "\x1b[57430u"
MEDIA_STOP, MEDIA_REWIND, MEDIA_NEXT, MEDIA_PREVIOUS = "\x1b[57432u", "\x1b[57434u", "\x1b[57435u", "\x1b[57436u"
LOWER_VOLUME, RAISE_VOLUME = "\x1b[57438u", "\x1b[57439u"

ASK_PROTOCOL = "\x1b[?u\x1b[c"
"""Asks whether the terminal has the protocol, and then what kind of terminal it is, which every terminal answers."""
PUSH_PROTOCOL, POP_PROTOCOL = "\x1b[>5u", "\x1b[<u"
"""Tells keys apart (1), and adds the key of the standard layout (4), so that Ctrl-C is found on any keyboard."""

_TOKEN = re.compile(r"\x1b\[[<=>?]?[0-9;:]*[ -/]*[@-~]|\x1bO[A-Za-z]|.", re.DOTALL)
_UNFINISHED = re.compile(r"\x1b(?:O|\[[<=>?]?[0-9;:]*[ -/]*)?\Z")
_PROTOCOL_ANSWER = re.compile(r"\x1b\[\?[0-9]*u")
_KIND_ANSWER = re.compile(r"\x1b\[\?[0-9;]*c")
_NUMBERED = re.compile(r"\x1b\[(?P<codes>[0-9:]+)(?:;(?P<modifiers>[0-9]*)[0-9:;]*)?u")
_LETTERED = re.compile(r"\x1b(?:O|\[(?:1;(?P<modifiers>[0-9]+)[0-9:]*)?)(?P<letter>[A-Z])")
_SHIFT, _CONTROL, _LOCKS = 1, 4, 64 + 128
"""Bits of the modifiers; the locks are Caps Lock and Num Lock."""
_CONTROL_CHARS, _ASCII = 0x1F, range(0x80)
_FIRST_NUMBER = 57344
"""From here on, numbers are keys that type no character: the private use area of Unicode."""
_KEYPAD: Mapping[int, str] = {
    **{57399 + digit: str(digit) for digit in range(10)},
    57412: "-",
    57413: "+",
    57414: ENTER,
    57415: "=",
    57417: LEFT,
    57418: RIGHT,
}


def tokens_in(text: str) -> list[str]:
    """Returns the keys and answers in what a terminal has sent, each as it was sent."""
    return _TOKEN.findall(text)


def is_unfinished(text: str) -> bool:
    """Returns whether a text ends within a sequence, the rest of which may still come."""
    return _UNFINISHED.search(text) is not None


def is_protocol_answer(token: str) -> bool:
    """Returns whether a token is the answer of a terminal that has the protocol."""
    return _PROTOCOL_ANSWER.fullmatch(token) is not None


def is_kind_answer(token: str) -> bool:
    """Returns whether a token is the answer with the kind of the terminal, the last one of `ASK_PROTOCOL`."""
    return _KIND_ANSWER.fullmatch(token) is not None


def key_of(token: str) -> str:
    """Returns the name of the key that a token stands for; a token that stands for no known key is returned as it is.

    Locks are ignored, so that arrows and the keypad work with Num Lock as without it.
    """
    if lettered := _LETTERED.fullmatch(token):
        return token if _modifiers(lettered) else f"\x1b[{lettered['letter']}"
    if numbered := _NUMBERED.fullmatch(token):
        return _numbered_key(numbered) or token
    return {"\n": ENTER, "\b": BACKSPACE}.get(token, token)


def _numbered_key(found: re.Match[str]) -> str:
    """Returns the name of a key with a number; an empty string if it has none."""
    codes = [int(code) for code in found["codes"].split(":") if code]
    modifiers = _modifiers(found)
    if codes and modifiers == _CONTROL and codes[-1] in _ASCII:
        return chr(codes[-1] & _CONTROL_CHARS)
    if not codes or modifiers not in (0, _SHIFT):
        return ""
    if codes[0] < _FIRST_NUMBER:
        return chr(codes[0])
    return _KEYPAD.get(codes[0], f"\x1b[{codes[0]}u")


def _modifiers(found: re.Match[str]) -> int:
    return (int(found["modifiers"] or 1) - 1) & ~_LOCKS
