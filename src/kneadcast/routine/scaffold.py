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
length: 6m                  # unless the listener asks for another
needs: [chair, towel]       # what to have ready; the opening names it

# Lines that ask for nothing and fit any part, at least two. One is spoken every two minutes, so write ten or more.
remind:
  - "Breathe in your own rhythm."
  - "Let your shoulders drop."
  - "Softer is always fine."
  - "There is no hurry at all."

opening:
  position: seated
  welcome:
    time: 8s/11s/16s        # min/ideal/max, words included
    say: "Welcome. These minutes belong to your feet. Breathe out once, slowly."
    brief: "Welcome. Breathe out once."     # spoken instead of `say` in a short session
  # Who skips the session, who asks a doctor first, what to avoid and when to stop. No option removes it.
  safety:
    time: 32s/34s/42s
    say: >-
      Skip this massage today with fever, infection, a flare-up or a fresh injury.
      The same goes for one newly swollen leg, or a possible clot.
      Ask a doctor first if you are pregnant, or treated for cancer.
      Ask, too, with blood thinners, a bleeding disorder, or numb feet.
      Go around broken skin and raised veins.
      Stop if anything hurts, tingles or goes numb.
  settle:
    time: 16s/24s/40s
    say: >-
      Sit barefoot on your chair, a towel under your feet.
      One bell begins the next step, and two bells the other side.
      Keep going until you hear the bell.
    brief: "Sit barefoot on your chair, a towel under your feet. Keep going until the bell."

sections:
  - name: Feet
    position: foot-drawn-in # one that reaches the areas below; docs/routine-format.md lists them
    move:
      preview: "Soon you will draw one foot in."
      say: "Draw your {{side}} foot in, the heel on the edge of your seat."
      time: 8s/12s/20s
    sides: each             # all steps on the left, the switch, all steps on the right
    compare:                # after the first side, if there is time
      say: "Set both feet down, and feel how different they are."
    switch:
      say: "Now draw your {{side}} foot in, the heel on the seat."
      time: 8s/10s/15s
    steps:
      - area: sole
        technique: friction
        pressure: 5         # 1 to 10; every area has a cap
        tempo: 30           # strokes a minute
        hand: thumbs        # what touches the body in pictures, and where it moves; both have defaults
        path: toes to heel
        time: 30s/60s/120s  # for one side
        # Several wordings say the same in other words: `--variation 2` speaks the second of each list.
        say:
          - "Circle both thumbs over your {{side}} sole. Work from the toes to the heel."
          - "Set both thumbs on your {{side}} sole. Draw small circles, from the toes to the heel."
        again: "Circle your thumbs over your {{side}} sole."
        remind:
          - "Slow circles, row by row."
          - "Linger where your {{side}} sole likes it."

      - area: calf
        technique: effleurage
        pressure: 4
        tempo: 12
        time: 20s/40s/80s
        priority: 2         # left out of a short session; 3 goes first, and 1 (the default) is in every session
        say: "Stroke up your {{side}} calf with both palms. Let them slide back without weight."
        again: "Stroke up your {{side}} calf, and slide back."
        brief: "Stroke up your {{side}} calf."
        # Where to stop and what to stay off; spoken on the first side of every session.
        caution: "End a hand below the hollow of the knee."
        remind:
          - "Light and long, with every breath out."
          - "Let your hands return without weight."

closing:
  close:
    time: 12s/20s/40s
    say: "Let your hands rest. Open your eyes when you are ready."
    brief: "Let your hands rest, and open your eyes."
    farewell: "Thank you for these minutes. Go gently."   # the last words, right before the last bell
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
