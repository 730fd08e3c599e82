"""Templates of new routine files: complete and valid, with a comment on every key."""

from __future__ import annotations

from collections.abc import Iterator

from kneadcast.routine.model import Routine
from kneadcast.routine.vocabulary import ENGLISH

_COMPLETE = """\
# Your own routine. docs/routine-format.md explains every key; `kneadcast check {name}` reports what is wrong.
format: 1
name: {name}
title: {title}
summary: A routine of my own.
type: preventive            # preventive, classical, lymphatic, anti-cellulite or relaxing
mode: self                  # self or partner
length: 5m                  # unless the listener asks for another
needs: [chair, stool]       # what to have ready; the opening names it

# Reminders that fit any part, at least two. A long session needs ten or more, or it sounds like a loop.
remind:
  - "Keep the pressure pleasant."
  - "Breathe in your own rhythm."
  - "Let your shoulders drop."
  - "Softer is always fine."

opening:
  position: seated
  # Who skips the session, who asks a doctor first, what to avoid and when to stop. No option removes it.
  safety:
    time: 25s/26s/34s       # min/ideal/max, words included
    say: >-
      Skip today with fever, infection, a possible clot, or one newly swollen leg.
      If you are pregnant or under treatment, ask a doctor first.
      Go around broken skin and raised veins.
      Stop if anything hurts or goes numb.
  settle:
    time: 12s/20s/40s
    say: "Sit back in your chair. Put both feet up on the stool."

sections:
  - name: Feet
    sides: each             # all steps on the left, the switch, all steps on the right
    switch:
      say: "That foot is done. Now your {{side}} foot."
      time: 8s/10s/15s
    steps:
      - area: sole
        technique: friction
        pressure: 5         # 1 to 10; every area has a cap
        tempo: 30           # strokes a minute
        time: 30s/60s/120s  # for one side
        say: "Circle both thumbs over your {{side}} sole. Work from the toes to the heel."
        again: "Circle your thumbs over your {{side}} sole."
        remind:
          - "Slow circles, row by row."
          - "Linger where your {{side}} sole likes it."

      - area: foot
        technique: effleurage
        pressure: 3
        tempo: 12
        time: 20s/40s/80s
        priority: 2         # left out of a short session; 3 goes first, and 1 (the default) is in every session
        say: "Stroke your {{side}} foot with both palms, from toes to ankle."
        again: "Stroke your {{side}} foot with both palms."
        # Words for a short session instead of `say`, with every limit that it names:
        # brief: "Stroke your {{side}} foot, toes to ankle."
        remind:
          - "Light and long, toward the ankle."
          - "Let your hands return without weight."

closing:
  close:
    time: 12s/20s/40s
    say: "Let your hands rest. Open your eyes when you are ready."
"""

_EXTENSION = """\
# Your own version of {base}. Everything that is not in this file stays as it is there; see `kneadcast show {base}`.
format: 1
extends: {base}
name: {name}
title: {title}

# Keys at the top level replace those of {base}:
# length: 20m

# What is removed, as a section's id or as section.step:
# remove: [{example}]

# Sections and steps are identified by their ids. A new one goes to the end, or after the one that `after: ID` names.
# Remove the # from what you change and from the ids above it:
# sections:
"""


def new_routine(name: str) -> str:
    """Returns the text of a small routine with a comment on every key."""
    return _COMPLETE.format(name=name, title=_title(name))


def new_extension(name: str, base: Routine) -> str:
    """Returns the text of a routine that extends another, with a comment that lists the steps it may change."""
    first = base.sections[0]
    example = f"{first.slug}.{first.steps[0].slug}"
    head = _EXTENSION.format(name=name, title=_title(name), base=base.name, example=example)
    return head + "".join(f"# {line}\n" for line in _listed_steps(base))


def _title(name: str) -> str:
    """Returns a title made of the name, or a neutral one if it would be a health claim, as with two type names."""
    title = name.replace("-", " ").capitalize()
    return "A routine of my own" if any(claim.found_in(title) for claim in ENGLISH.health_claims) else title


def _listed_steps(base: Routine) -> Iterator[str]:
    for section in base.sections:
        yield f"  - id: {section.slug}"
        yield "    steps:"
        for step in section.steps:
            time = "/".join(f"{ms // 1000}s" for ms in (step.time.min_ms, step.time.ideal_ms, step.time.max_ms))
            yield f"      - id: {step.slug}"
            yield f"        time: {time}"
