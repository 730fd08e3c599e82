"""Start-up: a command loads only what it needs, and what makes sound takes most of a second to load."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from kneadcast.resources import built_in
from tests.cli.runner import HOME

MAKES_SOUND = {"matplotlib", "mutagen", "numpy", "PIL", "pydub", "scipy", "soundfile", "soxr"}
"""The packages that read, change, measure, write or draw samples."""
FEET = "five-minute-feet"
COMMAND = "from kneadcast.cli import cli; cli(sys.argv[1:], 'kneadcast', standalone_mode=False)"
BATCH = """
format: 1
folder: out
sessions:
  - {routine: five-minute-feet, length: [4m, 5m]}
"""


def imported_by(code: str, *arguments: str) -> set[str]:
    """Returns the top-level packages that are imported after a statement has run in a process of its own."""
    code = f"import sys; {code}; print('\\n' + ' '.join(name for name in sys.modules if '.' not in name))"
    done = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return set(done.stdout.splitlines()[-1].split())


@pytest.mark.parametrize(
    "command",
    [
        "--help",
        "build --help",
        f"script {FEET}",
        f"script {FEET} -o script.yaml",
        f"plan {FEET}",
        f"record-list {FEET}",
        f"diff {FEET} {HOME} --length 8m",
        f"show {FEET}",
        "routines",
        "templates",
        "voices",
        "avoidances",
        "config",
        "cache",
        "schema routine",
        "schema template",
        "schema script",
        f"schedule {FEET} -o reminders.ics",
        "new my-routine -o my-routine.yaml",
        "check --explain pressure-cap",
    ],
)
@pytest.mark.usefixtures("here")
def test_a_command_that_makes_no_sound_does_not_load_what_makes_sound(command: str) -> None:
    assert imported_by(COMMAND, *command.split()) & MAKES_SOUND == set()


@pytest.mark.parametrize("file", ["routines/toes-to-hip.yaml", "audio_templates/singing-bowls.yaml"])
def test_a_file_without_sound_is_checked_without_what_makes_sound(file: str) -> None:
    folder, name = file.split("/")
    assert imported_by(COMMAND, "check", str(built_in(folder) / name)) & MAKES_SOUND == set()  # type: ignore[arg-type]


def test_the_jobs_of_a_batch_are_known_without_what_makes_sound(here: Path) -> None:
    (here / "sessions.yaml").write_text(BATCH, encoding="utf-8")
    code = "from pathlib import Path; from kneadcast.batch import read_jobs; read_jobs(Path('sessions.yaml'))"
    assert imported_by(code) & MAKES_SOUND == set()


@pytest.mark.parametrize(
    "code",
    [
        "import kneadcast; kneadcast.suggest_routine('5m')",
        "from kneadcast import build_session, preview_session, render_script, Session",
        "from kneadcast import inspect_file, plot_session, verify",
    ],
    ids=["suggest", "build", "inspect"],
)
def test_a_function_of_the_api_is_imported_without_what_makes_sound(code: str) -> None:
    assert imported_by(code) & MAKES_SOUND == set()


def test_help_loads_no_models_either() -> None:
    assert imported_by(COMMAND, "--help") & {"pydantic", "yaml"} == set()
