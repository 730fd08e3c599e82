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
from kneadcast.script.model import Cue, Script, ScriptStep

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"


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


def test_links_between_pages_lead_somewhere() -> None:
    for page in [*ROOT.glob("*.md"), *DOCS.glob("*.md")]:
        for target in re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name} links to {target}"
