"""The value of an option in a document: a single one, or a list of them."""

from __future__ import annotations

from math import isfinite
from typing import Annotated, Any

from pydantic import PlainSerializer, PlainValidator, WithJsonSchema

Scalar = bool | int | float | str


def option_value(value: Any) -> Scalar | tuple[Scalar, ...]:
    """Returns a value that an option can have, with a list as a tuple.

    Raises:
        ValueError: If it is neither text, a finite number, true or false, nor a list of those.
    """
    is_list = isinstance(value, (list, tuple))
    for one in value if is_list else (value,):
        if not isinstance(one, Scalar) or (isinstance(one, float) and not isfinite(one)):
            raise ValueError("expected text, a number, true or false, or a list of those")
        if isinstance(one, str):
            whole_text(one)
    return tuple(value) if is_list else value


def whole_text(text: str) -> str:
    """Returns a text of whole characters.

    Raises:
        ValueError: If it has half of one, or stands for the bytes of a file name that are none.
    """
    try:
        text.encode()
    except UnicodeEncodeError:
        raise ValueError("expected text; this has half of a character, or a byte that is none") from None
    return text


def _plain(value: Scalar | tuple[Scalar, ...]) -> Any:
    return value


OptionValue = Annotated[
    Scalar | tuple[Scalar, ...],
    PlainValidator(option_value),
    # Without it, pydantic compares what it has serialised with the type of what it validated, and warns about lists.
    PlainSerializer(_plain, return_type=Any),
    WithJsonSchema({}),
]
