"""What the fault campaign shares: a fast narrator, one voice, and a summary of what was counted."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from dataclasses import replace
from importlib import import_module
from typing import Any

import pytest
from PIL import Image

from kneadcast.catalog import list_templates
from kneadcast.choices import DEFAULT_VOICE
from kneadcast.speech import Voice
from kneadcast.speech.drivers.registry import DRIVERS
from kneadcast.speech.model import Delivery
from kneadcast.speech.voices import choose_voice
from tests.faults.writing_commands import DRIVER
from tests.silent_narrator import SilentNarrator
from tests.speech.fake_driver import fake_voice

_FAST_WPM = 1_000
COUNTED = "counted by the fault campaign"
"""The name of the property in which a test records what it counted."""
_ALL_MODULES = (
    "icalendar",
    "kneadcast.authoring",
    "kneadcast.batch",
    "kneadcast.build",
    "kneadcast.output.album",
    "kneadcast.output.page.writer",
    "kneadcast.output.pictures.timeline",
    "kneadcast.output.pictures.timeline_figure",
    "kneadcast.output.sidecars",
    "kneadcast.output.sound_files",
    "kneadcast.reminders",
    "kneadcast.template_samples",
    "kneadcast.voice_samples",
    "matplotlib.pyplot",
)
"""What commands import when they need it. Forks have it already."""


@pytest.fixture(scope="session")
def imported() -> None:
    """Imports what commands need, so that forks begin at once."""
    for name in _ALL_MODULES:
        import_module(name)


@pytest.fixture(scope="module")
def humming(imported: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Replaces every voice by a narrator that hums fast, and the processes of a batch by this one."""
    assert imported is None
    folder = tmp_path_factory.mktemp("hums")

    def open_narrator(delivery: Delivery) -> SilentNarrator:
        return SilentNarrator(folder, replace(delivery, pace_wpm=_FAST_WPM))

    def find_voice(name: str, language: str) -> Voice:
        return choose_voice([fake_voice()], "fake" if name == DEFAULT_VOICE else name, language)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("kneadcast.pipeline.open_narrator", open_narrator)
        patch.setattr("kneadcast.batch.matrix.find_voice", find_voice)
        _replace_everywhere(patch, "local_workers", _no_workers)
        _draw_nothing(patch)
        plain = [facts for facts in list_templates() if facts.name == "plain"]
        _replace_everywhere(patch, "list_templates", lambda: plain)
        yield


@pytest.fixture(scope="module")
def one_voice(imported: None) -> Iterator[None]:
    """Replaces all voices by a fake one, which real workers speak with."""
    assert imported is None
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("kneadcast.speech.drivers.registry.DRIVERS", {**DRIVERS, DRIVER.name: DRIVER})
        patch.setattr("kneadcast.speech.voices.DRIVERS", {DRIVER.name: DRIVER})
        yield


def _draw_nothing(patch: pytest.MonkeyPatch) -> None:
    """Replaces all pictures in files by a small one, because to draw them takes most of the time of a short session."""
    picture = io.BytesIO()
    Image.new("RGB", (8, 8)).save(picture, "jpeg")
    for name in ("draw_cover", "draw_chapter"):
        _replace_everywhere(patch, name, lambda *_: picture.getvalue())


def _replace_everywhere(patch: pytest.MonkeyPatch, name: str, value: object) -> None:
    """Replaces a function in all modules of Kneadcast that have imported it."""
    for module in [module for path, module in sys.modules.items() if path.startswith("kneadcast.")]:
        if name in vars(module):
            patch.setattr(module, name, value)


@contextmanager
def _no_workers(_jobs: int) -> Iterator[Executor]:
    with _Here() as executor:
        yield executor


class _Here(Executor):
    """Runs each job at once, in this process."""

    def submit(self, job: Callable[..., Any], /, *arguments: Any, **more: Any) -> Future[Any]:
        done: Future[Any] = Future()
        try:
            done.set_result(job(*arguments, **more))
        except Exception as error:
            done.set_exception(error)
        return done


@pytest.fixture
def count(record_property: Callable[[str, object], None]) -> Callable[[str], None]:
    """Records what a test counted, for the summary."""
    return lambda text: record_property(COUNTED, text)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Prints what the tests have counted."""
    reports = [report for name in ("passed", "failed") for report in terminalreporter.stats.get(name, [])]
    texts = [text for report in reports for name, text in report.user_properties if name == COUNTED]
    if texts:
        terminalreporter.section("fault campaign")
    for text in sorted(texts):
        terminalreporter.write_line(str(text))
