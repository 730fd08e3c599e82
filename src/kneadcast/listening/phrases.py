"""What a listener can say: the wordings of each command, and the spoken names of parts of the body.

The wordings were chosen by measuring: short words that stand alone are heard badly, so nearly all have several. Words
in braces are replaced: `{part}` by the name of a part of the body, and `{minutes}` by a number.
"""

from __future__ import annotations

from collections.abc import Mapping

from kneadcast.planning.live.commands import CommandName
from kneadcast.routine.body import AREAS
from kneadcast.routine.parts import GROUPS

WORDINGS: Mapping[CommandName, tuple[str, ...]] = {
    "stay": (
        "stay here",
        "stay with this",
        "stay on this one",
        "a little longer",
        "a bit longer",
        "stay a bit longer",
        "stay here longer",
        "stay a little longer",
        "keep going here",
        "more of this",
        "more time here",
    ),
    "next": (
        "next step",
        "next one",
        "the next step",
        "the next one",
        "go to the next step",
        "go to the next one",
        "move on to the next",
        "move on to the next step",
        "move on to the next one",
        "let's move on",
    ),
    "back": ("go back", "one step back", "go back one step", "go one step back", "previous step", "back one step"),
    "again": ("say that again", "say it again", "repeat that", "repeat it", "what did you say"),
    "pause": (
        "pause the session",
        "pause the massage",
        "pause here",
        "take a pause",
        "wait a moment",
        "hold on a moment",
        "pause",
    ),
    "resume": (
        "go on",
        "carry on",
        "continue",
        "go on with the session",
        "carry on with the session",
        "resume the session",
        "continue the session",
        "let's go on",
        "let's continue",
    ),
    "less_talk": ("less talking", "speak less", "don't talk so much"),
    "more_talk": ("talk more", "more talking", "more words", "speak more"),
    "softer": (
        "softer",
        "make it softer",
        "make it quieter",
        "a bit softer",
        "a little softer",
        "a bit quieter",
        "a little quieter",
        "turn it down",
        "turn it down a bit",
        "turn the volume down",
        "turn down the volume",
        "lower the volume",
    ),
    "louder": (
        "louder",
        "make it louder",
        "a bit louder",
        "a little louder",
        "turn it up",
        "turn it up a bit",
        "turn the volume up",
        "turn up the volume",
        "raise the volume",
    ),
    "skip": (
        "skip the {part}",
        "skip my {part}",
        "leave out the {part}",
        "leave out my {part}",
    ),
    "end_in": (
        "end in {minutes}",
        "finish in {minutes}",
        "end the session in {minutes}",
        "finish the session in {minutes}",
        "i only have {minutes}",
        "i only have {minutes} left",
    ),
    "time_left": (
        "how long is left",
        "how much time is left",
        "how many minutes are left",
        "how much longer",
        "how much longer is it",
        "how much time do i have left",
        "how much time do we have left",
        "how long is it still",
    ),
    "help": ("what can i say", "what are the commands", "which commands are there", "list the commands", "help me"),
    "stop": (
        "stop the session",
        "stop the massage",
        "end the session",
        "end the massage",
        "end the session now",
        "stop",
        "stop now",
        "stop it",
        "stop here",
        "stop everything",
    ),
    "yes": ("yes", "yes yes", "yes yes yes", "yes sir", "yes stop", "yes stop it", "yes end it", "yes i do"),
    "no": ("no", "no no", "no thank you", "no keep going", "no go on", "no carry on", "no don't stop", "no don't"),
}
"""The wordings of each command, the one that help names first."""

ANSWERS: frozenset[CommandName] = frozenset({"yes", "no"})
"""The commands that are heard only after the session has asked."""

ONLY_AS_WRITTEN: frozenset[str] = frozenset({"more talking", "yes", "yes yes", "yes yes yes", "yes sir"})
"""Wordings that other sounds are like: `more coffee`, or a hum. The text itself must be one of them. `Yes, sir` is what
the recogniser often writes for a yes in a room that rings."""

HEARD_AS: Mapping[str, str] = {"and in": "end in", "and the": "end the", "finishing": "finish in"}
"""The beginnings of wordings as the recogniser often writes them."""

URGENT: frozenset[CommandName] = frozenset({"stop", "pause"})
"""The commands that pass every gate; see `kneadcast.listening.listener`."""

URGENT_WORDS: Mapping[str, CommandName] = {"stop": "stop", "pause": "pause"}
"""A word that alone is a command, also if it is said several times."""

BESIDE_URGENT = frozenset({"please", "now", "no", "hey", "oh", "ok", "okay", "wait", "just", "right"})
"""Words that may stand beside an urgent word."""

BEFORE = ("please", "okay", "ok", "now", "um", "uh", "hey", "so", "can you", "could you", "can we", "could we")
"""Words that may stand before a wording."""

AFTER = ("please", "now", "thanks", "thank you")
"""Words that may follow a wording."""

PARTS: Mapping[str, str] = {
    "foot": "feet",
    "calves": "calf",
    "whole leg": "whole-leg",
    "achilles tendon": "achilles",
    **{part.replace("-", " "): part for part in (*AREAS, *GROUPS) if part != "foot"},
    **{f"{part}s".replace("-", " "): part for part in ("knee", "hip", "thigh", "shin", "ankle", "heel", "sole")},
}
"""The parts of the body by their spoken names."""
