"""Clips and scripts made in code, for tests of what is heard."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import soundfile

from kneadcast.cache.kept_sound import kept_sound
from kneadcast.script.model import ChimeName, Cue, Script, ScriptStep
from kneadcast.script.sound_settings import SoundSettings
from kneadcast.sound import AudioTemplate, Mix, load_template
from kneadcast.sound.pcm import FRAME_RATE, Samples
from kneadcast.sound.template import ChimeRecipe
from kneadcast.speech import Clip, Line, Narration


def voice_like(length_ms: int, *, rate: int = FRAME_RATE, seed: int = 1, peak: float = 0.5) -> Samples:
    """Returns noise in bursts of syllable length: as peaky as speech, and the same every time."""
    frames = length_ms * rate // 1000
    syllables = 0.55 + 0.45 * np.sin(2 * np.pi * 4 * np.arange(frames) / rate)
    noise = np.convolve(np.random.default_rng(seed).normal(size=frames), np.ones(8) / 8, "same") * syllables
    samples: Samples = noise * peak / max(np.max(np.abs(noise)), 1e-9)
    return samples


def write_clip(folder: Path, name: str, samples: Samples, rate: int = FRAME_RATE) -> Path:
    """Writes samples as the mono 16-bit WAV that a voice gives."""
    path = folder / f"{name}.wav"
    soundfile.write(str(path), samples, rate, subtype="PCM_16")
    return path


def speech(at_ms: int, length_ms: int, text: str) -> Cue:
    """Returns the cue of a sentence."""
    return Cue(
        id=f"speech.{at_ms}", at_ms=at_ms, length_ms=length_ms, kind="speech", step="s", role="action", text=text
    )


def chime(at_ms: int, sound: ChimeName, length_ms: int = 1000) -> Cue:
    """Returns the cue of a chime."""
    return Cue(id=f"chime.{at_ms}", at_ms=at_ms, length_ms=length_ms, kind="chime", step="s", role="mark", sound=sound)


def script(length_ms: int, *cues: Cue, steps: tuple[ScriptStep, ...] = (), volume: float = 1.0) -> Script:
    """Returns a script of some cues, all in one step that nothing is worked in unless steps are given."""
    whole = ScriptStep(id="s", kind="settle", section="Opening", start_ms=0, end_ms=length_ms, hands_on_ms=0)
    return Script(
        routine="test-routine",
        title="A test",
        sound=SoundSettings(voice="silent", volume=volume),
        length_ms=length_ms,
        steps=steps or (whole,),
        cues=cues,
    )


def narration(clips: Mapping[str, Path]) -> Narration:
    """Returns a narration of clips by their texts; the mixer reads their lengths from the files."""
    return Narration({Line(text): Clip(text, path, 0) for text, path in clips.items()})


def mix_of(of: Script, clips: Mapping[str, Path], template: AudioTemplate) -> Mix:
    """Returns the mix of a script with a template and the settings of the script."""
    return Mix(of, narration(clips), template.with_settings(of.sound), kept_sound())


def recipe_of(template: str, name: ChimeName) -> ChimeRecipe:
    """Returns the recipe of a built-in template's chime."""
    chimes = load_template(template).chimes
    recipe = chimes[name] if chimes else None
    assert isinstance(recipe, ChimeRecipe)
    return recipe
