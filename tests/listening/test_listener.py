"""When a listener hears a command, and when it does not."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kneadcast.listening.listener import (
    DEAF_MS,
    LONGEST_QUIET_MS,
    PATIENCE_MS,
    SILENCE_BEFORE_MS,
    Heard,
    NothingHeard,
    VoiceDetected,
)
from kneadcast.listening.samples import RATE
from kneadcast.listening.utterances import COMMAND_END_MS, END_MS, LONGEST_MS
from kneadcast.listening.worker import Pending
from kneadcast.planning.live.commands import Command, CommandName
from tests.listening.fakes import FakeRecognition, Session, quiet, sound

LINE = "Stroke your left calf, slowly and lightly."


def commands(session: Session) -> list[Command]:
    return [event.command for event in session.heard() if isinstance(event, Heard)]


def warmed(results: list[str | FakeRecognition]) -> Session:
    """Returns a session that has spoken long enough for its echo to be known."""
    session = Session(results)
    session.speak(LINE, sound(8000, seed=1))
    session.hear(quiet(2000))
    assert session.heard() == []
    return session


def test_a_command_in_a_pause_is_heard_when_its_utterance_has_ended() -> None:
    """The command is heard a moment after the phrase, and only once."""
    session = Session(["Stay here."])
    session.hear(quiet(1000) + sound(640) + quiet(2000))
    ((at_ms, event),) = session.events
    assert event == Heard(Command("stay"), "Stay here.")
    assert at_ms - 1640 <= END_MS + 64


def test_a_command_ends_after_a_shorter_silence_than_other_utterances() -> None:
    """Nothing is missing from it, so it is answered at once; what is said right after it is no command."""
    session = Session(["Stay here.", "Next step."])
    session.hear(quiet(1000) + sound(640) + quiet(COMMAND_END_MS + 32) + sound(640) + quiet(1000))
    ((at_ms, event),) = session.events
    assert event == Heard(Command("stay"), "Stay here.")
    assert at_ms - 1640 <= COMMAND_END_MS + 32


def test_a_command_with_which_another_one_begins_is_waited_for() -> None:
    """Whoever says `end the session in ten minutes` may breathe in the middle."""
    session = Session(["End the session.", "End the session in ten minutes."])
    session.hear(quiet(1000) + sound(640) + quiet(COMMAND_END_MS + 32) + sound(640) + quiet(1000))
    assert commands(session) == [Command("end_in", minutes=10)]


def test_a_command_in_the_middle_of_a_conversation_does_not_end_its_utterance() -> None:
    """Otherwise what follows it would be taken for an utterance of its own."""
    session = Session(["Hello you.", "Go on.", "Go on. Stop it."])
    session.hear(quiet(1000) + sound(640) + quiet(256) + sound(640) + quiet(COMMAND_END_MS + 32) + sound(640))
    session.hear(quiet(1000))
    assert session.heard() == []


def test_ordinary_speech_in_a_pause_is_nothing() -> None:
    """The session does not react to a conversation."""
    session = Session(["I told her to stay here."])
    session.hear(quiet(1000) + sound(1600) + quiet(4000))
    assert session.heard() == []


def test_an_utterance_is_recognised_once() -> None:
    """A silence inside a phrase does not cut it, and the whole is recognised, not each half."""
    session = Session(["Skip", "Skip the knee."])
    session.hear(quiet(1000) + sound(480) + quiet(160) + sound(480) + quiet(1000))
    assert commands(session) == [Command("skip", part="knee")]
    assert len(session.recogniser.clips[-1]) > RATE


def test_the_end_of_a_sentence_is_no_command() -> None:
    """Whoever talks pauses inside sentences; what follows a short pause belongs to what was said before."""
    session = Session(["She said that we should", "stay here."])
    session.hear(quiet(1000) + sound(960) + quiet(SILENCE_BEFORE_MS - 100) + sound(640) + quiet(1000))
    assert session.heard() == []


@pytest.mark.parametrize(("text", "name"), [("Stop.", "stop"), ("Pause.", "pause")])
def test_stop_and_pause_are_heard_even_right_after_other_words(text: str, name: CommandName) -> None:
    """What ends or halts the session passes the gates that other commands do not."""
    session = Session(["She said that we should", text])
    session.hear(quiet(1000) + sound(960) + quiet(320) + sound(320) + quiet(1000))
    assert commands(session) == [Command(name)]


def test_a_long_speech_is_not_recognised() -> None:
    """A radio costs no recognition, and its end is no command."""
    session = Session([])
    session.hear(quiet(1000) + sound(3 * LONGEST_MS) + quiet(1000))
    assert session.heard() == session.recogniser.clips == []


def test_a_click_is_not_recognised() -> None:
    """What is shorter than any word costs nothing."""
    session = Session([])
    session.hear(quiet(1000) + sound(64) + quiet(1000))
    assert session.recogniser.clips == []


def test_the_own_voice_is_not_heard() -> None:
    """The session neither goes quiet for its own voice nor recognises it, once the echo is known."""
    session = warmed([])
    for seed in range(2, 8):
        session.speak(LINE, sound(4000, seed))
        session.hear(quiet(960))
    assert session.heard() == session.recogniser.clips == []


def test_a_voice_over_the_own_voice_is_detected_and_then_heard() -> None:
    """The session can go quiet before the phrase has ended, and then hears the command."""
    session = warmed(["Next step."])
    session.speak(LINE, sound(1600, seed=2), over=quiet(960) + sound(640, seed=3, rms=0.2))
    assert session.heard() == [VoiceDetected()]
    session.hear(sound(320, seed=4, rms=0.2) + quiet(3000))
    assert session.heard() == [VoiceDetected(), Heard(Command("next"), "Next step.")]


def test_after_a_voice_that_said_nothing_the_session_can_go_on() -> None:
    """A cough or a remark over our voice ends with one `NothingHeard`, after time for another attempt."""
    session = warmed(["Oh dear."])
    session.speak(LINE, sound(1600, seed=2), over=quiet(960) + sound(640, seed=3, rms=0.2))
    session.hear(quiet(PATIENCE_MS - 200))
    assert session.heard() == [VoiceDetected()]
    session.hear(quiet(4000))
    assert session.heard() == [VoiceDetected(), NothingHeard()]


def test_a_command_that_is_repeated_while_the_session_is_quiet_is_heard() -> None:
    """Whoever was not understood over our voice says it again, and need not wait."""
    session = warmed(["Daisy ear.", "Stay here."])
    session.speak(LINE, sound(1600, seed=2), over=quiet(960) + sound(640, seed=3, rms=0.2))
    session.hear(quiet(640) + sound(640, rms=0.2) + quiet(1000))
    assert session.heard() == [VoiceDetected(), Heard(Command("stay"), "Stay here.")]


def test_a_television_does_not_silence_the_session() -> None:
    """The session goes on after some seconds, and does not go quiet again at once."""
    session = warmed(["and now the weather"] * 9)
    session.speak(LINE, sound(1600, seed=2), over=sound(1600, seed=3, rms=0.2))
    session.hear(sound(LONGEST_QUIET_MS, rms=0.2))
    assert session.heard() == [VoiceDetected(), NothingHeard()]
    session.hear(quiet(480))
    session.speak(LINE, sound(DEAF_MS, seed=4), over=sound(DEAF_MS, seed=5, rms=0.2))
    assert session.heard() == [VoiceDetected(), NothingHeard()]


@pytest.mark.parametrize("text", ["Go on.", "A little longer."])
def test_what_the_own_voice_has_just_said_is_dropped(text: str) -> None:
    """A clause of ours that comes back from the room is no command, although it is a wording of one."""
    session = Session([text, text])
    line = f"Turn your feet. {text} Breathe out."
    session.speak(line, sound(3200, seed=1), echo=0.0)
    session.hear(quiet(640) + sound(640) + quiet(1000))
    assert len(session.recogniser.clips) == 1
    assert session.heard() == []
    session.hear(quiet(3000) + sound(640) + quiet(1000))
    assert len(commands(session)) == 1


def test_stop_over_the_own_voice_is_heard_even_if_it_is_in_the_line() -> None:
    """`Stop if it hurts` does not keep anybody from stopping."""
    session = warmed(["Stop!"])
    session.speak("Stop if it hurts.", sound(1600, seed=2), over=quiet(960) + sound(640, seed=3, rms=0.2))
    session.hear(quiet(2000))
    assert commands(session) == [Command("stop")]


def test_yes_is_heard_only_after_a_question() -> None:
    """Yes and no are said often; they are answers only when the session has asked."""
    session = Session(["Yes.", "Yes."])
    session.hear(quiet(1000) + sound(480) + quiet(1000))
    assert session.heard() == []
    session.listener.expect_answer(True)
    session.hear(sound(480) + quiet(1000))
    assert commands(session) == [Command("yes")]


def test_a_phrase_nearly_as_likely_as_the_text_is_the_command() -> None:
    """Noise makes the text wrong, but not the order of likelihoods."""
    session = Session([FakeRecognition("Stay hair.", {"stay here": -2.0})])
    session.hear(quiet(1000) + sound(640) + quiet(1000))
    assert commands(session) == [Command("stay")]


def test_a_phrase_far_less_likely_than_the_text_is_nothing() -> None:
    """What only looks like a command is none."""
    session = Session([FakeRecognition("Stay hair.", {"stay here": -20.0})])
    session.hear(quiet(1000) + sound(640) + quiet(1000))
    assert session.heard() == []


class SlowWorker:
    """A worker whose results are ready when the test says so."""

    def __init__(self) -> None:
        self.is_done = False

    def start(self, work: Callable[[], object]) -> Pending[object]:
        worker = self

        class Slow:
            def is_ready(self) -> bool:
                return worker.is_done

            def result(self) -> object:
                return work()

        return Slow()


def test_a_slow_recogniser_does_not_keep_the_microphone_waiting() -> None:
    """Blocks are taken while it works, and the command is heard when it is ready."""
    worker = SlowWorker()
    session = Session(["Stay here."], worker)  # type: ignore[arg-type]  # results of any type
    session.hear(quiet(1000) + sound(640) + quiet(2000))
    assert session.heard() == []
    worker.is_done = True
    session.hear(quiet(32))
    assert commands(session) == [Command("stay")]
