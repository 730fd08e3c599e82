"""Routines that extend another: what they inherit, and where their problems are reported."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from kneadcast.routine.library import check_routine_file, load_routine
from kneadcast.routine.model import Routine
from tests.routine.files import write

HOME = load_routine("self-massage-at-home")
HEAD = "format: 1\nextends: self-massage-at-home\nname: mine\n"


def changed(folder: Path, text: str) -> Routine:
    routine, problems = check_routine_file(write(folder, HEAD + text))
    assert problems == ()
    assert routine is not None
    return routine


def messages(folder: Path, text: str) -> list[str]:
    path = write(folder, HEAD + text)
    return [str(problem).removeprefix(f"{path}:") for problem in check_routine_file(path)[1]]


def test_a_file_that_changes_nothing_is_its_base_under_another_name(tmp_path: Path) -> None:
    assert changed(tmp_path, "") == HOME.model_copy(update={"name": "mine"})


def test_a_key_at_the_top_level_replaces_that_of_the_base(tmp_path: Path) -> None:
    assert changed(tmp_path, "length: 8m\n").length == 480_000


def test_a_step_is_identified_by_its_id_and_keeps_what_is_not_changed(tmp_path: Path) -> None:
    text = "sections: [{id: feet-and-calves, steps: [{id: sole-friction, pressure: 4}]}]\n"
    before, after = HOME.sections[0].steps, changed(tmp_path, text).sections[0].steps
    assert [step.pressure for step in after] == [4 if step.area == "sole" else step.pressure for step in before]
    assert after[2].say == before[2].say


@pytest.mark.parametrize(
    ("key", "rank"), [("priority: 1", 1), ("priority: 3", 3), ("optional: true", 3), ("optional: false", 1)]
)
def test_a_step_has_the_priority_that_the_file_gives_in_either_spelling(tmp_path: Path, key: str, rank: int) -> None:
    ranks = [step.rank for step in HOME.sections[0].steps]
    for number, step in enumerate(HOME.sections[0].steps):
        text = f"sections: [{{id: feet-and-calves, steps: [{{id: {step.slug}, {key}}}]}}]\n"
        steps = changed(tmp_path, text).sections[0].steps
        assert [one.rank for one in steps] == [*ranks[:number], rank, *ranks[number + 1 :]]
    assert len(set(ranks)) > 1


def test_a_step_with_other_words_has_not_the_brief_words_of_its_base(tmp_path: Path) -> None:
    def brief(words: str) -> str | None:
        text = f"sections: [{{id: feet-and-calves, steps: [{{id: sole-friction, {words}}}]}}]\n"
        return next(step for step in changed(tmp_path, text).sections[0].steps if step.slug == "sole-friction").brief

    base = next(step for step in HOME.sections[0].steps if step.slug == "sole-friction")
    assert base.brief is not None
    assert brief("pressure: 4") == base.brief
    assert brief('say: "Press both thumbs into your {side} sole."') is None
    assert brief('say: "Press both thumbs into your {side} sole.", brief: "Thumbs on your {side} sole."') is not None


def test_a_step_of_other_work_or_words_has_not_the_hand_and_the_path_of_its_base(tmp_path: Path) -> None:
    (tmp_path / "base.yaml").write_text(
        f"{HEAD}sections: [{{id: feet-and-calves, steps: [{{id: calf-tapotement, hand: palms, path: at calf}}]}}]\n",
        encoding="utf-8",
    )

    def drawn(change: str) -> tuple[str | None, str | None]:
        text = f"sections: [{{id: feet-and-calves, steps: [{{id: calf-tapotement, {change}}}]}}]\n"
        routine, _ = check_routine_file(write(tmp_path, f"format: 1\nextends: base.yaml\nname: mine\n{text}"))
        assert routine is not None
        step = next(step for step in routine.sections[0].steps if step.slug == "calf-tapotement")
        return step.hand, str(step.path) if step.path else None

    assert drawn("pressure: 2") == ("palms", "at calf")
    assert drawn("tool: ball") == (None, "at calf")
    assert drawn("technique: vibration") == (None, None)
    assert drawn("technique: vibration, hand: palm") == ("palm", None)
    assert drawn('say: "Pat your {side} calf."') == (None, None)
    assert drawn("area: lower-leg") == ("palms", None)


def test_a_removed_step_is_gone(tmp_path: Path) -> None:
    steps = changed(tmp_path, "remove: [feet-and-calves.calf-tapotement]\n").sections[0].steps
    assert "calf-tapotement" not in [step.slug for step in steps]
    assert len(steps) == len(HOME.sections[0].steps) - 1


def test_a_new_step_follows_the_one_that_it_names(tmp_path: Path) -> None:
    step = '{area: heel, technique: hold, pressure: 2, time: 9s/20s/40s, say: "Hold your {side} heel."'
    step += ", after: sole-friction}"
    steps = changed(tmp_path, f"sections: [{{id: feet-and-calves, steps: [{step}]}}]\n").sections[0].steps
    assert [one.slug for one in steps][2:4] == ["sole-friction", "heel-hold"]


def test_a_problem_in_a_change_points_at_the_line_that_the_author_wrote(tmp_path: Path) -> None:
    text = "sections:\n  - id: feet-and-calves\n    steps:\n      - id: ankle-friction\n        pressure: 6\n"
    assert messages(tmp_path, text) == [
        "8:19: sections[0].steps[3].pressure: [pressure-cap] pressure 6 on the ankle is above its cap of 3: "
        "the tibial nerve and an artery pass behind the inner ankle"
    ]


def test_a_removed_step_does_not_shift_a_later_problem(tmp_path: Path) -> None:
    text = "remove: [feet-and-calves.toes-friction]\nsections:\n  - id: feet-and-calves\n    steps:\n"
    text += "      - {id: ankle-friction, pressure: 6}\n"
    assert [line.split(" ")[0] for line in messages(tmp_path, text)] == ["8:40:"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "remove: [feet-and-claves]\n",
            "4:10: remove[0]: there is nothing called 'feet-and-claves' to remove",
        ),
        ("sections: [{steps: []}]\n", "4:12: sections[0]: this section cannot be identified; give it an `id`"),
        (
            "sections: [{id: feet-and-calves, steps: [{id: x, after: nowhere}]}]\n",
            "4:57: sections[0].steps[0].after: there is nothing called 'nowhere'",
        ),
        ("lenght: 8m\n", "4:1: lenght: unknown key 'lenght' (did you mean 'length'?)"),
    ],
)
def test_a_change_of_something_that_does_not_exist_is_reported(tmp_path: Path, text: str, message: str) -> None:
    (line,) = messages(tmp_path, text)
    assert line.startswith(message)


def test_a_new_section_goes_to_the_end_unless_it_names_another(tmp_path: Path) -> None:
    first = HOME.sections[0].slug
    step = '{area: knee, technique: hold, pressure: 2, time: 9s/20s/40s, say: "Hold your knees."}'
    text = f"sections: [{{name: Hips, sides: none, steps: [{step}]}}, {{name: Rest, sides: none, after: {first}, "
    names = [one.name for one in changed(tmp_path, text + f"steps: [{step.replace('Hold', 'Warm')}]}}]\n").sections]
    assert names == [HOME.sections[0].name, "Rest", *(one.name for one in HOME.sections[1:]), "Hips"]


@pytest.mark.parametrize("sections", ["5", "soon", "[5]", "{a: b}"])
def test_sections_of_the_wrong_type_are_reported_even_if_something_is_removed(tmp_path: Path, sections: str) -> None:
    (line,) = messages(tmp_path, f"sections: {sections}\nremove: [feet-and-calves.x]\n")[:1]
    assert line.startswith(("4:", "5:"))


@pytest.mark.parametrize("content", ["just text\n", "[a, b]\n", "5\n", "2026-01-01\n"])
@pytest.mark.parametrize("key", ["extends", "translates"])
def test_a_base_that_holds_no_keys_is_refused_at_the_key_that_names_it(tmp_path: Path, key: str, content: str) -> None:
    """A routine can extend or translate a routine only, and not a file of anything else."""
    (tmp_path / "base.yaml").write_text(content, encoding="utf-8")
    path = write(tmp_path, f"format: 1\n{key}: base.yaml\nname: mine\n")
    (problem,) = check_routine_file(path)[1]
    assert (problem.line, problem.place) == (2, key)
    assert problem.message.endswith("base.yaml' is not a routine: it holds no keys and values")


@pytest.mark.parametrize("value", ["[a]", "{a: b}", "5", "~", "true"])
def test_a_base_that_is_no_name_is_refused(tmp_path: Path, value: str) -> None:
    """What a routine extends is the name or the file of a routine."""
    path = write(tmp_path, f"format: 1\nextends: {value}\nname: mine\n")
    (problem,) = check_routine_file(path)[1]
    assert (problem.line, problem.message) == (2, "expected the name or the file of a routine")


@pytest.mark.parametrize("name", ["x" * 300 + ".yaml", '"a\\0.yaml"', "/dev/null/x.yaml"])
def test_a_base_whose_name_no_file_can_have_is_refused(tmp_path: Path, name: str) -> None:
    """A name that is too long or no name at all is refused with the line that states it."""
    path = write(tmp_path, f"format: 1\nextends: {name}\nname: mine\n")
    (problem,) = check_routine_file(path)[1]
    assert (problem.line, problem.place) == (2, "extends")


def test_a_long_chain_of_files_is_refused(tmp_path: Path) -> None:
    """Files that extend each other a thousand times do not exhaust the stack."""
    for number in range(60):
        text = f"format: 1\nextends: r{number + 1}.yaml\nname: mine\n"
        (tmp_path / f"r{number}.yaml").write_text(text, encoding="utf-8")
    (problem,) = check_routine_file(tmp_path / "r0.yaml")[1]
    assert problem.message == "more than 20 files extend or translate each other"


@pytest.mark.parametrize("value", ["{a: b}", "[[a]]", "[1]", "~", f"[{', '.join(['x'] * 300)}]"])
def test_what_is_removed_is_a_list_of_ids(tmp_path: Path, value: str) -> None:
    """Anything else under `remove` is reported once, with what is expected."""
    (line,) = messages(tmp_path, f"remove: {value}\n")
    assert line == "4:9: remove: expected a list of up to 200 ids, such as section or section.step"


@pytest.mark.parametrize("id_", ["[a]", "{a: b}", "~", "''"])
def test_an_id_that_is_no_text_identifies_nothing(tmp_path: Path, id_: str) -> None:
    """A section whose id is a list or a mapping is reported as one without an id."""
    (line,) = messages(tmp_path, f"sections: [{{id: {id_}}}]\n")
    assert line == "4:12: sections[0]: this section cannot be identified; give it an `id`"


@pytest.mark.parametrize(
    "text",
    [
        "sections: [" + "{id: %s}, " * 3000 % tuple(range(3000)) + "]\n",
        "sections: [{id: feet-and-calves, steps: [" + "{id: %s}, " * 3000 % tuple(range(3000)) + "]}]\n",
        "remove: [" + "x, " * 3000 + "]\n",
        "".join(f"k{number}: 1\n" for number in range(3000)),
    ],
    ids=["sections", "steps", "removed", "keys"],
)
def test_thousands_of_entries_are_refused_soon(tmp_path: Path, text: str) -> None:
    """The time to report a file does not grow with the square of its size."""
    begin = time.process_time()
    assert 1 <= len(messages(tmp_path, text)) <= 101
    assert time.process_time() - begin < 5
