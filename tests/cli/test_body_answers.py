"""Answers about the body."""

from __future__ import annotations

import pytest

from kneadcast.cli.body_answers import BodyAnswers, parse_body_answers


@pytest.mark.parametrize(
    ("answer", "answers"),
    [
        ("nothing special", BodyAnswers()),
        ("calf, Feet", BodyAnswers(more=("calf", "feet"))),
        ("sore knee, pregnancy", BodyAnswers(avoid=("knee", "pregnancy"))),
        (
            "hip replacement, varicose veins, sore hands",
            BodyAnswers(avoid=("hip-replacement", "varicose-veins", "sore-hands")),
        ),
        ("pregnant, diabetes", BodyAnswers(avoid=("pregnancy", "numb-feet"))),
        ("no thighs, calf", BodyAnswers(more=("calf",), skip=("thigh",))),
        ("knees, ankle", BodyAnswers(unclear=("knee", "ankle"))),
    ],
)
def test_an_answer_names_parts_that_get_more_time_parts_to_leave_out_and_cautions(
    answer: str, answers: BodyAnswers
) -> None:
    assert parse_body_answers(answer) == answers
