"""The keys of `kneadcast play`: one table for the control loop, the screen, the help text and the documentation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from kneadcast.cli import key_sequences as sent
from kneadcast.cli.shared_options import Command

if TYPE_CHECKING:
    from kneadcast.planning.live.commands import CommandName

KeyAction = Literal["pause_or_resume", "choose_part", "choose_minutes", "quit"]
"""What a key does that is not a command as it stands."""
Label = Literal[
    "pause", "step", "stay", "repeat", "quit", "help", "talk", "loudness", "time_left", "skip", "end_in", "stop"
]


@dataclass(frozen=True)
class Key:
    """One entry of the table."""

    action: CommandName | KeyAction
    effect: str
    """What it does, as the help text and the documentation say it."""
    names: tuple[str, ...]
    """The keys, as `kneadcast.cli.key_sequences` names them."""
    in_words: str = ""
    """The keys of any keyboard, as the help text and the documentation say it; empty if only a media key does it."""
    shown: str = ""
    """The key on the screen: its character, `space`, `left` or `right`; empty if it is not shown."""
    label: Label | None = None
    """What it does on the screen, as a field of `PlayerMessages`; keys with one label stand together."""
    in_files: bool = False
    """Whether a finished session can do it too."""
    needs_sound: bool = False


KEYS: tuple[Key, ...] = (
    Key("pause_or_resume", "pause, or go on", (" ", sent.MEDIA_PLAY_PAUSE), "space", "space", "pause", in_files=True),
    Key(
        "back", "one step back", (sent.LEFT, "b", sent.MEDIA_PREVIOUS), "left arrow or b", "left", "step", in_files=True
    ),
    Key(
        "next", "the next step", (sent.RIGHT, "n", sent.MEDIA_NEXT), "right arrow or n", "right", "step", in_files=True
    ),
    Key("stay", "stay here longer", ("s",), "s", "s", "stay"),
    Key("again", "say that again", ("r", sent.MEDIA_REWIND), "r", "r", "repeat", in_files=True),
    Key("quit", "quit at once", ("q",), "q", "q", "quit", in_files=True),
    Key("help", "what can I say", ("h", "?"), "h or ?", "h", "help"),
    Key("time_left", "how long is left", ("t",), "t", "t", "time_left"),
    Key("less_talk", "less talking", ("l",), "l", "l", "talk"),
    Key("more_talk", "more talking", ("m",), "m", "m", "talk"),
    Key("louder", "louder", ("+", "=", sent.RAISE_VOLUME), "+", "+", "loudness", in_files=True, needs_sound=True),
    Key("softer", "softer", ("-", sent.LOWER_VOLUME), "-", "-", "loudness", in_files=True, needs_sound=True),
    Key("choose_part", "skip a part, by its number", ("k",), "k", "k", "skip"),
    Key("choose_minutes", "end in some minutes, typed before Enter", ("e",), "e", "e", "end_in"),
    Key("stop", "stop with the closing words, after y", ("x", sent.MEDIA_STOP), "x", "x", "stop"),
    Key("pause", "pause", (sent.MEDIA_PAUSE,), in_files=True),
    Key("resume", "go on", (sent.MEDIA_PLAY,), in_files=True),
)
"""All keys, in the order of the screen: those that are needed most stand first."""
MEDIA_KEYS: Mapping[str, str] = {
    sent.MEDIA_PLAY_PAUSE: "play/pause",
    sent.MEDIA_PLAY: "play",
    sent.MEDIA_PAUSE: "pause",
    sent.MEDIA_STOP: "stop",
    sent.MEDIA_REWIND: "rewind",
    sent.MEDIA_NEXT: "next track",
    sent.MEDIA_PREVIOUS: "previous track",
    sent.RAISE_VOLUME: "volume up",
    sent.LOWER_VOLUME: "volume down",
}
"""The media keys of the table, as the documentation names them."""
ANSWERS: Mapping[str, CommandName] = {"y": "yes", "n": "no", sent.ESCAPE: "no"}
"""The keys that answer the question whether the session shall end, and do so only while it stands."""


def find_key(name: str) -> Key | None:
    """Returns the entry of a key; a letter is the same key with Caps Lock. `None` if the key has no meaning."""
    return next((key for key in KEYS if name in key.names or name.lower() in key.names), None)


def explain_keys(command: Command) -> Command:
    """Adds a paragraph about the keys to the help text of a command."""
    words = "; ".join(f"{key.in_words}: {key.effect}" for key in KEYS if key.in_words)
    command.__doc__ = f"{command.__doc__}\n\n    The keys are {words}. Media keys work in terminals that report them."
    return command
