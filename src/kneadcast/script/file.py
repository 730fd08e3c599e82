"""Scripts as YAML files: one line for each cue, so that a person can move, reword or delete it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel

from kneadcast.document import Document, format_place, read_document, validate
from kneadcast.errors import KeyPath, Problem, ScriptError
from kneadcast.script.consistency import faults
from kneadcast.script.durations import Durations
from kneadcast.script.model import Script
from kneadcast.units import format_clock

_HEAD = """\
# A Kneadcast session script. Edit it, then: kneadcast render THIS_FILE -o SESSION.mp3
# Times are milliseconds from the start. A reworded line is spoken and measured anew; cues must not overlap.
"""


@dataclass(frozen=True)
class ScriptFile:
    """A script and the file that it was read from, so that a fault can be reported with its line."""

    script: Script
    document: Document | None = None
    """`None` for a script that was not read from a file."""

    def problems(self, durations: Durations) -> tuple[Problem, ...]:
        """Returns the problems that prevent the script from being rendered, in order of the file's lines."""
        found = (self._problem(place, message) for place, message in faults(self.script, durations))
        return tuple(sorted(found, key=lambda problem: (problem.line, problem.column)))

    def _problem(self, place: KeyPath, message: str) -> Problem:
        if self.document is None:
            return Problem(message, place=format_place(place))
        return self.document.problem(place, message)


def to_yaml(script: Script) -> str:
    """Returns a script as YAML; reading it back gives an equal script."""
    return _HEAD + "\n".join(_lines(script)) + "\n"


def is_script(source: str | Path) -> bool:
    """Returns whether a source is the path of a script file, rather than a routine.

    Raises:
        ScriptError: If it is a file that cannot be read as YAML.
    """
    path = Path(source)
    if path.suffix not in (".yaml", ".yml", ".json") or not path.is_file():
        return False
    data = read_document(path, ScriptError).data
    return isinstance(data, dict) and "cues" in data


def read_script(path: Path) -> ScriptFile:
    """Reads a script from YAML, or from JSON, which is YAML too; cues that were added by hand may be incomplete.

    Raises:
        ScriptError: With every problem of the file's form.
    """
    document = read_document(path, ScriptError)
    if isinstance(document.data, dict) and "sections" in document.data and "cues" not in document.data:
        message = "this is a routine; use `kneadcast build` for a session, or `kneadcast script` for a script"
        raise ScriptError(document.problem((), message))
    document = replace(document, data=_with_complete_cues(document.data))
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
    return f"  - {_flow({key: _QuotedText(text) if key == 'text' else text for key, text in facts.items()})}"


class _QuotedText(str):
    """Spoken text, which is always quoted, so that a person who rewords it may use commas and colons."""


class _Dumper(yaml.SafeDumper):
    """Writes plain values, and spoken text in quotes."""


_Dumper.add_representer(
    _QuotedText, lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"')
)


def _flow(value: dict[str, Any]) -> str:
    text = yaml.dump(
        value, Dumper=_Dumper, default_flow_style=True, sort_keys=False, allow_unicode=True, width=1_000_000
    )
    return str(text).rstrip("\n")


def _with_complete_cues(data: Any) -> Any:
    """Returns a script's data with its cues completed: `{at_ms: 61000, text: "Breathe out."}` is enough for a cue.

    Missing keys are added. Wrong values stay as they are, so that the validation reports them.
    """
    if not isinstance(data, Mapping) or not isinstance(data.get("cues"), list):
        return data
    steps = data.get("steps") if isinstance(data.get("steps"), list) else []
    taken = {cue.get("id") for cue in data["cues"] if isinstance(cue, Mapping)}
    cues = [_complete_cue(cue, steps, taken) if isinstance(cue, Mapping) else cue for cue in data["cues"]]
    return {**data, "cues": cues}


def _complete_cue(cue: Mapping[Any, Any], steps: Any, taken: set[Any]) -> Mapping[Any, Any]:
    kind = "chime" if "sound" in cue else "speech"
    added: dict[Any, Any] = {"length_ms": 0, "kind": kind, "role": "mark" if kind == "chime" else "reminder"}
    if "step" not in cue and (step := _step_at(cue.get("at_ms"), steps)) is not None:
        added["step"] = step
    if "id" not in cue:
        added["id"] = _new_id(cue.get("step", added.get("step")), taken)
    return {**added, **cue}


def _step_at(at_ms: Any, steps: Any) -> Any:
    """Returns the id of the step at a moment; for a moment past the end, which is reported later, that of the last."""
    if not isinstance(at_ms, int):
        return None
    started = [step for step in steps if isinstance(step, Mapping) and _has_begun_by(step, at_ms)]
    return started[-1].get("id") if started else None


def _has_begun_by(step: Mapping[Any, Any], at_ms: int) -> bool:
    start_ms = step.get("start_ms")
    return isinstance(start_ms, int) and start_ms <= at_ms


def _new_id(step: Any, taken: set[Any]) -> str:
    number = 1
    while (name := f"{step}.added.{number}") in taken:
        number += 1
    taken.add(name)
    return name
