"""The page in Firefox and in WebKit, from the smallest phone to a television: everything fits, and nothing is wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest

from kneadcast import Options, SoundSettings
from kneadcast.build import compile_session
from kneadcast.messages import ENGLISH, messages_in
from kneadcast.output import chapters_of
from kneadcast.output.page.writer import write_page
from kneadcast.routine.library import languages_of, routine_names
from kneadcast.script.model import Script
from tests.output.page import other_browsers
from tests.output.page.other_browsers import OtherBrowser

pytestmark = pytest.mark.slow

PHONES = ((390, 664), (375, 553))
SCREENS = (*PHONES, (844, 390), (720, 450), (1440, 900), (1920, 1080))
ENLARGED = tuple((width // 2, height // 2) for width, height in SCREENS[:4])
"""Viewports of pages at 200 %, in CSS pixels."""
SESSIONS = [(name, language) for name in routine_names() for language in (ENGLISH, *languages_of(name))]
LEAST_FIGURE = {"portrait": 0.45, "landscape": 0.5}
"""Of the height of a portrait viewport, and of the width of a landscape one."""
LEAST_LIT_PX = 48
MOST_FRAMES_A_SECOND = 70

COMPLAINTS = """<script>
    window.complaints = [];
    addEventListener("error", (event) => { if (event.message) complaints.push(event.message); });
    addEventListener("unhandledrejection", (event) => complaints.push(String(event.reason)));
    addEventListener("securitypolicyviolation", (event) => complaints.push(`blocked: ${event.blockedURI}`));
    for (const name of ["error", "warn"]) console[name] = (...words) => complaints.push(words.join(" "));
</script>"""
"""Collects what the page complains of; neither browser has a command that tells."""

MEASURE = """
    const at = (id) => document.getElementById(id), { steps, cues } = JSON.parse(at("session").textContent);
    const cut = (node) => node.scrollHeight > node.clientHeight || node.scrollWidth > node.clientWidth;
    const inside = (node) => {
        const box = node.getBoundingClientRect();
        return box.left >= 0 && box.top >= 0 && box.right <= innerWidth + .5 && box.bottom <= innerHeight + .5;
    };
    const moments = steps.flatMap((step, index) => {
        const end = steps[index + 1]?.at_ms ?? Infinity;
        const spoken = cues.filter((cue) => cue.at_ms >= step.at_ms && cue.at_ms < end);
        const longest = Math.max(...spoken.map((cue) => cue.text.length));
        return [step.at_ms, ...spoken.filter((cue) => cue.text.length === longest).map((cue) => cue.at_ms)];
    });
    const found = [];
    for (const moment of new Set(moments)) {
        at("seek").value = moment + 1000 - moment % 1000;
        at("seek").dispatchEvent(new Event("input"));
        const figure = at("figure").getBoundingClientRect(), badge = at("badge");
        const lit = [...document.querySelectorAll("#scene .lit")].map((node) => node.getBoundingClientRect());
        found.push({
            moment,
            step: at("stage").dataset.step,
            cut: [document.documentElement, document.body, at("now")].filter(cut).map((node) => node.localName),
            outside: [badge, at("now"), at("play"), at("list"), at("more"), at("left"), at("figure")]
                .filter((node) => !node.hidden && !inside(node)).map((node) => node.id),
            badge: badge.hidden ? "" : at("side").textContent,
            badge_is_whole: badge.hidden || !cut(badge),
            figure: [figure.width, figure.height],
            lit: lit.map((box) => Math.min(box.width, box.height)),
            fit: Number(at("now").style.getPropertyValue("--fit")),
        });
    }
    return found;
"""
"""Goes to the start of each step and to its longest sentence, and measures what is shown."""

COUNT_FRAMES = """
    const sound = document.getElementById("sound"), ask = window.requestAnimationFrame;
    const wait = (ms) => new Promise((go) => setTimeout(go, ms));
    const until = async (found) => {
        for (let n = 0; n < 200 && !found(); n += 1) await wait(25);
        return found();
    };
    if (!await until(() => sound.readyState >= 2)) return null;
    let calls = 0;
    window.requestAnimationFrame = (act) => ask.call(window, (time) => { calls += 1; act(time); });
    for (let number = 0; number < 11; number += 1) document.getElementById("play").click();
    if (!await until(() => sound.currentTime > .2)) return null;
    const before = calls, since = performance.now();
    await wait(2000);
    const frames = (calls - before) * 1000 / (performance.now() - since);
    document.getElementById("play").click();
    return frames;
"""
"""Presses the button eleven times in a moment, so that the sound plays, and counts callbacks a second."""


@pytest.fixture(params=["firefox", "webkit"], scope="module")
def browser(request: pytest.FixtureRequest) -> Iterator[OtherBrowser]:
    needed = {
        "firefox": {"firefox-esr": other_browsers.FIREFOX},
        "webkit": {
            "webkit2gtk-driver": other_browsers.WEBKIT_DRIVER and other_browsers.MINI_BROWSER,
            "xvfb": other_browsers.XVFB,
        },
    }[request.param]
    if missing := [package for package, program in needed.items() if not program]:
        pytest.skip(f"{' and '.join(missing)} not installed")
    start: Callable[[], AbstractContextManager[OtherBrowser]] = getattr(other_browsers, request.param)
    with start() as running:
        yield running


@pytest.fixture(params=SESSIONS, ids="-".join, scope="module")
def script(request: pytest.FixtureRequest, silent_narrator_of_module: None) -> Script:  # noqa: ARG001
    name, language = request.param
    options = Options(sound=SoundSettings(template="plain"), language=language)
    return compile_session(name, options=options).script


@pytest.fixture
def opened(browser: OtherBrowser, script: Script, tmp_path: Path) -> OtherBrowser:
    """Opens the page of a session without its sound, at its first moment."""
    file = tmp_path / "s.html"
    write_page(file, script, chapters_of(script), tmp_path / "s.mp3")
    open_page(browser, file)
    browser.run("location.hash = '#t=0.001'; await new Promise((go) => setTimeout(go, 200));")
    return browser


def open_page(browser: OtherBrowser, file: Path) -> None:
    """Opens a page that collects its own complaints."""
    page = file.read_text(encoding="utf-8")
    file.write_text(page.replace("<title>", f"{COMPLAINTS}<title>", 1), encoding="utf-8")
    browser.open(file.as_uri())


def shown(browser: OtherBrowser, size: tuple[int, int]) -> list[dict[str, Any]]:
    browser.resize(*size)
    assert browser.run("return document.body.dataset.view") == "session"
    found: list[dict[str, Any]] = browser.run(MEASURE)
    return found


def test_at_every_step_and_size_nothing_is_cut_and_the_picture_is_large(opened: OtherBrowser, script: Script) -> None:
    badges = badge_words(script)
    for size in (*SCREENS, *ENLARGED):
        rows = shown(opened, size)
        assert {row["step"] for row in rows} == {step.id for step in script.steps}
        faults = [(size, fault, row) for row in rows for fault in faults_of(row, size, badges)]
        assert not faults, faults[:5]
    assert opened.run("return complaints") == []


def badge_words(script: Script) -> Mapping[str, str]:
    """Returns the word of the badge for each step that works on an area."""
    messages = messages_in(script.language)
    worked = (step for step in script.steps if step.area)
    return {step.id: messages.sides.of(step.side) if step.side else messages.page.both_sides for step in worked}


def faults_of(row: Mapping[str, Any], size: tuple[int, int], badges: Mapping[str, str]) -> Iterator[str]:
    """Yields what is wrong with what was shown at a moment."""
    width, height = size
    yield from (f"{name} is cut" for name in row["cut"])
    yield from (f"{name} is outside" for name in row["outside"])
    if not row["badge_is_whole"] or row["badge"] != badges.get(row["step"], row["badge"]):
        yield "wrong badge"
    portrait = height > width
    share = row["figure"][1] / height if portrait else row["figure"][0] / width
    if share < LEAST_FIGURE["portrait" if portrait else "landscape"]:
        yield f"the picture has {share:.0%}"
    if row["step"] in badges and not row["lit"]:
        yield "nothing is lit"
    if size in PHONES and row["lit"] and min(row["lit"]) < LEAST_LIT_PX:
        yield f"what is lit has {min(row['lit']):.0f} px"


def test_quick_presses_leave_one_loop(browser: OtherBrowser, page_file: Path, tmp_path: Path) -> None:
    sound = page_file.with_suffix(".mp3")
    (tmp_path / sound.name).write_bytes(sound.read_bytes())
    file = tmp_path / page_file.name
    file.write_bytes(page_file.read_bytes())
    browser.resize(1440, 900)
    open_page(browser, file)
    frames = browser.run(COUNT_FRAMES)
    if frames is None:
        pytest.skip(f"{browser.name} cannot play an MP3 here")
    assert 0 < frames <= MOST_FRAMES_A_SECOND
    assert browser.run("return complaints") == []
