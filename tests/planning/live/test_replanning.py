"""Planning a session anew: whatever the listener says at any moment, what they rely on still holds."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kneadcast.planning.live.commands import Command
from kneadcast.routine.library import routine_names
from tests.planning.live.lives import Listening, drawn_commands, opened
from tests.samples import QUICK_ROUTINES

GAPS_MS = st.one_of(st.integers(0, 2_000), st.integers(0, 30_000), st.integers(0, 400_000))
COMMANDS = st.lists(st.tuples(GAPS_MS, drawn_commands()), min_size=1, max_size=12)
MINUTES = st.sampled_from((6, 15, 30, 45, 60, 90))


def play(name: str, minutes: int, commands: list[tuple[int, Command]]) -> None:
    listening = Listening(opened(name, minutes))
    for gap_ms, command in commands:
        listening.wait(gap_ms)
        if listening.over:
            break
        listening.say(command)
    listening.check_all()


@given(st.sampled_from(sorted(QUICK_ROUTINES)), MINUTES, COMMANDS)
@settings(max_examples=40, derandomize=True)  # the slow test below draws others each time
def test_any_commands_at_any_moments_leave_what_the_listener_relies_on(
    name: str, minutes: int, commands: list[tuple[int, Command]]
) -> None:
    """The end is as promised or announced, nothing overlaps, sides are equal or excused, cautions come in time."""
    play(name, minutes, commands)


@pytest.mark.slow
@given(st.sampled_from(routine_names()), MINUTES, COMMANDS)
@settings(max_examples=2000)
def test_any_commands_in_every_routine_leave_what_the_listener_relies_on(
    name: str, minutes: int, commands: list[tuple[int, Command]]
) -> None:
    """What holds for some routines holds for all of them."""
    play(name, minutes, commands)


def test_what_the_current_step_announces_since_another_was_left_out_is_not_lost_by_the_next_command() -> None:
    """With a comparison left out, the step before it announces the other side; both sides keep the time of it."""
    listening = Listening(opened("partner-full", 30))
    listening.wait(119_896)
    listening.say(Command("end_in", minutes=1))
    listening.wait(13_375)
    announced = []
    for name in ("stay", "again"):
        listening.say(Command(name))
        announced.append([cue.text for cue in listening.live.script.cues if cue.role == "preview"])
    assert announced[0] == announced[1]
    assert "Soon the right foot has its turn." in announced[0]
    listening.check_all()
