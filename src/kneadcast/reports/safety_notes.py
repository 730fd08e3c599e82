"""The written safety notes of a session; the spoken safety line has time for the most urgent ones only.

Source: the cautions on which massage services and public health pages agree. The contraindications of a type of massage
are in `kneadcast.routine.body`.
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
"""Conditions with which the session should be left out."""
ASK_FIRST: tuple[str, ...] = (
    "pregnancy",
    "blood thinners",
    "heart problems",
    "fragile skin",
    "diabetes, or numb feet",
    "calf pain on walking",
    "recent surgery or a hip replacement",
)
"""Conditions with which the listener should ask a doctor first."""
GO_AROUND: tuple[str, ...] = (
    "broken skin, rashes and bruises",
    "raised veins, and everything below them",
    "hot or swollen joints",
)
"""Places on the body that should not be massaged."""
STOP: str = "Stop at once if anything hurts sharply, tingles or goes numb, if you feel dizzy, or if anything swells."
NO_TREATMENT: str = "This session gives comfort. It is no treatment, and replaces none."
