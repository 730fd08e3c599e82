"""Chapters: one for every section and side, and no moment without one."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from kneadcast.messages import known_languages, messages_in
from kneadcast.output import Chapter, chapters_of
from kneadcast.script.model import ScriptStep, Side, StepKind
from tests.output.sessions import session
from tests.sound.sounds import script

SIDES: tuple[Side, ...] = ("left", "right")
Row = tuple[StepKind, str, "Side | None"]


def steps_of(*rows: Row) -> tuple[ScriptStep, ...]:
    """Returns steps of one second each, one after the other."""
    return tuple(
        ScriptStep(
            id=str(index),
            kind=kind,
            section=section,
            side=side,
            start_ms=index * 1000,
            end_ms=index * 1000 + 1000,
            hands_on_ms=0,
        )
        for index, (kind, section, side) in enumerate(rows)
    )


def chapters(*rows: Row) -> tuple[Chapter, ...]:
    return chapters_of(script(len(rows) * 1000, steps=steps_of(*rows)))


def test_every_section_and_side_is_a_chapter() -> None:
    found = chapters(
        ("safety", "Opening", None),
        ("settle", "Opening", None),
        ("work", "Feet", "left"),
        ("work", "Feet", "left"),
        ("work", "Feet", "right"),
        ("work", "Thighs", "right"),
        ("close", "Closing", None),
    )
    assert [(one.title, one.start_ms, one.end_ms, one.side) for one in found] == [
        ("Opening", 0, 2000, None),
        ("Left: Feet", 2000, 4000, "left"),
        ("Right: Feet", 4000, 5000, "right"),
        ("Right: Thighs", 5000, 6000, "right"),
        ("Closing", 6000, 7000, None),
    ]


def test_the_main_step_of_a_chapter_is_its_longest_on_an_area() -> None:
    mains = [(one.title, one.main_step and one.main_step.id) for one in chapters_of(session())]
    assert mains == [("Opening", "safety"), ("Left: Feet", "left.sole"), ("Right: Feet", "right.inner-thigh")]
    long_rest = session().model_copy(
        update={
            "steps": tuple(
                step.model_copy(update={"area": None}) if step.id == "right.inner-thigh" else step
                for step in session().steps
            )
        }
    )
    assert [one.main_step and one.main_step.id for one in chapters_of(long_rest)][-1] == "right.sole"


def test_every_chapter_knows_who_does_the_massage() -> None:
    for mode in (None, "self", "partner"):
        given = session().model_copy(update={"mode": mode})
        assert {one.mode for one in chapters_of(given)} == {mode}


def test_a_move_or_a_switch_belongs_to_the_side_that_it_leads_to() -> None:
    found = chapters(
        ("move", "Feet", None),
        ("work", "Feet", "left"),
        ("switch", "Feet", "right"),
        ("work", "Feet", "right"),
        ("move", "Thighs", None),
        ("switch", "Thighs", None),
        ("work", "Thighs", "left"),
    )
    assert [(chapter.title, chapter.start_ms) for chapter in found] == [
        ("Left: Feet", 0),
        ("Right: Feet", 2000),
        ("Left: Thighs", 4000),
    ]


def test_a_rest_after_the_sides_of_a_section_is_a_chapter_without_a_side() -> None:
    found = chapters(("work", "Reclined", "left"), ("work", "Reclined", "right"), ("rest", "Reclined", None))
    assert [chapter.title for chapter in found] == ["Left: Reclined", "Right: Reclined", "Reclined"]


def test_a_switch_that_leads_out_of_its_section_stays_in_it() -> None:
    found = chapters(("work", "Feet", "left"), ("move", "Feet", None), ("work", "Thighs", "left"))
    assert [chapter.title for chapter in found] == ["Left: Feet", "Feet", "Left: Thighs"]


ROWS = st.tuples(
    st.sampled_from(["move", "switch", "work", "rest"]),
    st.sampled_from(["Feet", "Thighs"]),
    st.sampled_from(["left", "right", None]),
)


@given(st.lists(ROWS, min_size=1, max_size=12))
def test_chapters_cover_the_session_without_gap_or_overlap(rows: list[Row]) -> None:
    found = chapters(*rows)
    assert found[0].start_ms == 0
    assert found[-1].end_ms == len(rows) * 1000
    assert all(before.end_ms == after.start_ms for before, after in pairwise(found))
    assert all(before.title != after.title for before, after in pairwise(found))


def test_chapters_by_step_are_finer_than_by_area_and_by_section() -> None:
    assert [len(chapters_of(session(), by)) for by in ("section", "area", "step")] == [3, 5, 5]
    titles = [chapter.title for chapter in chapters_of(session(), "step")]
    assert titles[:2] == ["Before you begin", "Left sole, circular rubbing"]


def test_one_area_in_two_sections_is_two_chapters() -> None:
    worked = [
        step.model_copy(update={"area": "thigh"}) for step in steps_of(("work", "Bed", None), ("work", "Rest", None))
    ]
    found = chapters_of(script(2000, steps=tuple(worked)), "area")
    assert [(chapter.title, chapter.start_ms) for chapter in found] == [("Thighs", 0), ("Thighs", 1000)]


def test_a_chapter_of_an_area_is_told_from_all_others_by_its_first_letters() -> None:
    shown = 24  # letters that a phone has room for, next to a number and a length
    for language in known_languages():
        messages = messages_in(language)
        titles = [area.of(side) for area in messages.areas.values() for side in SIDES]
        assert len({title[:shown] for title in titles}) == len(titles), language
