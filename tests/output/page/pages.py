"""Pages of real sessions without their sound, with what they know."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kneadcast import Options
from kneadcast.build import compile_session
from kneadcast.messages import messages_in
from kneadcast.output import chapters_of
from kneadcast.output.page.facts import session_facts
from kneadcast.output.page.writer import write_page
from kneadcast.script.model import Script


@dataclass(frozen=True)
class WrittenPage:
    """A page without its sound."""

    file: Path
    script: Script
    facts: Mapping[str, Any]
    """What the script of the page reads."""


def write_silent_page(folder: Path, script: Script, name: str = "silent") -> WrittenPage:
    """Writes the page of a script, but no sound."""
    file, sound = folder / f"{name}.html", folder / f"{name}.mp3"
    chapters = chapters_of(script)
    write_page(file, script, chapters, sound)
    return WrittenPage(file, script, session_facts(script, chapters, sound, messages_in(script.language)))


def compiled(routine: str, language: str) -> Script:
    """Returns the script of a routine at its usual length; needs a silent narrator."""
    return compile_session(routine, options=Options(language=language)).script


def moment_of(facts: Mapping[str, Any], step: str) -> int:
    """Returns a moment in a step, given by its id; `caution` is the first step that has something to stay off."""
    found = next(row for row in facts["steps"] if row["id"] == step or (step == "caution" and row["caution"]))
    return int(found["at_ms"]) + 1_500
