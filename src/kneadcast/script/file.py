"""Scripts as YAML files: one line for each cue, so that a person can move, reword or delete it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from operator import itemgetter
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel

from kneadcast.document import Document, format_place, read_document, validate
from kneadcast.document.files import is_file
from kneadcast.document.reading import listed
from kneadcast.document.writing import Dumper
from kneadcast.errors import KeyPath, Problem, ScriptError, in_line_order
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
        return tuple(listed(in_line_order(found), self.document.path if self.document else ""))

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
    if path.suffix not in (".yaml", ".yml", ".json") or not is_file(path):
        return False
    data = read_document(path, ScriptError).data
    return isinstance(data, dict) and "cues" in data


def read_script(path: Path) -> ScriptFile:
    """Reads a script from YAML or JSON; cues that were added by hand may be incomplete.

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


class _Dumper(Dumper):
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
    steps = _StartedSteps(data.get("steps"))
    ids = _NewIds(cue.get("id") for cue in data["cues"] if isinstance(cue, Mapping))
    cues = [_complete_cue(cue, steps, ids) if isinstance(cue, Mapping) else cue for cue in data["cues"]]
    return {**data, "cues": cues}


def _complete_cue(cue: Mapping[Any, Any], steps: _StartedSteps, ids: _NewIds) -> Mapping[Any, Any]:
    kind = "chime" if "sound" in cue else "speech"
    added: dict[Any, Any] = {"length_ms": 0, "kind": kind, "role": "mark" if kind == "chime" else "reminder"}
    if "step" not in cue and (step := steps.at(cue.get("at_ms"))) is not None:
        added["step"] = step
    if "id" not in cue:
        added["id"] = ids.new(cue.get("step", added.get("step")))
    return {**added, **cue}


class _StartedSteps:
    """The steps of a script whose data may be of any form, by the times at which they start."""

    def __init__(self, steps: Any) -> None:
        found = [step for step in steps if isinstance(step, Mapping)] if isinstance(steps, list) else []
        started = ((step.get("start_ms"), index, step.get("id")) for index, step in enumerate(found))
        self._by_start = sorted((start, index, id_) for start, index, id_ in started if isinstance(start, int))

    def at(self, at_ms: Any) -> Any:
        """Returns the id of the step at a moment; for one past the end, which is reported later, that of the last."""
        if not isinstance(at_ms, int):
            return None
        number = bisect_right(self._by_start, at_ms, key=itemgetter(0))
        return self._by_start[number - 1][2] if number else None


class _NewIds:
    """Ids for the cues that have none."""

    def __init__(self, taken: Iterable[Any]) -> None:
        self._taken = {id_ for id_ in taken if isinstance(id_, str)}
        self._numbers: dict[str, int] = {}

    def new(self, step: Any) -> str:
        """Returns an id for a cue of a step that no other cue has."""
        prefix = str(step)
        number = self._numbers.get(prefix, 0) + 1
        while (name := f"{prefix}.added.{number}") in self._taken:
            number += 1
        self._numbers[prefix] = number
        self._taken.add(name)
        return name
