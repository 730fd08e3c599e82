"""The library in a browser: from the cover to the sound, and without the server."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_core_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page

from tests.output.page.browser import until
from tests.output.sessions import LENGTH_MS
from tests.serving.shared import Running, running

PHONE = {"width": 390, "height": 664}
DESK = {"width": 1440, "height": 900}
SEEK = """at => new Promise((done, failed) => {
    const sound = document.querySelector("audio");
    sound.addEventListener("seeked", () => done(sound.currentTime), { once: true });
    sound.addEventListener("error", () => failed(new Error(sound.error.message)), { once: true });
    sound.currentTime = at;
})"""
SMALLEST_PX = """Math.min(...[...document.querySelectorAll(".title, .length, h1")]
    .map(element => parseFloat(getComputedStyle(element).fontSize)))"""
KEPT = "caches.match(new URL(document.querySelector('audio').src).href).then(Boolean)"


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    opened = browser.new_context(viewport=PHONE)  # type: ignore[arg-type]
    yield opened
    opened.close()


def watched(context: BrowserContext, complaints: list[str]) -> Page:
    """Returns a new page, whose complaints are collected."""
    page = context.new_page()
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("response", lambda response: complaints.append(response.url) if response.status >= 400 else None)
    return page


def open_first(page: Page) -> None:
    """Opens the first session by its cover, and waits until its sound can be played."""
    page.locator(".session").first.click()
    page.wait_for_url("**/1/")
    until(page, "document.querySelector('audio').readyState >= 1")


def test_a_tap_on_a_cover_opens_the_session_whose_sound_seeks(context: BrowserContext, server: Running) -> None:
    complaints: list[str] = []
    page = watched(context, complaints)
    parts: list[Any] = []
    page.on("response", lambda response: parts.append(response.status) if ".mp3" in response.url else None)
    page.goto(server.url)
    assert page.locator(".session").count() == 5
    open_first(page)
    assert page.evaluate("document.querySelector('audio').duration") == pytest.approx(LENGTH_MS / 1000, abs=0.1)
    for at_s in (20, 3.5, 11):
        assert page.evaluate(SEEK, at_s) == pytest.approx(at_s)
    assert set(parts) == {206}
    page.go_back()
    page.wait_for_url(server.url)
    assert complaints == []


def test_a_session_that_was_opened_plays_without_the_server(
    context: BrowserContext, shared_files: tuple[Path, ...]
) -> None:
    with running(shared_files[:2]) as found:
        page = context.new_page()
        page.goto(found.url)
        until(page, "Boolean(navigator.serviceWorker.controller)")
        open_first(page)
        until(page, KEPT)
        url = found.url
    page.goto(url)
    assert page.locator(".session").count() == 2
    until(page, "document.querySelectorAll('.kept:not([hidden])').length === 1")
    assert page.evaluate("[...document.images].every(image => image.complete && image.naturalWidth > 0)")
    open_first(page)
    for at_s in (20, 3.5):
        assert page.evaluate(SEEK, at_s) == pytest.approx(at_s)


def test_the_app_can_be_installed(context: BrowserContext, server: Running) -> None:
    page = context.new_page()
    page.goto(server.url)
    session = context.new_cdp_session(page)
    manifest = session.send("Page.getAppManifest")
    assert manifest["errors"] == []
    assert manifest["url"] == f"{server.url}manifest.json"
    until(page, "navigator.serviceWorker.getRegistration().then(found => Boolean(found && found.active))")
    errors = session.send("Page.getInstallabilityErrors")["installabilityErrors"]
    assert [error for error in errors if error["errorId"] != "in-incognito"] == []


def test_only_where_the_browser_refuses_it_a_line_says_so(context: BrowserContext, server: Running) -> None:
    """A page of plain http from another computer is no secure context; one from this computer is."""
    page = context.new_page()
    page.goto(server.url)
    assert not page.locator("#insecure").is_visible()
    page.add_init_script("Object.defineProperty(window, 'isSecureContext', { value: false })")
    page.reload()
    assert page.locator("#insecure").is_visible()


@pytest.mark.parametrize("size", [PHONE, DESK, {"width": 320, "height": 568}])
@pytest.mark.parametrize("scheme", ["dark", "light"])
def test_the_page_fits_and_its_text_is_readable(browser: Browser, server: Running, size: Any, scheme: Any) -> None:
    context = browser.new_context(viewport=size, color_scheme=scheme)
    page = context.new_page()
    page.goto(server.url)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.evaluate(SMALLEST_PX) >= 16
    covers = page.evaluate("[...document.querySelectorAll('.cover')].map(e => e.getBoundingClientRect().width)")
    assert min(covers) >= 260
    found = Axe().run(page, options={"resultTypes": ["violations"]})["violations"]
    assert [(rule["id"], [node["html"] for node in rule["nodes"]]) for rule in found] == []
    context.close()
