"""The ids of spoken lines, by which recordings of them are found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from kneadcast.planning.segment import Segment
from kneadcast.speech.model import Line


def with_line_ids(segment: Segment) -> Segment:
    """Returns a segment whose lines have the ids of the cues that say them in a complete session."""

    def named(role: str, lines: Iterable[Line]) -> tuple[Line, ...]:
        names = line_names(segment, role, lines)
        return tuple(
            Line(line.text, line.place, f"{segment.id}.{name}", line.number)
            for name, line in zip(names, lines, strict=True)
        )

    return replace(
        segment,
        action=named("action", segment.action),
        brief=named("brief", segment.brief),
        again=named("again", segment.again),
        preview=named("preview", segment.preview),
        reminders=named("remind", segment.reminders),
    )


def line_names(segment: Segment, role: str, lines: Iterable[Line]) -> Iterator[str]:
    """Yields the name of each line of a segment in a role, such as `action.2` or `caution.1`.

    It does not depend on what else is said, so that a recording of the line fits every session.
    """
    numbers: Counter[str] = Counter()
    parts = (("ask", segment.ask), ("caution", segment.caution), ("added", segment.added))
    for line in lines:
        name = next((part for part, of_part in parts if line in of_part), role)
        numbers[name] += 1
        yield f"{name}.{line.number or numbers[name]}"
