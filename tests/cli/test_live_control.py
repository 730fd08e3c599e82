"""The loop of `kneadcast play` for live sessions."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from kneadcast.cli import key_sequences as sent
from kneadcast.cli.drawing import Size
from kneadcast.cli.live_control import LiveControl, LiveView, list_live
from kneadcast.cli.player_keys import KEYS, MEDIA_KEYS, Key
from kneadcast.messages import known_languages
from kneadcast.planning.live.commands import COMMAND_NAMES, Command
from tests.cli.players import WIDE, FakeCanvas, FakeLivePlayer, pressing
from tests.output.sessions import session

NOW = datetime(2030, 1, 31, 21, 30)
COMMANDS = {
    "pause_or_resume": ["pause"],
    "choose_part": ["skip feet"],
    "choose_minutes": ["end_in 5"],
    "quit": [],
}
"""What a key of `KEYS` gives that is no command itself, if `1`, `5` and Enter follow, as far as it asks for them."""
ANSWERS = {"choose_part": ("1",), "choose_minutes": ("5", sent.ENTER)}
EVERY_KEY = [(key, name) for key in KEYS for name in key.names]


def view(*, silent: bool = False, notice: str = "") -> LiveView:
    return LiveView(lambda: NOW, silent=silent, notice=notice)


def pressed(
    *keys: str, player: FakeLivePlayer | None = None, shown: LiveView | None = None, size: Size = WIDE
) -> tuple[list[str], list[str]]:
    """Presses keys and quits; returns the commands that they gave, and the screen before each key, `q` included."""
    player, canvas = player or FakeLivePlayer(session()), FakeCanvas(size)
    LiveControl(player, shown or view()).run(canvas, pressing(*keys, "q"))
    return player.commands, canvas.screens


@pytest.mark.parametrize(("key", "name"), EVERY_KEY)
def test_every_key_of_the_table_gives_its_command(key: Key, name: str) -> None:
    commands, _ = pressed(name, *ANSWERS.get(key.action, ()))
    assert commands == COMMANDS.get(key.action, [key.action])


def test_no_key_stands_twice_in_the_table_and_every_command_has_one() -> None:
    names = [name for _, name in EVERY_KEY]
    assert len(set(names)) == len(names)
    given = {command.split()[0] for key in KEYS for command in COMMANDS.get(key.action, [key.action])}
    assert given | {"yes", "no"} == set(COMMAND_NAMES)
    assert set(MEDIA_KEYS) == {name for name in names if name.endswith("u") and len(name) > 1}


def test_the_space_bar_goes_on_after_a_pause() -> None:
    commands, screens = pressed(" ", " ")
    assert commands == ["pause", "resume"]
    assert [" paused" in screen for screen in screens] == [False, True, False]


@pytest.mark.parametrize(("answer", "command"), [("y", "yes"), ("n", "no"), (sent.ESCAPE, "no")])
def test_the_session_asks_before_it_stops_and_a_key_answers(answer: str, command: str) -> None:
    commands, (_, asked, answered) = pressed("x", answer)
    assert commands == ["stop", command]
    assert "End the session? y yes, n no" in asked
    assert "End the session?" not in answered


def test_without_the_question_y_does_nothing_and_n_is_the_next_step() -> None:
    assert pressed("y", "n")[0] == ["next"]


def test_the_parts_that_are_still_to_come_are_offered_by_number() -> None:
    """At six seconds, the left sole is worked; the calf and the thigh follow."""
    commands, (_, asked, after) = pressed("k", "2")
    assert "Which part to skip?\n1 feet  2 lower leg  3 thigh  Esc cancel" in asked
    assert commands == ["skip lower-leg"]
    assert "Which part" not in after
    late = FakeLivePlayer(session())
    late.now = replace(late.now, at_ms=23_000)
    assert "1 thigh  Esc" in pressed("k", player=late)[1][1]


def test_minutes_are_typed_and_corrected_until_enter() -> None:
    commands, screens = pressed("e", "1", "2", sent.BACKSPACE, "5", sent.ENTER)
    assert commands == ["end_in 15"]
    typed = zip(["_", "1_", "12_", "1_", "15_"], screens[1:-1], strict=True)
    assert all(f"End in how many minutes? {text}\n" in screen for text, screen in typed)


@pytest.mark.parametrize(("keys", "commands"), [("999", ["end_in 99"]), ("0", []), ("", []), ("180", ["end_in 180"])])
def test_minutes_that_no_session_has_cannot_be_typed(keys: str, commands: list[str]) -> None:
    assert pressed("e", *keys, sent.ENTER)[0] == commands


@pytest.mark.parametrize("asks", ["k", "e"])
@pytest.mark.parametrize(("key", "commands"), [(sent.ESCAPE, []), ("s", ["stay"]), (" ", ["pause"]), ("9", [])])
def test_a_question_is_taken_back_by_escape_or_by_a_key_that_does_not_answer_it(
    asks: str, key: str, commands: list[str]
) -> None:
    """In the question for the minutes, 9 is an answer."""
    given, screens = pressed(asks, key)
    assert given == commands
    assert ("Esc cancel" in screens[-1]) == ((asks, key) == ("e", "9"))


def test_the_last_command_is_shown_with_its_answer_for_some_seconds() -> None:
    player = FakeLivePlayer(session(), "Staying here.")
    assert "stay here: Staying here." in pressed("s", player=player)[1][1]
    player.now = replace(player.now, at_ms=player.now.at_ms + 6_001)
    assert "Staying" not in pressed(player=player)[1][0]


def test_a_command_that_only_the_tick_answers_is_shown_as_well() -> None:
    assert "\nsofter" in pressed("-")[1][1]


def test_what_has_failed_is_shown_for_some_seconds_and_the_session_goes_on() -> None:
    player = FakeLivePlayer(session())
    player.now = replace(player.now, problems=("the microphone is gone; the keys go on working",))
    control, canvas = LiveControl(player, view()), FakeCanvas()
    control.run(canvas, pressing("s", "q"))
    player.now = replace(player.now, at_ms=13_000)
    control.run(canvas, pressing("q"))
    assert ["the microphone is gone" in screen for screen in canvas.screens] == [True, True, False]
    assert player.commands == ["stay"]


@pytest.mark.parametrize("size", [Size(80, 24), Size(40, 12)])
def test_the_end_is_shown_to_the_nearest_minute_where_there_is_room(size: Size) -> None:
    """The session has 18 seconds left at 21:30, and a longer plan ends at 21:40."""
    longer = session().model_copy(update={"length_ms": 6_000 + 9 * 60_000 + 40_000})
    for script, end in ((session(), "ends at 21:30"), (longer, "ends at 21:40")):
        assert end in pressed(player=FakeLivePlayer(script), size=size)[1][0]


def test_the_end_that_is_shown_does_not_change_by_itself() -> None:
    """It would jump between two minutes, since looks at a clock and at the player are never at the same time."""
    now = NOW + timedelta(seconds=12)
    player, canvas = FakeLivePlayer(session()), FakeCanvas()
    moments = iter([now + timedelta(milliseconds=ms) for ms in (0, 0, -80, 90, 30_000, 30_000)])
    LiveControl(player, LiveView(lambda: next(moments))).run(canvas, pressing("", "", "", "q"))
    ends = [screen.split("ends at ")[1][:5] for screen in canvas.screens]
    assert ends == ["21:31", "21:31", "21:31", "21:31"]


def test_a_pause_has_no_end_and_keeps_the_time_that_is_left() -> None:
    screen = pressed(" ")[1][1]
    assert "ends at" not in screen
    assert "0:18 left" in screen
    assert "then left calf" not in screen


def test_the_microphone_is_shown_while_it_is_on_and_what_it_does_is_said_first() -> None:
    player, shown = FakeLivePlayer(session()), view(notice="Nothing is stored.")
    player.now = replace(player.now, listens=True)
    first = pressed(player=player, shown=shown)[1][0]
    assert "Nothing is stored." in first
    assert " listening" in first
    player.now = replace(player.now, at_ms=7_000)
    later = pressed(player=player, shown=shown)[1][0]
    assert " listening" in later
    assert "Nothing is stored." not in later
    assert "listening" not in pressed()[1][0]


def test_without_sound_the_keys_for_the_loudness_do_nothing() -> None:
    assert pressed("+", "-", shown=view(silent=True))[0] == []


@pytest.mark.parametrize("language", sorted(known_languages()))
@pytest.mark.parametrize("rows", [2, 4])
def test_all_keys_are_shown_in_two_rows_of_a_usual_terminal_and_in_four_of_a_narrow_one(
    language: str, rows: int
) -> None:
    script = session().model_copy(update={"language": language})
    size = Size(80 if rows == 2 else 40, 24)
    screen = pressed(player=FakeLivePlayer(script), size=size)[1][0]
    shown = " ".join(screen.splitlines()[-rows:])
    assert "…" not in shown
    assert [key.shown for key in KEYS if len(key.shown) == 1 and key.shown not in shown.replace("/", " ").split()] == []


def test_a_small_terminal_keeps_the_question() -> None:
    assert "End the session?" in pressed("x", size=Size(40, 4))[1][1]


def test_steps_and_answers_are_listed_where_there_is_no_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    player = FakeLivePlayer(session(), "Staying here.")
    looks = iter([None, Command("stay"), None])

    def wait(_timeout_s: float) -> bool:
        if command := next(looks):
            player.command(command)
        return False

    player.wait = wait  # type: ignore[method-assign]
    with pytest.raises(StopIteration):
        list_live(player)
    assert capsys.readouterr().out.splitlines() == [
        "   0:06  Left sole, circular rubbing",
        "   0:06  > stay here: Staying here.",
    ]
