"""English numbers in words."""

from __future__ import annotations

_LARGEST_IN_WORDS = 10**12
_FRACTIONS = {2: "half", 4: "quarter"}


def cardinal(number: int) -> str:
    """Returns `forty-two` for 42; numbers from one trillion on are read digit by digit."""
    return spoken_digits(str(number)) if number >= _LARGEST_IN_WORDS else _words(number)


def ordinal(number: int) -> str:
    """Returns `forty-second` for 42."""
    if number >= _LARGEST_IN_WORDS:
        digits = str(number)
        return f"{spoken_digits(digits[:-1])} {ordinal(int(digits[-1]))}"
    return _words(number, to="ordinal")


def fraction(top: int, bottom: int) -> str:
    """Returns `three quarters` for 3 and 4; the fraction is above 0 and below 1."""
    name = _FRACTIONS.get(bottom) or ordinal(bottom)
    if top == 1:
        return f"{'an' if name[0] in 'aeiou' else 'a'} {name}"
    return f"{cardinal(top)} {name}s"


def spoken_year(year: int) -> str:
    """Returns `nineteen ninety` for 1990; from 1000 to 9999."""
    return _words(year, to="year").replace(" oh-", " oh ")


def spoken_number(digits: str) -> str:
    """Returns the words for `8`, `1,250`, `2.5` or `007`."""
    whole, point, decimals = digits.replace(",", "").partition(".")
    leading_zero = len(whole) > 1 and whole.startswith("0")
    words = spoken_digits(whole) if leading_zero else cardinal(int(whole or "0"))
    return f"{words} point {spoken_digits(decimals)}" if point else words


def spoken_digits(digits: str) -> str:
    """Returns `zero zero seven` for `007`."""
    return " ".join(_words(int(digit)) for digit in digits)


def _words(number: int, *, to: str = "cardinal") -> str:
    from num2words import num2words  # imports 40 languages, and most texts have no number

    words: str = num2words(number, lang="en", to=to)
    return words.replace(",", "")  # a comma is a pause
