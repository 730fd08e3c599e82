"""A page in Chromium, driven as a person would."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import BrowserContext, Page


@dataclass
class OpenPage:
    """A page, and what it printed and requested since it was opened."""

    page: Page
    complaints: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)


def open_page(context: BrowserContext, file: Path, *, first: str = "") -> OpenPage:
    """Opens a page and waits until its sound can be played.

    Args:
        context: Of a browser.
        file: The page.
        first: A script to run before those of the page.
    """
    opened = _opening(context, first)
    opened.page.goto(file.as_uri())
    until(opened.page, "document.getElementById('sound').readyState >= 1")
    return opened


def _opening(context: BrowserContext, first: str) -> OpenPage:
    page = context.new_page()
    opened = OpenPage(page)
    page.on("console", lambda message: opened.complaints.append(message.text))
    page.on("pageerror", lambda error: opened.complaints.append(str(error)))
    page.on("request", lambda request: opened.requests.append(request.url))
    if first:
        page.add_init_script(first)
    return opened


def go(page: Page, at_ms: float) -> None:
    """Moves a page to a moment by its address, and waits until it shows the session there."""
    page.evaluate(
        """async at => {
            const moment = `#t=${at}`, sound = document.getElementById("sound");
            if (location.hash !== moment) {
                const moved = new Promise(done => addEventListener("hashchange", done, { once: true }));
                location.hash = moment;
                await moved;
            } else {
                dispatchEvent(new Event("hashchange"));
            }
            const later = done => sound.addEventListener("seeked", () => setTimeout(done, 0), { once: true });
            if (sound.seeking) await new Promise(later);
        }""",
        # Half a millisecond more, so that no rounding ends before the moment.
        (at_ms + 0.5) / 1000,
    )


def begin(page: Page) -> None:
    """Starts the session from its beginning."""
    page.locator("#begin").click()
    until(page, "!document.getElementById('sound').paused")
    # Chromium takes the focus from the button that is hidden now a frame later, an event that wakes the controls.
    until(page, "document.activeElement === document.body")


def open_without_sound(context: BrowserContext, file: Path, *, first: str = "") -> OpenPage:
    """Opens a page whose sound is missing, and waits until it says so; `go` moves in it without a wait."""
    opened = _opening(context, first)
    opened.page.goto(file.as_uri())
    opened.page.wait_for_selector("#trouble:not([hidden])")
    return opened


def until(page: Page, condition: str) -> None:
    """Waits until a condition holds; Playwright's own way needs `eval`, which the page forbids."""
    for _ in range(600):
        if page.evaluate(condition):
            return
        page.wait_for_timeout(25)
    raise AssertionError(f"never came true: {condition}")


def finish_transitions(page: Page) -> None:
    """Brings everything that is fading to its end."""
    page.evaluate("document.getAnimations().forEach(one => one instanceof CSSTransition && one.finish())")


def text(page: Page, name: str) -> str:
    return page.locator(f"#{name}").text_content() or ""


def at_ms(page: Page) -> float:
    found: float = page.evaluate("document.getElementById('sound').currentTime * 1000")
    return found


def is_paused(page: Page) -> bool:
    found: bool = page.evaluate("document.getElementById('sound').paused")
    return found


def fits(page: Page) -> bool:
    """Returns whether everything is visible without scrolling."""
    found: bool = page.evaluate(
        """() => {
            const page = document.documentElement;
            return page.scrollWidth <= innerWidth && page.scrollHeight <= innerHeight;
        }"""
    )
    return found
