"""Samples of audio templates: ten seconds of each, with its ambience, a chime, a sentence and strokes."""

from __future__ import annotations

from pathlib import Path

from kneadcast.catalog import TemplateFacts, list_templates
from kneadcast.choices import AUTO_VOICE
from kneadcast.options import Options
from kneadcast.output import Target, check_targets
from kneadcast.pipeline import Compiled, Progress, durations_of, narrator_for, stage_progress
from kneadcast.rendering import render
from kneadcast.script.durations import Durations
from kneadcast.script.model import Cue, Script, ScriptStep
from kneadcast.script.sound_settings import SoundSettings
from kneadcast.sound import load_template
from kneadcast.speech import Line, Narrator

SAMPLE_MS = 10_000
SAMPLE_LINE = Line("Let your palm glide up your calf.")
"""Short, to leave time for strokes and for the ambience to return to its level."""
_CHIME_AT_MS = 2000
"""Until then only the ambience sounds."""
_STEP = "sample"
_TEMPO = 40


def sample_templates(
    folder: Path, *, voice: str = AUTO_VOICE, narrator: Narrator | None = None, progress: Progress | None = None
) -> dict[str, Path]:
    """Renders a sample of every template into a folder.

    Returns:
        The path of each MP3, by the name of the template.

    Raises:
        KneadcastError: If a template or the voice is not available, or a file cannot be written.
    """
    templates = list_templates()
    targets = {facts.name: folder / f"{facts.name}.mp3" for facts in templates}
    check_targets([Target(path, f"the sample of {name}") for name, path in targets.items()], new_folder=True)
    narrator = narrator or narrator_for("en", Options(sound=SoundSettings(voice=voice)))
    narration = narrator.speak([SAMPLE_LINE], stage_progress(progress, "speak"))
    for facts in templates:
        template = load_template(facts.name).for_sample()
        script = sample_script(facts, narrator.voice.name, durations_of(narration.lengths_ms(), template))
        render(Compiled(script, narration, template), targets[facts.name], Options())
    return targets


def sample_script(template: TemplateFacts, voice: str, durations: Durations) -> Script:
    """Returns the script of a sample: the ambience alone, a chime, a sentence, then the pacer until the end."""
    speech_ms = durations.line_ms(SAMPLE_LINE)
    chime = Cue(
        id="sample.step.1",
        at_ms=_CHIME_AT_MS,
        length_ms=durations.chime_ms["step"],
        kind="chime",
        step=_STEP,
        role="mark",
        sound="step",
    )
    sentence = Cue(
        id="sample.action.1",
        at_ms=chime.end_ms,
        length_ms=speech_ms,
        kind="speech",
        step=_STEP,
        role="action",
        text=SAMPLE_LINE.text,
    )
    step = ScriptStep(
        id=_STEP,
        kind="work",
        section=template.title,
        technique="effleurage",
        start_ms=0,
        end_ms=SAMPLE_MS,
        hands_on_ms=max(SAMPLE_MS - speech_ms, 0),
        tempo=_TEMPO,
    )
    return Script(
        routine="sample",
        title=template.title,
        sound=SoundSettings(voice=voice, template=template.name),
        length_ms=SAMPLE_MS,
        steps=(step,),
        cues=(chime, sentence),
    )
