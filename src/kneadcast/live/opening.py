"""Opening a live session: everything that it can say is spoken before it begins."""

from __future__ import annotations

from kneadcast.cache.kept_sound import kept_sound
from kneadcast.choices import DEFAULT_ROUTINE
from kneadcast.live.session import LiveMaterial, LiveSession, silent_session
from kneadcast.options import Options
from kneadcast.pipeline import (
    MeasuredSession,
    Progress,
    measure,
    measure_more,
    plan_measured,
    prepare,
    speak_all,
    write_measured,
)
from kneadcast.planning.live.answers import live_lines
from kneadcast.planning.live.replanning import begin
from kneadcast.planning.live.state import LivePlan
from kneadcast.planning.narration_lines import every_line
from kneadcast.routine import RoutineSource
from kneadcast.script.model import Script
from kneadcast.sound import AudioTemplate, Mix
from kneadcast.sound.pcm import FRAME_RATE
from kneadcast.sound.voices import prepare_levelling
from kneadcast.speech import Line, Narrator
from kneadcast.units import LONGEST_MS, Length, frames_at, length_in_ms

_BEFORE_FADE_MS = 20
"""More than the time between two control points of the ambience, between which its gain moves."""


def open_live(  # noqa: PLR0913 -- keyword-only options are the public API
    routine: RoutineSource = DEFAULT_ROUTINE,
    *,
    length: Length | None = None,
    nearest: bool = False,
    options: Options = Options(),
    narrator: Narrator | None = None,
    progress: Progress | None = None,
    silent: bool = False,
) -> LiveSession:
    """Plans a session that can be planned anew while it is played, and speaks every line that it can say.

    Args:
        routine: A routine, the name of one, or the path of its file.
        length: The length of the session; by default that of the routine.
        nearest: Whether the nearest length that is possible is taken, if this one is not; a `NearestLengthWarning` then
            says so.
        options: What the session contains and how it sounds.
        narrator: The narrator; by default the voice of the options.
        progress: Called as the work advances.
        silent: Whether nothing will be heard; then only lines of unknown length are spoken.

    Raises:
        KneadcastError: If the routine, the length or the voice is not available.
    """
    session = measure(prepare(routine, options, length_in_ms(length), nearest=nearest), narrator, progress)
    answers = _answers(session)
    if silent:
        session = measure_more(session, answers, progress)
        return silent_session(_begin(session), session.prepared.notes)
    session, narration = speak_all(session, answers, progress)
    plan, template = _begin(session), session.prepared.template
    mix = Mix(plan.script, narration, template, kept_sound())
    _warm_up(mix, plan.script)
    prepare_levelling(template.voice)
    live = LiveSession(plan, mix, LiveMaterial(narration, template), session.prepared.notes)
    while live.mix_ahead():
        pass
    return live


def _warm_up(mix: Mix, script: Script) -> None:
    """Mixes a moment of each kind of sound, so that what takes seconds is imported, made and kept before it is needed.

    These are the loops of ambience and each chime.
    """
    first = {cue.sound or cue.kind: frames_at(cue.at_ms, FRAME_RATE) for cue in reversed(script.cues)}
    for frame in first.values():
        for _ in mix.blocks(frame, frame + 1):
            pass


def _answers(session: MeasuredSession) -> tuple[Line, ...]:
    """Returns what a session can say only because of commands: answers, and what is said if any steps are left out."""
    routine, phrases = session.prepared.routine, session.prepared.phrases
    return (*live_lines(routine, phrases, LONGEST_MS), *every_line(routine, phrases))


def _begin(session: MeasuredSession) -> LivePlan:
    return begin(plan_measured(session), write_measured(session), tail_ms=tail_ms(session.prepared.template))


def tail_ms(template: AudioTemplate) -> int:
    """Returns the length of the end of a session in which the sound depends on when it ends, because it fades out."""
    fade_out_ms = max(template.fades.out_ms, template.ambience.fade_out_ms if template.ambience else 0)
    return fade_out_ms + _BEFORE_FADE_MS
