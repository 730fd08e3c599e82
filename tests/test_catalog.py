"""Finding the routine that suits."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kneadcast.catalog import PURPOSES, Search, Suggestion, routine_limits, suggest_routine
from kneadcast.choices import DEFAULT_ROUTINE
from kneadcast.errors import PlanError
from kneadcast.options import Options
from kneadcast.planning.limits import Limits
from kneadcast.planning.preferences import parse_preferences
from kneadcast.resources import user_folder
from kneadcast.routine import load_routine, routine_names
from kneadcast.routine.body import TYPES
from kneadcast.routine.model import Mode
from tests.samples import some_routines


def found(search: Search) -> set[str]:
    return {name for name in routine_names() if search.matches(load_routine(name))}


@pytest.mark.parametrize(
    ("search", "there", "not_there"),
    [
        (Search(), {"toes-to-hip", "self-massage-at-home"}, set()),
        (Search(parts=("thigh",)), {"toes-to-hip"}, {"self-massage-at-home"}),
        (Search(parts=("calf", "hip")), {"toes-to-hip"}, {"self-massage-at-home"}),
        (Search(type="preventive"), {"self-massage-at-home"}, {"toes-to-hip"}),
        (Search(positions=("seated",)), {"self-massage-at-home"}, {"toes-to-hip"}),
    ],
)
def test_a_search_finds_what_was_asked_for_and_nothing_else(
    search: Search, there: set[str], not_there: set[str]
) -> None:
    assert there <= found(search)
    assert not not_there & found(search)


def test_a_length_is_found_within_the_limits() -> None:
    assert Search(length=timedelta(minutes=10)).allows(Limits(300_000, 600_000))
    assert not Search(length="10m1s").allows(Limits(300_000, 600_000))


def test_what_does_not_exist_is_refused_with_what_does() -> None:
    with pytest.raises(PlanError, match=r"there is no type 'relaxed' \(did you mean 'relaxing'\?\)"):
        Search(type="relaxed")
    with pytest.raises(PlanError, match="there is no position 'seeted'"):
        Search(positions=("seeted",))
    with pytest.raises(PlanError, match=r"there is no purpose 'rest'.*; known: all, relax, ease"):
        Search(purpose="rest")


def suggested(
    length_ms: int | None = None, purpose: str = "all", mode: Mode = "self", positions: tuple[str, ...] = ()
) -> Suggestion:
    """Returns the routine that is suggested for a purpose."""
    length = None if length_ms is None else timedelta(milliseconds=length_ms)
    return suggest_routine(length, Search(purpose=purpose, positions=positions), mode=mode)


def limits_ms(routine: str) -> tuple[int, int]:
    """Returns the shortest and the longest length of a routine."""
    found = routine_limits(routine)
    return found.shortest_ms, found.longest_ms


def test_every_type_of_massage_is_the_first_of_a_purpose_and_every_purpose_names_types_that_exist() -> None:
    assert {purpose.types[0] for purpose in PURPOSES.values() if purpose.types} == set(TYPES)
    assert {type_ for purpose in PURPOSES.values() for type_ in purpose.types} == set(TYPES)


@pytest.mark.usefixtures("silent_narrator")
def test_without_a_purpose_and_a_length_the_default_routine_is_suggested_at_its_own_length() -> None:
    routine = load_routine(DEFAULT_ROUTINE)
    assert suggest_routine() == suggested()
    assert suggested() == Suggestion(DEFAULT_ROUTINE, routine.title, routine.length, routine.length, is_meant=True)


@pytest.mark.usefixtures("silent_narrator")
@pytest.mark.parametrize(
    "purpose", some_routines((name for name, purpose in PURPOSES.items() if purpose.types), "feet", "ease", "skin")
)
def test_a_purpose_gives_a_routine_of_its_first_type_at_any_length_that_one_can_have(purpose: str) -> None:
    type_ = PURPOSES[purpose].types[0]
    one = suggested(purpose=purpose)
    assert (load_routine(one.routine).type, one.length_ms, one.is_meant) == (type_, one.default_ms, True)
    assert one.routine != DEFAULT_ROUTINE
    for length_ms in limits_ms(one.routine):
        same = suggested(length_ms, purpose)
        assert (load_routine(same.routine).type, same.length_ms) == (type_, length_ms)


@pytest.mark.usefixtures("silent_narrator")
def test_a_session_for_the_feet_works_hardly_anything_else() -> None:
    for length_ms in (None, limits_ms("hands-free-feet")[1]):
        one = suggested(length_ms, "feet")
        groups = [step.area for section in load_routine(one.routine).sections for step in section.steps]
        assert one.is_meant
        assert not {"knee", "front-thigh", "thigh", "glutes", "hip"} & set(groups)


@pytest.mark.usefixtures("silent_narrator")
def test_a_length_that_the_best_routine_cannot_have_gives_the_next_of_the_same_purpose() -> None:
    best = suggested(purpose="feet")
    longer = suggested(limits_ms(best.routine)[1] + 1000, "feet")
    assert longer.routine != best.routine
    assert longer.is_meant
    shortest_ms = min(limits_ms(name)[0] for name in routine_names() if load_routine(name).type == "classical")
    shorter = suggested(shortest_ms - 1000, "ease")
    assert (load_routine(shorter.routine).type, shorter.is_meant) == ("preventive", False)
    assert shorter.length_ms == shortest_ms - 1000


@pytest.mark.usefixtures("silent_narrator")
def test_if_no_routine_of_the_purpose_can_have_a_length_the_nearest_of_them_is_suggested() -> None:
    longest_ms = limits_ms("anti-cellulite")[1]
    one = suggested(longest_ms + 1000, "skin")
    assert (one.routine, one.length_ms, one.is_meant) == ("anti-cellulite", longest_ms, True)


@pytest.mark.usefixtures("silent_narrator")
@pytest.mark.parametrize("purpose", some_routines(PURPOSES, "feet", "ease", "skin"))
def test_positions_and_mode_precede_the_purpose(purpose: str) -> None:
    for length_ms in (None, 480_000):
        seated = suggested(length_ms, purpose, positions=("seated",))
        assert Search(positions=("seated",)).matches(load_routine(seated.routine))
        assert load_routine(suggested(length_ms, purpose, "partner").routine).mode == "partner"


@pytest.mark.usefixtures("silent_narrator")
def test_where_the_best_is_not_possible_everything_means_as_many_areas_as_possible() -> None:
    assert suggested(positions=("seated",)).routine == "seated-only"
    assert suggested(mode="partner").routine == "partner-full"


@pytest.mark.usefixtures("silent_narrator")
def test_of_the_same_type_the_routine_with_the_nearest_length_of_its_own_is_suggested() -> None:
    for name in ("five-minute-feet", "seated-only", "preventive"):
        assert suggested(load_routine(name).length, "care").routine == name


@pytest.mark.usefixtures("silent_narrator")
def test_a_routine_of_the_users_own_serves_a_purpose_by_its_type() -> None:
    folder = user_folder() / "routines"
    folder.mkdir()
    text = "format: 1\nextends: relaxing\nname: my-evening\nlength: 21m\n"
    (folder / "my-evening.yaml").write_text(text, encoding="utf-8")
    assert suggested(21 * 60_000, "relax").routine == "my-evening"


@pytest.mark.usefixtures("silent_narrator")
def test_a_length_of_its_own_that_the_preferences_prevent_becomes_the_nearest_possible() -> None:
    options = Options(preferences=parse_preferences(only=("toes",), side="left", rest="0"))
    one = suggest_routine(options=options)
    assert one.routine == DEFAULT_ROUTINE
    assert one.length_ms == routine_limits(DEFAULT_ROUTINE, options=options).longest_ms < one.default_ms
