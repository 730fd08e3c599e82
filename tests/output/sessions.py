"""A short session with steps on both sides, chimes and sentences, and the files that it is written as."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from kneadcast.cache.kept_sound import kept_sound
from kneadcast.output import (
    Encoding,
    FileContent,
    Provenance,
    SoundFile,
    Tags,
    chapters_of,
    find_format,
    write_sound_files,
)
from kneadcast.script.model import Cue, Script, ScriptStep, Side, StepKind
from kneadcast.sound import Mix, Span, load_template
from kneadcast.sound.pcm import AudioSegment
from kneadcast.sound.session_sound import SessionSound
from kneadcast.speech import Clip, Line, Narration
from tests.sound.sounds import chime, script, speech, voice_like, write_clip

LENGTH_MS = 24_000
LINES = {
    "Stop if anything hurts.": (1_500, 1_400),
    "Rub your left sole.": (6_100, 1_700),
    "Small circles.": (8_500, 900),
    "Knead your left calf.": (11_203, 1_300),
    "Now your <right> sole & heel.": (15_000, 1_900),
    "Slowly --> toward the hip.": (19_001, 1_111),
}
"""Every sentence, when it begins and how long it lasts, in milliseconds."""


def step(
    name: str,
    start_ms: int,
    end_ms: int,
    *,
    kind: StepKind = "work",
    area: str | None = None,
    side: Side | None = None,
) -> ScriptStep:
    """Returns a step; one with an area has a technique, a pressure and a tempo."""
    return ScriptStep(
        id=name,
        kind=kind,
        section="Opening" if kind == "safety" else "Feet",
        area=area,
        technique="friction" if area else None,
        side=side,
        position="seated",
        start_ms=start_ms,
        end_ms=end_ms,
        hands_on_ms=end_ms - start_ms - 2_000,
        pressure=5 if area else None,
        tempo=30 if area else None,
    )


STEPS = (
    step("safety", 0, 5_000, kind="safety"),
    step("left.sole", 5_000, 10_000, area="sole", side="left"),
    step("left.calf", 10_000, 14_000, area="calf", side="left"),
    step("right.sole", 14_000, 18_000, area="sole", side="right"),
    step("right.inner-thigh", 18_000, LENGTH_MS, area="inner-thigh", side="right"),
)


def session() -> Script:
    """Returns the script."""
    cues = [
        chime(0, "start"),
        chime(5_000, "step"),
        chime(10_001, "step"),
        chime(14_000, "side", 1450),
        chime(21_000, "end", 2800),
    ]
    cues += [speech(at_ms, length_ms, text) for text, (at_ms, length_ms) in LINES.items()]
    return script(LENGTH_MS, *(_in_its_step(cue) for cue in sorted(cues, key=lambda cue: cue.at_ms)), steps=STEPS)


def mix(of: Script, folder: Path) -> Mix:
    """Returns the mix of a script, each sentence of it as noise in syllables."""
    clips = {}
    for number, cue in enumerate(cue for cue in of.cues if cue.text):
        text, samples = str(cue.text), voice_like(cue.length_ms - 1, seed=number)
        clips[Line(text)] = Clip(text, write_clip(folder, f"clip-{number}", samples), cue.length_ms)
    template = load_template(of.sound.template).with_settings(of.sound)
    return Mix(of, Narration(clips), template, kept_sound())


def sound(of: Script, folder: Path) -> Iterator[AudioSegment]:
    """Mixes a script; see `mix`."""
    return mix(of, folder).blocks()


def written(folder: Path, *, sounds: Script | None = None, says: Script | None = None, name: str = "s.mp3") -> Path:
    """Writes a session; the script inside the file may differ from the one that is mixed."""
    inside = says or session()
    path = folder / name
    write_session(path, mix(sounds or inside, folder), inside)
    return path


def write_session(path: Path, session_sound: SessionSound, inside: Script) -> None:
    """Writes a sound as a file in the format of its name, with a script inside."""
    content = FileContent(
        Tags.of(inside), chapters_of(inside), Provenance(script=inside, options={"bitrate_kbps": 128})
    )
    file = SoundFile(path, Span(0, session_sound.frames), content)
    write_sound_files([file], session_sound, find_format(None, path), Encoding(kept_sound(), 128))


def _in_its_step(cue: Cue) -> Cue:
    (own,) = (row.id for row in STEPS if row.start_ms <= cue.at_ms < row.end_ms)
    return cue.model_copy(update={"step": own})
