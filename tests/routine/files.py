"""A small routine file without faults, and versions of it with faults made on purpose."""

from __future__ import annotations

from pathlib import Path

Edits = list[tuple[str, str]]
"""What is replaced by what."""

SAFETY = (
    "Skip today with a fever or a possible clot. Ask a doctor first if you are pregnant. "
    "Go around broken skin. Stop if anything hurts."
)
FAULTLESS = """\
format: 1
name: soles
title: Soles
summary: Three minutes for the soles.
type: relaxing
mode: self
length: 3m
remind: ["Keep the pressure pleasant.", "Breathe in your own rhythm."]
opening:
  position: foot-drawn-in
  safety: {time: 15s/18s/25s, say: "SAFETY"}
  settle: {time: 12s/20s/40s, say: "Sit well back."}
sections:
  - name: Feet
    sides: each
    switch: {time: 10s/12s/15s, say: "Bring up your {side} foot."}
    steps:
      - area: sole
        technique: friction
        pressure: 5
        tempo: 30
        time: 20s/45s/90s
        say: "Set both thumbs on your {side} sole."
        remind: ["Slow circles, row by row.", "Firm, never sharp."]
      - area: foot
        technique: mobilisation
        tempo: 8
        time: 10s/20s/40s
        say: "Turn your {side} foot slowly."
closing:
  close: {time: 12s/20s/40s, say: "Open your eyes when you are ready."}
""".replace("SAFETY", SAFETY)


def faulty(*edits: tuple[str, str]) -> str:
    """Returns the faultless routine with some texts replaced; each of them must occur exactly once."""
    text = FAULTLESS
    for old, new in edits:
        assert text.count(old) == 1, f"{text.count(old)} x {old!r}"
        text = text.replace(old, new)
    return text


def write(folder: Path, text: str, name: str = "soles.yaml") -> Path:
    """Writes a routine file."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path
