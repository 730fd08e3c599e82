"""Who should leave a session out, in full; the spoken safety line has time for the most urgent only.

These follow the cautions that massage services and public health pages agree on; what a type of massage adds stands
with the type in `kneadcast.routine.body`.
"""

from __future__ import annotations

LEAVE_OUT: tuple[str, ...] = (
    "a known or suspected blood clot",
    "one leg that is newly swollen, warm or painful",
    "fever or an acute infection",
    "a flare-up of a chronic illness",
    "a bleeding disorder",
    "cancer treatment",
    "a fracture, or a recent injury of the leg",
    "open wounds or skin disease on the legs",
)
"""Not today, with any of these."""
ASK_FIRST: tuple[str, ...] = (
    "pregnancy",
    "blood thinners",
    "heart problems",
    "fragile skin",
    "diabetes, or numb feet",
    "calf pain on walking",
    "recent surgery or a hip replacement",
)
"""A doctor decides, with any of these."""
GO_AROUND: tuple[str, ...] = (
    "broken skin, rashes and bruises",
    "raised veins, and everything below them",
    "hot or swollen joints",
)
"""Not here, whatever the routine says."""
STOP: str = "Stop at once if anything hurts sharply, tingles or goes numb, if you feel dizzy, or if anything swells."
NO_TREATMENT: str = "This session gives comfort. It is no treatment, and replaces none."
