"""The examples of docs/python.md run, and print what the page shows."""

from __future__ import annotations

import ast
import contextlib
import io
import re
from pathlib import Path

import pytest

import kneadcast

PAGE = (Path(__file__).parents[1] / "docs" / "python.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```python\n(.*?)```\n(?:\n```\n(.*?)```)?", PAGE, re.DOTALL)


def test_every_example_prints_what_the_page_shows(
    tmp_path: Path, spoken_cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KNEADCAST_CACHE", str(spoken_cache))
    names: dict[str, object] = {"folder": tmp_path}
    for source, shown in EXAMPLES:
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            exec(compile(source, "docs/python.md", "exec"), names)  # noqa: S102
        assert printed.getvalue() == shown, source


def test_examples_import_from_kneadcast_alone() -> None:
    modules = {
        node.module
        for source, _ in EXAMPLES
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.ImportFrom)
    }
    assert modules == {"kneadcast", "dataclasses", "datetime"}


@pytest.mark.parametrize("name", kneadcast.__all__)
def test_every_public_name_exists_and_has_a_docstring(name: str) -> None:
    assert getattr(kneadcast, name).__doc__


def test_what_the_public_functions_take_and_return_is_public() -> None:
    internal = set()
    for name in kneadcast.__all__:
        thing = getattr(kneadcast, name)
        if callable(thing) and not isinstance(thing, type) and hasattr(thing, "__annotations__"):
            for annotation in thing.__annotations__.values():
                for word in re.findall(r"[A-Z]\w+", str(annotation)):
                    if word not in kneadcast.__all__:
                        internal.add(word)
    assert internal <= {"None", "Path", "Source", "Length", "Mode", "False", "True"}
