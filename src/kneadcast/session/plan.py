"""The plan: which stretches a session has, and from when to when, so that it lasts exactly as long as was asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from kneadcast.errors import PlanError
from kneadcast.routine.model import Phrases, Routine
from kneadcast.session.choosing import choose
from kneadcast.session.fit import Fitted, fit
from kneadcast.session.measuring import BREATH_MS, Measures, instruction_ms
from kneadcast.session.notices import notices_for
from kneadcast.session.outline import Stretch, droppable, either_way, lay_out
from kneadcast.session.reach import Limits, limits, out_of_reach
from kneadcast.session.settling import settled
from kneadcast.session.sharing import layouts
from kneadcast.session.wishes import AS_WRITTEN, Wishes

__all__ = ["BREATH_MS", "Limits", "Measures", "Plan", "Planned", "instruction_ms", "limits", "plan", "spoken_lines"]


@dataclass(frozen=True)
class Planned:
    """A stretch with its time."""

    stretch: Stretch
    start_ms: int
    end_ms: int
    hands_on_ms: int


@dataclass(frozen=True)
class Plan:
    """A whole session's stretches, without gaps from 0 to `length_ms`."""

    routine: Routine
    length_ms: int
    stretches: tuple[Planned, ...]
    dropped: tuple[str, ...]
    """Keys of the optional steps that were left out, on both sides."""
    wishes: Wishes = AS_WRITTEN
    ideals: Mapping[str, int] = field(default_factory=dict)
    """The hands-on time that each stretch's key would ideally have."""


def spoken_lines(routine: Routine, phrases: Phrases, wishes: Wishes = AS_WRITTEN, length_ms: int = 0) -> dict[str, str]:
    """Returns every sentence that a session of this routine may say, with the place that it comes from.

    Args:
        routine: The routine as its author wrote it.
        phrases: The fixed phrases of its language.
        wishes: What the listener asks of it.
        length_ms: How long the session is to be; only a countdown hangs on it.

    Raises:
        PlanError: If the routine or the language does not have what is asked for.
    """
    chosen = choose(routine, phrases, wishes)
    lines: dict[str, str] = {}
    going = droppable(chosen)
    twice = replace(wishes, rounds=min(2, wishes.rounds))
    for number in range(len(going) + 1):
        for stretch in lay_out(chosen, phrases, going[:number], twice):
            brief = stretch.brief if wishes.talk == "brief" else ()
            for text in (*stretch.action, *brief, *stretch.preview, *stretch.reminders):
                lines.setdefault(text, stretch.id)
    for stretch in either_way(chosen, phrases) if wishes.order == "area" else ():
        for text in (*stretch.action, *stretch.brief, *stretch.reminders):
            lines.setdefault(text, stretch.id)
    for text in routine.remind:
        lines.setdefault(text, "remind")
    fixed = (phrases.halfway, phrases.five_minutes_left, phrases.one_minute_left)
    told = (notice.text for notice in notices_for(length_ms, phrases, wishes) if notice.text)
    for text in (*fixed, *told):
        lines.setdefault(text, "phrases")
    return lines


def plan(routine: Routine, phrases: Phrases, measures: Measures, length_ms: int, wishes: Wishes = AS_WRITTEN) -> Plan:
    """Plans a session of exactly the given length.

    All stretches shrink in proportion from ideal to min; where that is not enough, optional steps go, on both sides,
    and what they free is shared out again. All grow in proportion from ideal to max.

    Raises:
        PlanError: If no session of this routine can be that long, or have what is wished; it says what could be.
    """
    chosen = settled(choose(routine, phrases, wishes), phrases, measures, wishes)
    for layout in layouts(chosen, phrases, measures, wishes):
        if layout.shortest_ms <= length_ms <= layout.longest_ms:
            fitted = fit(layout.shares, length_ms - layout.words_ms)
            ideals = {share.key: share.ideal_ms for share in layout.shares}
            placed = _place(layout.stretches, measures, fitted)
            return Plan(chosen, length_ms, placed, layout.dropped, wishes, ideals)
    raise PlanError(out_of_reach(routine, phrases, measures, length_ms, wishes))


def _place(stretches: Sequence[Stretch], measures: Measures, fitted: Fitted) -> tuple[Planned, ...]:
    placed: list[Planned] = []
    at_ms = 0
    for stretch in stretches:
        hands_on_ms = fitted.shares[stretch.key]
        if stretch is stretches[-1]:
            # A millisecond that two sides cannot share equally lengthens the silence at the very end.
            hands_on_ms += fitted.left_over_ms
        end_ms = at_ms + instruction_ms(stretch, measures) + hands_on_ms
        placed.append(Planned(stretch, at_ms, end_ms, hands_on_ms))
        at_ms = end_ms
    return tuple(placed)
