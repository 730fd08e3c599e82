"""Numbers as English speakers say them."""

from __future__ import annotations

_SMALL = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS = ("zero", "ten", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_SCALES = ((10**9, "billion"), (10**6, "million"), (10**3, "thousand"), (100, "hundred"))
_LARGEST = 10**12
_ORDINALS = {
    "one": "first",
    "two": "second",
    "three": "third",
    "five": "fifth",
    "eight": "eighth",
    "nine": "ninth",
    "twelve": "twelfth",
}


def cardinal(number: int) -> str:
    """Returns `forty-two` for 42; what is too great for words is told digit by digit."""
    if number >= _LARGEST:
        return " ".join(_SMALL[int(digit)] for digit in str(number))
    if number < len(_SMALL):
        return _SMALL[number]
    for scale, name in _SCALES:
        if number >= scale:
            most, rest = divmod(number, scale)
            joint = " and " if name == "hundred" or rest < 100 else " "
            return f"{cardinal(most)} {name}{joint + cardinal(rest) if rest else ''}"
    tens, ones = divmod(number, 10)
    return _TENS[tens] + (f"-{_SMALL[ones]}" if ones else "")


def ordinal(number: int) -> str:
    """Returns `forty-second` for 42."""
    head, last = _split(cardinal(number))
    if last in _ORDINALS:
        return head + _ORDINALS[last]
    return head + (f"{last[:-1]}ieth" if last.endswith("y") else f"{last}th")


def fraction(top: int, bottom: int) -> str:
    """Returns `three quarters` for 3 and 4; the part is above 0 and below 1."""
    name = {2: "half", 4: "quarter"}.get(bottom) or ordinal(bottom)
    if top == 1:
        return f"{'an' if name[0] in 'aeiou' else 'a'} {name}"
    return f"{cardinal(top)} {name}s"


def spoken_year(year: int) -> str:
    """Returns `nineteen ninety` for 1990; from 1000 to 9999."""
    century, rest = divmod(year, 100)
    if century % 10 == 0 and rest < 10:
        return cardinal(year)
    if rest == 0:
        return f"{cardinal(century)} hundred"
    return f"{cardinal(century)} {'oh ' if rest < 10 else ''}{cardinal(rest)}"


def spoken_number(digits: str) -> str:
    """Returns what is said for `8`, `1,250`, `2.5` or `007`."""
    whole, point, part = digits.replace(",", "").partition(".")
    if len(whole) > 1 and whole.startswith("0"):
        words = " ".join(_SMALL[int(digit)] for digit in whole)
    else:
        words = cardinal(int(whole or "0"))
    return words + (" point " + " ".join(_SMALL[int(digit)] for digit in part) if point else "")


def _split(words: str) -> tuple[str, str]:
    at = max(words.rfind(" "), words.rfind("-")) + 1
    return words[:at], words[at:]
