"""The time budget of a plan: how the time of each step is used, and how it differs from the ideal."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from kneadcast.planning.planner import Plan, TimedSegment
from kneadcast.planning.timing import instruction_ms
from kneadcast.reports.bars import bar
from kneadcast.script.labels import id_in_words
from kneadcast.script.model import Side, StepKind
from kneadcast.units import format_clock, format_duration


@dataclass(frozen=True)
class BudgetEntry:
    """The time of one segment; its talk, travel, hands-on and still time add up to its length."""

    id: str
    kind: StepKind
    section: str
    side: Side | None
    area: str | None
    start_ms: int
    length_ms: int
    talk_ms: int
    """Time in which instructions are spoken."""
    travel_ms: int
    """Silence in which the listener changes position or side."""
    hands_on_ms: int
    still_ms: int
    """Silence in which the listener does nothing: settling in, resting, ending."""
    ideal_ms: int
    """The length that it would have with the routine's ideal time."""

    @property
    def gained_ms(self) -> int:
        """The time gained from other segments; negative for time lost to them."""
        return self.length_ms - self.ideal_ms


@dataclass(frozen=True)
class TimeBudget:
    """The entries of a complete session, in order, and the steps that were left out."""

    routine: str
    title: str
    length_ms: int
    entries: tuple[BudgetEntry, ...]
    dropped: tuple[str, ...]
    """Optional steps that were left out because of the length."""
    notes: tuple[str, ...] = ()
    """What was left out or softened because of cautions."""

    def areas_ms(self) -> dict[str, int]:
        """Returns the hands-on time of each area, in the order in which areas are first worked."""
        areas: dict[str, int] = {}
        for entry in self.entries:
            if entry.area:
                areas[entry.area] = areas.get(entry.area, 0) + entry.hands_on_ms
        return areas


def time_budget(plan: Plan, notes: tuple[str, ...] = ()) -> TimeBudget:
    """Returns the time budget of a plan."""
    routine = plan.measured.routine
    entries = tuple(_entry(timed, plan) for timed in plan.segments)
    return TimeBudget(routine.name, routine.title, plan.length_ms, entries, plan.dropped, notes)


def to_data(budget: TimeBudget) -> dict[str, object]:
    """Returns a time budget as plain data; times are in milliseconds."""
    entries = [{**asdict(entry), "gained_ms": entry.gained_ms} for entry in budget.entries]
    facts = {name: value for name, value in asdict(budget).items() if name != "notes"}
    return {"format": 1, **facts, "entries": entries, "areas_ms": budget.areas_ms()}


def to_text(budget: TimeBudget) -> str:
    """Returns a time budget as a table with a bar for each area."""
    lines = [f"{budget.title} ({budget.routine}), {format_duration(budget.length_ms)}", ""]
    lines.append(f"{'from':>7}  {'step':<46}{'talk':>6}{'travel':>8}{'hands on':>10}{'still':>7}{'ideal':>8}{'+/-':>7}")
    lines += map(_row, budget.entries)
    columns = ("talk_ms", "travel_ms", "hands_on_ms", "still_ms", "ideal_ms", "gained_ms")
    lines.append(_columns("", "in all", [sum(getattr(entry, name) for entry in budget.entries) for name in columns]))
    lines += ["", "left out: " + (", ".join(budget.dropped) or "nothing"), ""]
    lines += _bars(budget.areas_ms())
    return "\n".join(lines) + "\n"


def _entry(timed: TimedSegment, plan: Plan) -> BudgetEntry:
    segment, quiet_ms = timed.segment, timed.hands_on_ms
    talk_ms = instruction_ms(segment, plan.measured.durations)
    return BudgetEntry(
        id=segment.id,
        kind=segment.kind,
        section=segment.section,
        side=segment.side,
        area=segment.area,
        start_ms=timed.start_ms,
        length_ms=timed.end_ms - timed.start_ms,
        talk_ms=talk_ms,
        travel_ms=quiet_ms if segment.kind in ("move", "switch") else 0,
        hands_on_ms=quiet_ms if segment.kind == "work" else 0,
        still_ms=quiet_ms if segment.kind not in ("move", "switch", "work") else 0,
        ideal_ms=talk_ms + plan.ideals[segment.key],
    )


def _row(entry: BudgetEntry) -> str:
    values = [entry.talk_ms, entry.travel_ms, entry.hands_on_ms, entry.still_ms, entry.ideal_ms, entry.gained_ms]
    return _columns(format_clock(entry.start_ms), entry.id, values)


def _columns(clock: str, name: str, values_ms: list[int]) -> str:
    *usual, ideal, gained = (round(value / 1000) for value in values_ms)
    cells = [str(value) if value else "" for value in usual]
    widths = zip(cells, (6, 8, 10, 7), strict=True)
    return f"{clock:>7}  {name:<46}" + "".join(f"{cell:>{width}}" for cell, width in widths) + f"{ideal:>8}{gained:>+7}"


def _bars(areas_ms: dict[str, int]) -> list[str]:
    most_ms = max(areas_ms.values(), default=0) or 1
    return [
        f"{id_in_words(area):>18}  {bar(ms, most_ms)} {format_duration(round(ms, -3))}" for area, ms in areas_ms.items()
    ]
