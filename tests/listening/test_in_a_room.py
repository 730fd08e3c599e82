"""What is heard in a simulated room, with the real networks."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.util import find_spec

import pytest

from kneadcast.listening.availability import listening_problem
from kneadcast.listening.grammar import understand
from kneadcast.listening.listener import Heard, ListenerEvent, VoiceDetected
from kneadcast.listening.phrases import ANSWERS, WORDINGS
from kneadcast.listening.recogniser import MoonshineRecogniser, as_written
from kneadcast.options import Options
from kneadcast.planning.live.commands import Command
from kneadcast.script.sound_settings import SoundSettings
from tests.listening.conversation import SENTENCES
from tests.listening.room import BATHROOM, BEDROOM, LIVING_ROOM
from tests.listening.scenes import heard_of_a_session, heard_of_people, played
from tests.listening.speakers import KOKORO, speakers

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(bool(listening_problem("en")), reason=str(listening_problem("en"))),
    pytest.mark.skipif(find_spec("pyroomacoustics") is None, reason="the room needs pyroomacoustics"),
]
PLACES = (BEDROOM, LIVING_ROOM, BATHROOM)
SAID = tuple(
    wording.format(part=("knee", "toes", "hip")[place % 3], minutes=("ten minutes", "five minutes")[place % 2])
    for name, wordings in WORDINGS.items()
    if name not in ANSWERS
    for place, wording in enumerate(wordings)
)


@pytest.fixture(scope="module")
def recogniser() -> MoonshineRecogniser:
    return MoonshineRecogniser()


def commands(events: list[ListenerEvent]) -> list[Command]:
    return [event.command for event in events if isinstance(event, Heard)]


def results(recogniser: MoonshineRecogniser, snr_db: float) -> Iterator[tuple[Command | None, list[Command]]]:
    """Yields what each wording means, and what was understood; the voices and rooms take turns."""
    voices = speakers()
    if KOKORO[0] not in voices:
        pytest.skip("the English voices of Kokoro are not installed; scripts/test.py --all installs them")
    for place_number, place in enumerate(PLACES):
        said = [
            (f"{as_written(wording)}.", voices[KOKORO[number % len(KOKORO)]])
            for number, wording in enumerate(SAID)
            if number % len(PLACES) == place_number
        ]
        heard = heard_of_people(recogniser, said, place, snr_db)
        for (text, _), events in zip(said, heard, strict=True):
            yield understand(text), commands(events)


@pytest.mark.parametrize(("snr_db", "share"), [(20, 0.9), (10, 0.75)])
def test_most_commands_in_silences_are_understood(recogniser: MoonshineRecogniser, snr_db: float, share: float) -> None:
    """Voices that nothing was chosen with are understood over noise, and hardly ever misunderstood."""
    found = list(results(recogniser, snr_db))
    assert len(found) > 100
    assert sum(heard == [meant] for meant, heard in found) >= share * len(found)
    assert sum(bool(heard) and heard != [meant] for meant, heard in found) <= 0.01 * len(found)


def test_ordinary_speech_is_no_command(recogniser: MoonshineRecogniser) -> None:
    """Of sentences that contain or resemble commands, at most one in a hundred is taken for one."""
    voice = speakers()["heart"]
    heard = heard_of_people(recogniser, [(text, voice) for text in SENTENCES], LIVING_ROOM, 20)
    assert sum(bool(commands(events)) for events in heard) <= len(SENTENCES) / 100


def test_sighs_and_hums_do_not_end_a_session(recogniser: MoonshineRecogniser) -> None:
    """After the question whether it should end, only yes ends it."""
    voice = speakers()["heart"]
    sounds = ("Ah.", "Oh.", "Ow!", "Ouch!", "You.", "Here.", "Sure?", "Yesterday.", "Well.", "Oof.")
    heard = heard_of_people(recogniser, [(text, voice) for text in sounds], LIVING_ROOM, 20, asked=True)
    assert [command for events in heard for command in commands(events) if command == Command("yes")] == []


def test_a_session_does_not_hear_itself(recogniser: MoonshineRecogniser) -> None:
    """A session to which nobody speaks understands no command and hardly ever goes quiet."""
    session = played("five-minute-feet", Options(sound=SoundSettings(template="wood-and-rain")))
    events = heard_of_a_session(recogniser, session, LIVING_ROOM, 25)
    assert commands(events) == []
    assert sum(isinstance(event, VoiceDetected) for event in events) <= 1
