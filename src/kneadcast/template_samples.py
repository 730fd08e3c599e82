"""A session of ten seconds, in which one can hear what an audio template sounds like."""

from __future__ import annotations

from kneadcast.planning.planner import Durations
from kneadcast.script.model import Cue, Script, ScriptStep

SAMPLE_MS = 10_000
SAMPLE_LINE = "Let your palm glide up your calf."
"""Short, so that the strokes have time, and the ambience is heard come back."""
_AT_MS = 2000
"""Until then the ambience is alone."""
_STEP = "sample"
_TEMPO = 40


def sample_script(template: str, title: str, voice: str, durations: Durations) -> Script:
    """Returns the script of a sample: ambience alone, a chime, a sentence, and the pacer for as long as is left."""
    speech_ms = durations.speech_ms[SAMPLE_LINE]
    chime = Cue(
        id="sample.step.1",
        at_ms=_AT_MS,
        length_ms=durations.chime_ms["step"],
        kind="chime",
        step=_STEP,
        role="mark",
        sound="step",
    )
    line = Cue(
        id="sample.action.1",
        at_ms=chime.end_ms,
        length_ms=speech_ms,
        kind="speech",
        step=_STEP,
        role="action",
        text=SAMPLE_LINE,
    )
    step = ScriptStep(
        id=_STEP,
        kind="work",
        section=title,
        technique="effleurage",
        start_ms=0,
        end_ms=SAMPLE_MS,
        hands_on_ms=max(SAMPLE_MS - speech_ms, 0),
        tempo=_TEMPO,
    )
    return Script(
        routine="sample",
        title=title,
        voice=voice,
        pace_wpm=118,
        template=template,
        length_ms=SAMPLE_MS,
        steps=(step,),
        cues=(chime, line),
    )
