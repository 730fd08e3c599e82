"""The check of a dataclass against its annotations."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, Literal

import pytest
from pydantic import Field

from kneadcast.errors import SettingsError
from kneadcast.field_checks import check_fields

Share = Annotated[float, Field(ge=0, le=1)]


@dataclass(frozen=True)
class Lamp:
    """Something with a field of each kind."""

    brightness: Share = 1.0
    hours: Annotated[int, Field(gt=0, le=24)] | None = None
    colour: Literal["red", "green"] = "red"
    name: str = ""
    lit: bool = False


def complaint(**values: Any) -> str:
    try:
        check_fields(Lamp(**values))
    except SettingsError as error:
        return str(error)
    return ""


@pytest.mark.parametrize(
    "values",
    [{"brightness": 0}, {"brightness": 1}, {"hours": None}, {"hours": 24}, {"colour": "green"}, {"lit": True}],
)
def test_a_value_that_fits_its_annotation_is_accepted(values: dict[str, Any]) -> None:
    assert complaint(**values) == ""


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"brightness": 1.5}, "'brightness': expected a number from 0 to 1, got 1.5"),
        ({"brightness": "1"}, "'brightness': expected a number from 0 to 1, got '1'"),
        ({"hours": 0}, "'hours': expected a whole number above 0 and up to 24, got 0"),
        ({"hours": True}, "'hours': expected a whole number above 0 and up to 24, got True"),
        ({"colour": "greem"}, "'colour': expected one of red, green, got 'greem' (did you mean 'green'?)"),
        ({"name": None}, "'name': expected text, got None"),
        ({"lit": 1}, "'lit': expected true or false, got 1"),
    ],
)
def test_a_value_that_does_not_fit_is_reported_with_what_its_annotation_expects(
    values: dict[str, Any], message: str
) -> None:
    assert complaint(**values) == message


def test_a_number_out_of_range_may_have_a_message_of_its_own_and_a_wrong_type_has_the_usual_one() -> None:
    reasons = {"hours": lambda hours: f"a lamp does not burn for {hours} hours a day"}
    with pytest.raises(SettingsError, match=r"^a lamp does not burn for 25 hours a day$"):
        check_fields(Lamp(hours=25), out_of_range=reasons)
    with pytest.raises(SettingsError, match="'hours': expected a whole number"):
        check_fields(Lamp(hours="25"), out_of_range=reasons)  # type: ignore[arg-type]


def test_a_field_that_is_not_checked_may_have_any_value() -> None:
    check_fields(Lamp(name=3), unchecked=("name",))  # type: ignore[arg-type]
