"""Chromium, and the page of the test session."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from kneadcast.output import chapters_of
from kneadcast.output.page.writer import write_page
from tests.output.page.browser import OpenPage, open_page
from tests.output.sessions import session

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
ARGUMENTS = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # A test has no hand to allow sound with; the page itself never plays unasked.
    "--autoplay-policy=no-user-gesture-required",
)


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Starts Chromium for the tests of this folder; Playwright's event loop must not run during others."""
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed")
    # Chromium's sandbox does not work for root, as in most containers.
    sandbox = ("--no-sandbox",) if hasattr(os, "geteuid") and os.geteuid() == 0 else ()
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=[*ARGUMENTS, *sandbox])
        yield running
        running.close()


@pytest.fixture(scope="module")
def context(browser: Browser) -> Iterator[BrowserContext]:
    """Opens a context that all pages of a module share: they keep no data that another could see."""
    opened = browser.new_context()
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def sound(finished_file: Callable[[str], Path]) -> Path:
    return finished_file("mp3")


@pytest.fixture(scope="session")
def page_file(sound: Path) -> Path:
    """Writes the page of the test session next to its sound."""
    file = sound.with_suffix(".html")
    write_page(file, session(), chapters_of(session()), sound)
    return file


@pytest.fixture
def opened(context: BrowserContext, page_file: Path) -> Iterator[OpenPage]:
    """Opens the page of the test session for one test."""
    found = open_page(context, page_file)
    yield found
    found.page.close()


@pytest.fixture(scope="module")
def shared(context: BrowserContext, page_file: Path) -> OpenPage:
    """Opens the page of the test session for all tests that only seek in it and look at it."""
    return open_page(context, page_file)
