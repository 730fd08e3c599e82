"""Sessions for benchmarks, and what their builds are compared with: the encoder alone, and pydub alone."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from typing import NamedTuple

import numpy as np
import soundfile

from _measuring import stopwatch
from kneadcast.output.encode.installed import find_encoder
from kneadcast.script.model import CHIME_NAMES, Cue, Script, ScriptStep
from kneadcast.script.sound_settings import SoundSettings
from kneadcast.sound import load_template
from kneadcast.sound.pcm import CHANNELS, FRAME_RATE, AudioSegment, segment_of
from kneadcast.speech import Clip, Line, Narration
from kneadcast.units import MS_PER_MINUTE, frames_at

SENTENCE_MS = 3300
"""The average length of an instruction in the built-in routines."""
_NOISE_MS = 20_000
"""Longer than any cue."""
_ACTION = re.compile(r'role: action, text: "([^"]+)"')
_LONG_WORD = re.compile(r"\b[a-z]{7,}\b")
_SHORT_WORD = "well"
"""It takes less time to say than a long word, so that the sentence still has room."""


class Cues(NamedTuple):
    """The cues of a session, in milliseconds."""

    length_ms: int
    """The length of the session."""
    spans_ms: list[tuple[int, int]]
    """The begin and the length of each cue."""


def cues_of(script: Path) -> Cues:
    """Returns the cues of a script file in JSON."""
    session = json.loads(script.read_text(encoding="utf-8"))
    return Cues(session["length_ms"], [(cue["at_ms"], cue["length_ms"]) for cue in session["cues"]])


def decode(mp3: Path) -> Path:
    """Decodes an MP3 to 16-bit samples without a header, and returns their file."""
    pcm = mp3.with_suffix(".pcm")
    decoding = [str(find_encoder()), "-y", "-loglevel", "error", "-i", str(mp3), "-f", "s16le", str(pcm)]
    subprocess.run(decoding, check=True, stdin=subprocess.DEVNULL)
    return pcm


def encode_command(pcm: Path, target: Path) -> list[str]:
    """Returns the command that encodes samples as a session is, but in one piece, with the bit reservoir."""
    sound_in = ["-f", "s16le", "-ar", str(FRAME_RATE), "-ac", str(CHANNELS), "-i", str(pcm)]
    encoder = ["-af", f"volume={1 / 0.95:.6f}:precision=float", "-c:a", "libmp3lame", "-b:a", "128k"]
    return [str(find_encoder()), "-y", "-loglevel", "error", *sound_in, *encoder, "-f", "mp3", str(target)]


def naive_seconds(shorter: Cues, longer: Cues, target: Path) -> float:
    """Returns the seconds that pydub takes to overlay and encode a session, extrapolated from a shorter one.

    An overlay copies the whole session, so that the time of all overlays grows with their number and with the length.
    Strokes and ambience are left out.

    Args:
        shorter: The session that is built.
        longer: The session whose time is returned.
        target: An MP3 to write.
    """
    ratio = longer.length_ms / shorter.length_ms
    with stopwatch() as overlay_s:
        session = overlay_all(shorter)
    AudioSegment.converter = str(find_encoder())
    with stopwatch() as encode_s:
        session.export(str(target), format="mp3", bitrate="128k").close()
    return overlay_s() * ratio * len(longer.spans_ms) / len(shorter.spans_ms) + encode_s() * ratio


def overlay_all(cues: Cues) -> AudioSegment:
    """Returns a silent session with noise overlaid at each cue."""
    session = segment_of(bytes(2 * CHANNELS * frames_at(cues.length_ms, FRAME_RATE)))
    noise = np.random.default_rng(1).integers(-3000, 3000, (frames_at(_NOISE_MS, FRAME_RATE), CHANNELS), dtype=np.int16)
    sound = segment_of(noise.astype("<i2").tobytes())
    for at_ms, cue_ms in cues.spans_ms:
        session = session.overlay(sound[:cue_ms], position=at_ms)
    return session


def reword(script: str) -> str:
    """Returns a script file with one word changed, in a sentence that is said once, near the middle of the session."""
    sentences = [text for text in _ACTION.findall(script) if script.count(f'"{text}"') == 1 and _LONG_WORD.search(text)]
    sentence = sentences[len(sentences) // 2]
    return script.replace(f'"{sentence}"', f'"{_LONG_WORD.sub(_SHORT_WORD, sentence, count=1)}"')


def repeat(script: Path, times: int) -> Path:
    """Writes a script in JSON several times in a row, as one script, and returns its file."""
    session = json.loads(script.read_text(encoding="utf-8"))
    length_ms, steps, cues = session["length_ms"], session["steps"], session["cues"]
    session["length_ms"] = length_ms * times
    session["steps"] = [
        {
            **step,
            "id": f"{step['id']}.{turn}",
            **{name: step[name] + turn * length_ms for name in ("start_ms", "end_ms")},
        }
        for turn in range(times)
        for step in steps
    ]
    session["cues"] = [
        {
            **cue,
            "id": f"{cue['id']}.{turn}",
            "step": f"{cue['step']}.{turn}",
            "at_ms": cue["at_ms"] + turn * length_ms,
        }
        for turn in range(times)
        for cue in cues
    ]
    path = script.with_stem(f"{script.stem}-{times}")
    path.write_text(json.dumps(session), encoding="utf-8")
    return path


def busy_session(minutes: int, folder: Path) -> tuple[Script, Narration]:
    """Returns a session with a chime and a sentence every 20 seconds, and the clip of each sentence."""
    length_ms, template = minutes * MS_PER_MINUTE, load_template("plain")
    noise = np.random.default_rng(1).normal(scale=0.1, size=frames_at(SENTENCE_MS, 22_050))
    cues, clips = [], {}
    for number, at_ms in enumerate(range(5_000, length_ms - 15_000, 20_000)):
        name, line = CHIME_NAMES[number % len(CHIME_NAMES)], Line(f"Sentence {number}.")
        clips[line] = Clip(line.text, folder / f"{number}.wav", SENTENCE_MS)
        soundfile.write(str(clips[line].path), noise, 22_050, subtype="PCM_16")
        chime_ms = template.chime_lengths_ms()[name]
        cues += [
            Cue(id=f"c{number}", at_ms=at_ms, length_ms=chime_ms, kind="chime", step="all", role="mark", sound=name),
            Cue(
                id=f"s{number}",
                at_ms=at_ms + chime_ms,
                length_ms=SENTENCE_MS,
                kind="speech",
                step="all",
                role="action",
                text=line.text,
            ),
        ]
    step = ScriptStep(id="all", kind="settle", section="Bench", start_ms=0, end_ms=length_ms, hands_on_ms=0)
    script = Script(
        routine="bench",
        title="Bench",
        sound=SoundSettings(voice="noise", template=template.name),
        length_ms=length_ms,
        steps=(step,),
        cues=tuple(cues),
    )
    return script, Narration(clips)
