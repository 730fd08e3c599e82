"""How a page looks at many moments and sizes: what is cut, hidden, too small, or on top of something else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Page


@dataclass(frozen=True)
class Size:
    """A window, in CSS pixels."""

    width: int
    height: int
    zoomed: bool = False
    """Whether the page is enlarged to 200 %, so that its window has half the pixels in each direction."""

    def __str__(self) -> str:
        return f"{self.width}x{self.height}{'@200%' if self.zoomed else ''}"


PHONES = (Size(390, 664), Size(375, 553))
_SMALL = (*PHONES, Size(844, 390), Size(720, 450))
SIZES = (
    *_SMALL,
    *(Size(size.width // 2, size.height // 2, zoomed=True) for size in _SMALL),
    Size(1440, 900),
    Size(1920, 1080),
)
SMALLEST_TYPE = 9
"""CSS pixels, in windows that are not enlarged."""
LIT_ONE_LEG, LIT_BOTH_LEGS = 48, 40
"""The least shorter side of a lit area on a phone, in CSS pixels."""

_AFTER_MS = 20
"""How long after a sentence has begun a page is looked at."""

_LOOK = Path(__file__).with_name("layout.js").read_text(encoding="utf-8")


@dataclass(frozen=True)
class Look:
    """What a page looks like at a moment."""

    size: Size
    step: str
    faults: Sequence[str]
    share: float
    """Of the figure in the direction of the longer side of the window."""
    lit_px: float | None
    """The shorter side of the smallest lit area, or `None` if nothing is lit."""
    type_px: float
    """The smallest type."""


def looks(page: Page, facts: Mapping[str, Any], size: Size, at_ms: Sequence[int]) -> Iterator[Look]:
    """Yields what a page looks like at moments of its session.

    Args:
        page: The page, which may be without its sound.
        facts: What the page knows of its session.
        size: The window; the page must have been opened for its resolution.
        at_ms: The moments.
    """
    page.set_viewport_size({"width": size.width, "height": size.height})
    wanted = {
        "moments": [_expected(facts, moment) for moment in at_ms],
        "smallestType": 0 if size.zoomed else SMALLEST_TYPE,
        "lit": [LIT_ONE_LEG, LIT_BOTH_LEGS] if size in PHONES else None,
    }
    for row in page.evaluate(_LOOK, wanted):
        yield Look(size, row["moment"]["step"], row["faults"], row["share"], row["lit"], row["type"])


def moments_of(facts: Mapping[str, Any]) -> dict[str, int]:
    """Returns for each step the moment at which its longest sentence has just begun."""
    found = {}
    steps = facts["steps"]
    for step, following in zip(steps, [*steps[1:], {"at_ms": facts["length_ms"]}], strict=True):
        said = [cue for cue in facts["cues"] if step["at_ms"] <= cue["at_ms"] + _AFTER_MS < following["at_ms"]]
        longest = max(said, key=lambda cue: len(cue["text"]), default=step)
        found[step["id"]] = longest["at_ms"] + _AFTER_MS
    return found


def _expected(facts: Mapping[str, Any], at_ms: int) -> dict[str, Any]:
    """Returns what a page must show at a moment."""
    step = [step for step in facts["steps"] if step["at_ms"] <= at_ms][-1]
    said = [cue["text"] for cue in facts["cues"] if cue["at_ms"] <= at_ms]
    picture = None if step["picture"] is None else facts["pictures"][step["picture"]]
    return {
        "at_ms": at_ms,
        "step": step["id"],
        "side": step["side"] or ("both" if step["both"] else ""),
        "word": step["where"],
        "pressure": step["pressure"] is not None,
        "caution": step["caution"] is not None,
        "words": said[-1] if said else "",
        "pictured": picture is not None and "track" in picture,
        "legs": 1 if step["side"] else 2,
    }
