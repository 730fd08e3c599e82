"""The shortest routine, script and batch, so that a command takes a moment."""

from __future__ import annotations

from kneadcast.choices import DEFAULT_PACE_WPM
from tests.routine.files import faulty

ROUTINE = faulty(
    ("length: 3m", "length: 1m"),
    ("15s/18s/25s", "4s/5s/25s"),
    ("settle: {time: 12s/20s/40s", "settle: {time: 3s/4s/40s"),
    ("10s/12s/15s", "3s/4s/15s"),
    ("20s/45s/90s", "5s/6s/90s"),
    ("10s/20s/40s", "4s/5s/40s"),
    ("close: {time: 12s/20s/40s", "close: {time: 3s/4s/40s"),
)
"""Lasts half a minute with one side and without rest, in words that are spoken fast."""
SHORTEST = ("soles.yaml", "--length", "40s", "--side", "left", "--rest", "0", "--template", "plain")
SCRIPT = """\
format: 1
routine: soles
title: Soles
language: en
voice: silent
pace_wpm: 100
volume: 1
template: plain
length_ms: 6000
steps:
  - {id: safety, kind: safety, section: Opening, start_ms: 0, end_ms: 3000, hands_on_ms: 1000}
  - {id: sole, kind: work, section: Feet, area: sole, technique: friction, side: left, position: seated,
     start_ms: 3000, end_ms: 6000, hands_on_ms: 2000, pressure: 5, tempo: 30}
cues:
  - {id: safety.action.1, at_ms: 200, length_ms: 0, kind: speech, step: safety, role: action,
     text: Stop if anything hurts.}
  - {id: sole.action.1, at_ms: 4500, length_ms: 0, kind: speech, step: sole, role: action, text: Rub.}
"""
"""Six seconds of two areas, which are two tracks of an album."""
NATURAL_SCRIPT = SCRIPT.replace("voice: silent", "voice: natural").replace("wpm: 100", f"wpm: {DEFAULT_PACE_WPM}")
"""In the pace of which the natural voice need not be measured."""
OLD_SCRIPT = SCRIPT.replace("Rub.", "Knead.").replace("section: Feet", "section: Soles")
OLD_NATURAL_SCRIPT = NATURAL_SCRIPT.replace("Rub.", "Knead.").replace("section: Feet", "section: Soles")
OLD_ROUTINE = ROUTINE.replace("title: Soles", "title: Both soles")
BATCH = """\
format: 1
folder: out
sessions:
- {routine: soles.yaml, side: [left, right], length: 40s, rest: "0", template: plain, voice: fake}
"""
