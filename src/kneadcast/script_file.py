"""Scripts as YAML files: one line a cue, so that an editor can move, reword or delete it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel

from kneadcast.document import Document, read_document, validate
from kneadcast.errors import Problem, ScriptError
from kneadcast.session.checking import faults
from kneadcast.session.completing import completed
from kneadcast.session.plan import Measures
from kneadcast.session.script import Script
from kneadcast.units import format_clock

_HEAD = """\
# A Kneadcast session script. Edit it, then: kneadcast render THIS_FILE -o SESSION.mp3
# Times are milliseconds from the start. A reworded line is spoken and measured anew; cues must not overlap.
"""


@dataclass(frozen=True)
class ScriptFile:
    """A script and the file that it was read from, so that a fault can be told with its line."""

    script: Script
    document: Document

    def problems(self, measures: Measures) -> tuple[Problem, ...]:
        """Returns what keeps the script from being played, in order of the file's lines."""
        found = (self.document.problem(place, message) for place, message in faults(self.script, measures))
        return tuple(sorted(found, key=lambda problem: (problem.line, problem.column)))


def to_yaml(script: Script) -> str:
    """Writes a script as YAML; reading it back gives an equal script."""
    return _HEAD + "\n".join(_lines(script)) + "\n"


def is_script(source: str | Path) -> bool:
    """Tells whether something is the path of a script file, rather than a routine.

    Raises:
        ScriptError: If it is a file that cannot be read as YAML.
    """
    path = Path(source)
    if path.suffix not in (".yaml", ".yml", ".json") or not path.is_file():
        return False
    data = read_document(path, ScriptError).data
    return isinstance(data, dict) and "cues" in data


def read_script(path: Path) -> ScriptFile:
    """Reads a script from YAML, or from JSON, which is YAML too; a cue that was added by hand may be short.

    Raises:
        ScriptError: With every problem of the file's form.
    """
    document = read_document(path, ScriptError)
    if isinstance(document.data, dict) and "sections" in document.data and "cues" not in document.data:
        message = "this is a routine; `kneadcast build` makes a session of it, `kneadcast script` a script"
        raise ScriptError(document.problem((), message))
    document = replace(document, data=completed(document.data))
    return ScriptFile(validate(document, Script, error=ScriptError), document)


def _lines(script: Script) -> Iterator[str]:
    head = script.model_dump(exclude={"steps", "cues"}, exclude_none=True)
    yield from (_flow({key: value})[1:-1] for key, value in head.items())
    yield "steps:"
    yield from (_item(step) for step in script.steps)
    yield "cues:"
    step = ""
    for cue in script.cues:
        if cue.step != step:
            step = cue.step
            yield f"  # {format_clock(cue.at_ms)} {step}"
        yield _item(cue)


def _item(value: BaseModel) -> str:
    facts = value.model_dump(exclude_none=True)
    return f"  - {_flow({key: _Spoken(text) if key == 'text' else text for key, text in facts.items()})}"


class _Spoken(str):
    """What is said, always in quotes, so that whoever rewords it may use commas and colons."""


class _Dumper(yaml.SafeDumper):
    """Writes plain values, and what is said in quotes."""


_Dumper.add_representer(_Spoken, lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"'))


def _flow(value: dict[str, Any]) -> str:
    text = yaml.dump(
        value, Dumper=_Dumper, default_flow_style=True, sort_keys=False, allow_unicode=True, width=1_000_000
    )
    return str(text).rstrip("\n")
