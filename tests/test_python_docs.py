"""The examples of docs/python.md run, and print what the page shows."""

from __future__ import annotations

import ast
import contextlib
import inspect
import io
import re
import sys
from dataclasses import replace
from pathlib import Path

import pytest

import kneadcast
from kneadcast import choices
from kneadcast.speech import Delivery, Narrator, open_narrator
from kneadcast.speech.drivers.espeak import ESPEAK
from tests.silent_narrator import SilentNarrator

PAGE = (Path(__file__).parents[1] / "docs" / "python.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```python\n(.*?)```\n(?:\n```\n(.*?)```)?", PAGE, re.DOTALL)


@pytest.mark.parametrize("spoken", ["what sounds", pytest.param("everything", marks=pytest.mark.slow)])
def test_every_example_prints_what_the_page_shows(
    tmp_path: Path, spoken_cache: Path, monkeypatch: pytest.MonkeyPatch, spoken: str
) -> None:
    """In the quick run, a voice speaks what examples write as sound; for those that only plan, it suffices to hum."""
    voice = "en-us" if ESPEAK.installed() else "default"  # the natural voice takes a minute over all routines
    names: dict[str, object] = {"folder": tmp_path}
    for source, shown in EXAMPLES:

        def quick_narrator(delivery: Delivery, *, speaks: bool = spoken == "everything" or sounds(source)) -> Narrator:
            if speaks:
                return open_narrator(replace(delivery, voice=voice), cache_folder=spoken_cache)
            return SilentNarrator(tmp_path / "hums", delivery)

        monkeypatch.setattr("kneadcast.pipeline.open_narrator", quick_narrator)
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            exec(compile(source, "docs/python.md", "exec"), names)  # noqa: S102
        assert printed.getvalue() == shown, source


def sounds(source: str) -> bool:
    return "build_session(" in source or "render_script(" in source


def test_examples_import_from_kneadcast_alone() -> None:
    modules = {
        node.module
        for source, _ in EXAMPLES
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.ImportFrom)
    }
    assert modules == {"kneadcast", "dataclasses", "datetime"}


@pytest.mark.parametrize("name", kneadcast.__all__)
def test_every_public_name_exists_and_each_class_and_function_has_a_docstring(name: str) -> None:
    thing = getattr(kneadcast, name)
    if inspect.isclass(thing) or inspect.isfunction(thing):
        assert thing.__doc__


def test_what_the_public_functions_take_and_return_is_public() -> None:
    known = {*kneadcast.__all__, *vars(choices), "Iterable", "None", "Path"}
    internal = {
        (name, word)
        for name, function in inspect.getmembers(kneadcast, inspect.isfunction)
        for annotation in function.__annotations__.values()
        for word in re.findall(r"[A-Z]\w+", str(annotation))
        if word not in known
    }
    assert internal == set()


def test_the_classes_that_public_values_hold_are_public() -> None:
    internal = {
        (name, word)
        for name, class_ in inspect.getmembers(kneadcast, inspect.isclass)
        for field, annotation in getattr(class_, "__annotations__", {}).items()
        for word in re.findall(r"[A-Z]\w+", str(annotation))
        if not field.startswith("_") and word not in kneadcast.__all__ and _is_class_of_ours(class_.__module__, word)
    }
    # The place of each value in a file serves messages only.
    assert internal == {("ScriptFile", "Document")}


def _is_class_of_ours(module: str, name: str) -> bool:
    thing = vars(sys.modules[module]).get(name)
    return inspect.isclass(thing) and thing.__module__.startswith("kneadcast.")
