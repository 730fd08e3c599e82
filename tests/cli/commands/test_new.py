"""`kneadcast new`."""

from __future__ import annotations

import pytest

from kneadcast.resources import user_folder
from kneadcast.routine.library import routine_names
from tests.cli.runner import run


def test_a_new_routine_has_no_problems_and_is_found_by_its_name() -> None:
    assert run("new", "my-feet").stdout == f"{user_folder() / 'routines' / 'my-feet.yaml'}\n"
    assert run("check", "my-feet").stdout == "my-feet: no problems\n"
    assert run("script", "my-feet").exit_code == 0


def test_a_routine_is_not_replaced_unless_by_force() -> None:
    assert run("new", "my-feet").exit_code == 0
    assert run("new", "my-feet").exit_code == 1
    assert run("new", "my-feet", "--force").exit_code == 0


@pytest.mark.parametrize("base", routine_names())
def test_a_new_routine_that_extends_another_has_no_problems(base: str) -> None:
    assert run("new", f"my-{base}", "--from", base).exit_code == 0
    assert run("check", f"my-{base}").stdout == f"my-{base}: no problems\n"


@pytest.mark.parametrize("name", ["My Feet", "toes-to-hip", "../x"])
def test_a_name_that_no_routine_can_have_is_refused(name: str) -> None:
    assert run("new", name).exit_code == 1
    assert not (user_folder() / "routines").exists()
