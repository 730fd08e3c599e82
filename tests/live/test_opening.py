"""Opening a live session: everything that it can say has been spoken, and its length is the one that is possible."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from kneadcast.build import compile_session
from kneadcast.errors import NearestLengthWarning, PlanError
from kneadcast.live.opening import open_live, tail_ms
from kneadcast.planning.live.answers import live_lines
from kneadcast.planning.live.commands import Command
from kneadcast.script.sound_settings import SoundSettings
from kneadcast.sound import load_template
from tests.live.sessions import opened
from tests.short_session import LENGTH, OPTIONS, ROUTINE, compiled
from tests.silent_narrator import SilentNarrator

pytestmark = pytest.mark.usefixtures("silent_narrator_of_module")


@pytest.mark.parametrize("silent", [False, True])
def test_it_begins_as_the_session_that_is_built(silent: bool) -> None:
    """Without a command, a live session has the cues of any other; only its mark tells it."""
    session = open_live(ROUTINE, length=LENGTH, options=OPTIONS, silent=silent)
    built = compiled().script
    assert session.plan.script == built.model_copy(update={"live": True})
    assert session.notes == ()


def test_every_line_that_can_be_answered_has_been_spoken() -> None:
    """No voice is asked for anything while the session is played."""
    session = opened()
    material = session.compiled()
    assert material
    measured = session.plan.measured
    answers = live_lines(measured.routine, measured.phrases, 3_600_000)
    assert answers
    assert all(material.narration.find(line) for line in answers)
    assert all(measured.durations.line_ms(line) == material.narration.clip(line).length_ms for line in answers)


@pytest.mark.parametrize("silent", [False, True])
def test_what_is_said_if_steps_are_left_out_has_a_length_as_well(silent: bool) -> None:
    """With the closing words alone to come, the settling no longer tells how the other side begins."""
    session = open_live(ROUTINE, length="4m", silent=silent)
    for at_ms, command in ((0, Command("end_in", minutes=12)), (14_000, Command("stop")), (16_000, Command("yes"))):
        while session.at_ms < at_ms:
            session.next_chunk()
        session.command(command)
    session.next_chunk()
    assert session.plan.log[-1].command == Command("yes")
    assert session.plan.script.length_ms < 120_000


def test_nothing_is_imported_while_a_session_plays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An import takes seconds, by which an answer that was never said before would be late."""
    monkeypatch.setenv("KNEADCAST_CACHE", str(tmp_path / "cache"))
    narrator = SilentNarrator(tmp_path / "clips")
    options = replace(OPTIONS, sound=SoundSettings(template="singing-bowls"))
    open_live(ROUTINE, length=LENGTH, options=options, narrator=narrator)  # keeps what a session begins with
    program = f"""if True:
        import sys
        from pathlib import Path
        from kneadcast import Options, SoundSettings, parse_preferences
        from kneadcast.live.opening import open_live
        from kneadcast.planning.live.commands import Command
        from tests.silent_narrator import SilentNarrator

        options = Options(sound=SoundSettings(template="singing-bowls"), preferences=parse_preferences(side="left"))
        narrator = SilentNarrator(Path({str(tmp_path / "clips")!r}))
        session = open_live({ROUTINE!r}, length={LENGTH!r}, options=options, narrator=narrator)
        known = set(sys.modules)
        for name in ("time_left", "less_talk", "stay", "next"):
            session.command(Command(name))
            while session.next_chunk() and session.at_ms % 2_000:
                pass
        assert len(session.plan.log) == 4
        print(*sorted(set(sys.modules) - known))
    """
    printed = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    assert printed.strip() == ""


def test_the_nearest_length_is_taken_if_that_is_asked_for() -> None:
    """And a warning says so, as for a session that is built."""
    with pytest.raises(PlanError):
        open_live(ROUTINE, length="2m", options=OPTIONS)
    with pytest.warns(NearestLengthWarning) as issued:
        session = open_live(ROUTINE, length="2m", nearest=True, options=OPTIONS)
    (warning,) = (one.message for one in issued if isinstance(one.message, NearestLengthWarning))
    assert session.plan.script.length_ms == warning.length_ms
    with pytest.warns(NearestLengthWarning):
        built = compile_session(ROUTINE, length="2m", nearest=True, options=OPTIONS)
    assert session.plan.script.length_ms == built.script.length_ms


def test_notes_tell_what_cautions_left_out() -> None:
    """As for a session that is built."""
    options = replace(OPTIONS, avoid=("varicose-veins",))
    session = open_live("toes-to-hip", options=options, silent=True)
    assert session.notes == compile_session("toes-to-hip", options=options).notes != ()


@pytest.mark.parametrize(("template", "fade_ms"), [("plain", 1000), ("singing-bowls", 6000)])
def test_the_tail_is_a_little_longer_than_what_fades_out(template: str, fade_ms: int) -> None:
    """Before it, no sample depends on when the session ends."""
    assert fade_ms < tail_ms(load_template(template)) <= fade_ms + 50
