"""Pages for everybody: an accessibility engine, contrast in all colours, and colours that a system forces."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Literal

import numpy as np
import pytest
from axe_core_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import Browser, FloatRect, Page, ViewportSize

from tests.output.page.browser import finish_transitions, go, open_without_sound
from tests.output.page.pages import WrittenPage, compiled, moment_of, write_silent_page

SIZES = {
    "phone": (390, 664),
    "small phone at 200 %": (187, 276),
    "phone on its side": (844, 390),
    "laptop": (1440, 900),
}
QUICK: dict[str, tuple[()]] = {"phone": ()}
"""The window in which every run of the tests looks; the others are slow."""
PHONE: ViewportSize = {"width": 390, "height": 664}
LEGIBLE = 100
"""The least difference in brightness between letters and their ground, of 255."""
SCHEMES: tuple[Literal["dark", "light"], ...] = ("dark", "light")
WORK, REST = "feet-and-lower-legs.left.foot-hold", "rest"


def _steps(page: Page) -> None:
    page.keyboard.press("l")


def _settings(page: Page) -> None:
    page.locator("#more").click()


def _end(page: Page) -> None:
    page.evaluate("document.getElementById('sound').dispatchEvent(new Event('ended'))")


VIEWS: dict[str, tuple[str | None, Callable[[Page], None] | None]] = {
    "start": (None, None),
    "welcome": ("welcome", None),
    "left": (WORK, None),
    "right": (WORK.replace("left", "right"), None),
    "caution": ("caution", None),
    "rest": (REST, None),
    "steps": (WORK, _steps),
    "settings": (WORK, _settings),
    "settings at rest": (REST, _settings),
    "end": (WORK, _end),
}
"""Each view as the step at which it is seen, and what is pressed."""


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory, silent_narrator_of_module: None) -> WrittenPage:  # noqa: ARG001
    return write_silent_page(tmp_path_factory.mktemp("accessible"), compiled("before-sleep", "en"))


@pytest.fixture
def page(browser: Browser, written: WrittenPage) -> Iterator[Page]:
    context = browser.new_context()
    yield open_without_sound(context, written.file).page
    context.close()


def show(page: Page, written: WrittenPage, view: str) -> None:
    """Brings a page to a view."""
    step, press = VIEWS[view]
    if step:
        go(page, moment_of(written.facts, step))
    if press:
        press(page)
    finish_transitions(page)


def complaints(page: Page) -> list[str]:
    """Returns what an accessibility engine finds, and each text whose contrast it cannot decide."""
    # All but an open dialog can be neither reached nor used, which the engine does not know.
    context = "dialog[open]" if page.locator("dialog[open]").count() else None
    found = Axe().run(page, context, options={"resultTypes": ["violations", "incomplete"]})
    undecided = [rule for rule in found["incomplete"] if rule["id"] == "color-contrast"]
    return [
        f"{rule['id']}: {node['html'][:100]} {[one['message'] for one in (*node['any'], *node['all'], *node['none'])]}"
        for rule in (*found["violations"], *undecided)
        for node in rule["nodes"]
    ]


@pytest.mark.parametrize("size", [pytest.param(SIZES[one], marks=QUICK.get(one, pytest.mark.slow)) for one in SIZES])
@pytest.mark.parametrize("theme", ["dark", pytest.param("light", marks=pytest.mark.slow)])
@pytest.mark.parametrize("view", VIEWS)
def test_an_accessibility_engine_finds_nothing(
    page: Page, written: WrittenPage, view: str, theme: str, size: tuple[int, int]
) -> None:
    page.evaluate(f"document.documentElement.dataset.theme = '{theme}'")
    show(page, written, view)
    page.set_viewport_size({"width": size[0], "height": size[1]})
    assert complaints(page) == []


@pytest.mark.parametrize("view", ["start", "left", "caution", "steps", "settings", "end"])
@pytest.mark.parametrize("scheme", SCHEMES)
def test_colours_that_the_system_forces_leave_everything_legible(
    browser: Browser, written: WrittenPage, view: str, scheme: Literal["dark", "light"]
) -> None:
    context = browser.new_context(forced_colors="active", color_scheme=scheme)
    page = open_without_sound(context, written.file).page
    page.set_viewport_size(PHONE)
    show(page, written, view)
    dialog = "dialog[open] " if page.locator("dialog[open]").count() else ""
    checked = 0
    for name in ("h1", "h2", "p:not(.unseen)", "button", ".badge", "#words .said"):
        for node in page.locator(f"{dialog}{name}:visible").all():
            box = node.bounding_box()
            if (
                box
                and box["y"] >= 0
                and box["y"] + box["height"] <= PHONE["height"]
                and (node.text_content() or "").strip()
            ):
                assert spread(page, box) > LEGIBLE, (name, node.text_content())
                checked += 1
    assert checked > 2
    context.close()


def spread(page: Page, box: FloatRect) -> float:
    """Returns the difference between the brightest and the darkest of a part of the window, from 0 to 255."""
    image = Image.open(BytesIO(page.screenshot(clip=box))).convert("L")
    return float(np.ptp(np.asarray(image).astype(np.int64)))
