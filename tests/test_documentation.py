"""Documentation that cannot go stale."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from pydantic import BaseModel

from kneadcast.cli import cli
from kneadcast.routine import load_routine
from kneadcast.routine.library import languages_of
from kneadcast.routine.rules import RULES
from kneadcast.script.model import Cue, Script, ScriptStep
from kneadcast.settings import Settings
from kneadcast.units import MS_PER_MINUTE

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
ROUTINES = sorted(path.stem for path in (ROOT / "routines").glob("*.yaml"))


def help_of(command: str) -> str:
    arguments = [*command.split(), "--help"]
    return CliRunner().invoke(cli, arguments, prog_name="kneadcast", terminal_width=100).output


def test_the_page_of_commands_is_what_the_commands_say_of_themselves(
    matches_golden: Callable[[str, Path], None],
) -> None:
    head = "# The command line\n\nWhat `--help` says, checked against it by a test.\n"
    pages = [f"\n## kneadcast{' ' * bool(name)}{name}\n\n```\n{help_of(name)}```\n" for name in ("", *cli.commands)]
    matches_golden(head + "".join(pages), DOCS / "command-line.md")


def file_keys(model: type[BaseModel]) -> list[str]:
    """Returns the keys of a file of a model."""
    return list(model.model_json_schema()["properties"])


@pytest.mark.parametrize("model", [Script, ScriptStep, Cue])
def test_every_key_of_a_script_is_documented(model: type[BaseModel]) -> None:
    page = (DOCS / "script-format.md").read_text(encoding="utf-8")
    missing = [name for name in file_keys(model) if f"`{name}`" not in page]
    assert missing == []


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"])
def test_every_command_and_option_that_a_page_shows_exists(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    for line in re.findall(r"(?:kneadcast|scripts/session\.py) ((?:[a-z]+)(?: +[^`\n]*)?)", text):
        command = cli.commands.get(line.split()[0])
        if not isinstance(command, click.Command):
            continue
        known = {name for option in command.params for name in option.opts}
        assert set(re.findall(r"(?<!\S)--?[a-z][a-z-]*", line)) <= known, line


def test_the_readme_names_every_command() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [name for name in cli.commands if f"kneadcast {name}" not in text] == []


@pytest.mark.parametrize("name", ROUTINES)
def test_every_routine_is_listed_with_its_purpose_and_length(name: str) -> None:
    routine = load_routine(name)
    minutes = routine.length // MS_PER_MINUTE
    assert f"| `{name}` | {routine.summary} | {minutes}m |\n" in (DOCS / "choosing.md").read_text(encoding="utf-8")
    assert re.search(rf"`{name}` \({minutes}\b", (ROOT / "README.md").read_text(encoding="utf-8"))


def test_the_routines_that_are_translated_are_named() -> None:
    page = (DOCS / "choosing.md").read_text(encoding="utf-8")
    sentence = next(text for text in page.split(". ") if " can be heard in German and Spanish" in text)
    translated = {name for name in ROUTINES if {"de", "es"} <= set(languages_of(name))}
    assert set(re.findall(r"`([a-z-]+)`", sentence.split(" can be heard")[0])) == translated


@pytest.mark.parametrize("key", Settings.model_fields)
def test_every_default_is_documented_with_its_variable(key: str) -> None:
    page = (DOCS / "choosing.md").read_text(encoding="utf-8")
    assert f"\n{key}: " in page
    assert f"`KNEADCAST_{key.upper()}`" in page


def test_the_changelog_counts_the_rules_of_a_routine() -> None:
    assert f"checks {len(RULES)} rules" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_links_between_pages_lead_somewhere() -> None:
    for page in [*ROOT.glob("*.md"), *DOCS.glob("*.md")]:
        for target in re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name} links to {target}"
