"""The options of a session in groups: what it contains, how it sounds, and what is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import click

from kneadcast.choices import (
    DEFAULT_BITRATE_KBPS,
    DEFAULT_TEMPLATE,
    LOUDNESS_LUFS,
    PAN,
    ROUNDS,
    VOLUME,
    AmbienceChoice,
    ChapterBy,
    FormatName,
    Order,
    PacerMode,
    PageAudio,
    SidecarName,
    SideChoice,
    Talk,
)
from kneadcast.cli.shared_options import (
    clips_option,
    length_option,
    names_of,
    nearest_option,
    option_group,
    output_option,
    pace_option,
    split_names,
    voice_option,
)
from kneadcast.cli.variation import parse_variation

if TYPE_CHECKING:
    from kneadcast.options import Options


def _one_of(choices: Any) -> dict[str, Any]:
    """Returns the settings of an option that takes one value of a `Literal`, by default the first."""
    names = get_args(choices)
    return {"type": click.Choice(names), "default": names[0], "show_default": True}


preference_options = option_group(
    click.option(
        "--only", multiple=True, metavar="PARTS", help="Work only these parts of the body, such as feet,calf."
    ),
    click.option("--skip", multiple=True, metavar="PARTS", help="Leave out these parts, such as knee."),
    click.option("--side", **_one_of(SideChoice), help="The leg to work, or both."),
    click.option(
        "--more", multiple=True, metavar="PART[=N]", help="Give a part more time: calf, or calf=2 for twice as much."
    ),
    click.option(
        "--less", multiple=True, metavar="PART[=N]", help="Give a part less time: calf, or calf=2 for half as much."
    ),
    click.option(
        "--time", multiple=True, metavar="PART=TIME", help="Hands-on time of a part on each side, such as calf=3m."
    ),
    click.option(
        "--order",
        **_one_of(Order),
        help="Finish one leg before the other (leg), or do each step on both legs before the next step (area).",
    ),
    click.option(
        "--talk",
        **_one_of(Talk),
        envvar="KNEADCAST_TALK",
        help="Complete instructions with warm words or without (plain), brief ones, or chimes after the safety line.",
    ),
    click.option(
        "--familiar",
        is_flag=True,
        envvar="KNEADCAST_FAMILIAR",
        help="You know how a session works: a shorter welcome, and the bells are not explained.",
    ),
    click.option(
        "--rest", metavar="TIME", help="Length of the rest at the end; 0 for no rest. By default that of the routine."
    ),
    click.option(
        "--countdown",
        is_flag=True,
        help="Announce the remaining minutes every five minutes, and in each of the last five.",
    ),
    click.option(
        "--rounds",
        type=click.IntRange(int(ROUNDS.low), int(ROUNDS.high)),
        default=int(ROUNDS.low),
        show_default=True,
        help="How often the steps of a section are done, at least. A long session has more rounds by itself.",
    ),
)
"""Options for what a session contains."""

output_options = option_group(
    output_option("File to write. By default a descriptive name in the folder of --folder."),
    click.option(
        "--folder",
        type=click.Path(path_type=Path),
        default=Path(),
        show_default="the current folder",
        envvar="KNEADCAST_FOLDER",
        help="Folder of the file if --output is not given.",
    ),
)

sound_options = option_group(
    voice_option,
    pace_option,
    click.option(
        "--volume",
        type=click.FloatRange(*VOLUME, min_open=True),
        default=1.0,
        show_default=True,
        envvar="KNEADCAST_VOLUME",
        help="Volume of the session; 1 is the level of the template.",
    ),
    click.option(
        "--template",
        default=DEFAULT_TEMPLATE,
        show_default=True,
        envvar="KNEADCAST_TEMPLATE",
        help="Audio template: a name from `kneadcast templates`, or a file.",
    ),
)
"""Options for the voice, the volume and the template."""

language_option = click.option(
    "--language", metavar="TAG", help="Spoken language, such as de. By default that of the routine."
)

adaptation_options = option_group(
    click.option(
        "--avoid",
        multiple=True,
        callback=split_names,
        metavar="CAUTIONS",
        help="Leave out or soften what is unsafe with these, such as knee,pregnancy; see `kneadcast avoidances`.",
    ),
    language_option,
)
"""Options that the routine is adapted to, whatever its words are."""

body_options = option_group(
    adaptation_options,
    click.option(
        "--variation",
        callback=parse_variation,
        metavar="N|fresh",
        default="1",
        show_default=True,
        help="Say the same in other words: each number has its own wordings, and `fresh` takes a new number.",
    ),
)
"""Options that the routine and its words are adapted to."""

mix_options = option_group(
    click.option(
        *names_of("loudness_lufs"),
        type=click.FloatRange(*LOUDNESS_LUFS),
        metavar="LUFS",
        help="Loudness of the voice; -16 is usual for podcasts. By default that of the template, mostly -18.",
    ),
    click.option(
        "--pan",
        type=click.FloatRange(*PAN),
        help="How far the voice and the chimes are panned to the side that is worked. By default that of the template.",
    ),
    click.option(
        "--pacer",
        type=click.Choice(get_args(PacerMode)),
        help="Sound the strokes in half a minute of each step, or in all of it. By default that of the template.",
    ),
    click.option(
        "--ambience",
        type=click.Choice(get_args(AmbienceChoice)),
        help="Background sound, or none. By default that of the template.",
    ),
)
"""Options that override values of the template."""

file_options = option_group(
    click.option(
        *names_of("bitrate_kbps"),
        type=int,
        default=DEFAULT_BITRATE_KBPS,
        show_default=True,
        envvar="KNEADCAST_BITRATE",
        help="Bit rate in kbit/s.",
    ),
    click.option("--force", "-f", is_flag=True, help="Replace a file that Kneadcast did not make."),
    click.option(
        "--format",
        type=click.Choice(get_args(FormatName)),
        help="File format. By default that of the output's suffix, or mp3.",
    ),
    click.option("--chapters", **_one_of(ChapterBy), help="What begins a chapter, in addition to a change of side."),
    click.option("--album", is_flag=True, help="Write a folder with a file for each area and side, and a playlist."),
    click.option(
        *names_of("sidecars"),
        multiple=True,
        callback=split_names,
        metavar="NAMES",
        help=f"Files to write next to the session, separated by commas: {', '.join(get_args(SidecarName))}.",
    ),
    click.option(
        "--page-audio",
        **_one_of(PageAudio),
        help="Whether the page refers to the sound file (beside), or contains the sound, small (inside) or in full"
        " quality (inside-full).",
    ),
)
"""Options for what is written."""

session_options = option_group(
    preference_options,
    output_options,
    sound_options,
    clips_option,
    body_options,
    mix_options,
    file_options,
)
"""All options of the commands that build a session."""


def session_parameters() -> list[click.Parameter]:
    """Returns the parameters of all options of a session, including `--length` and `--nearest`."""

    @click.command()
    @length_option
    @nearest_option
    @session_options
    def probe(**_options: Any) -> None:
        """A command that only carries its parameters."""

    return probe.params


def parse_options(values: Mapping[str, Any]) -> Options:
    """Converts the values of a command's options to the options of the API.

    Raises:
        PlanError: If a preference cannot be read, or contradicts another.
        SettingsError: If a value is out of range.
    """
    from kneadcast.options import Options
    from kneadcast.planning.preferences import OPTIONS, parse_preferences
    from kneadcast.script.sound_settings import SoundSettings

    preferences = {name: value for name, value in values.items() if name in OPTIONS}
    others = {name: value for name, value in values.items() if name not in (*_sound_fields(), *OPTIONS)}
    sound = SoundSettings(**sound_values(values))
    return Options(sound=sound, preferences=parse_preferences(**preferences), **others)


def sound_values(values: Mapping[str, Any]) -> dict[str, Any]:
    """Returns the values that are fields of `SoundSettings`, without those that are not given."""
    return {name: value for name, value in values.items() if name in _sound_fields() and value is not None}


def _sound_fields() -> frozenset[str]:
    from kneadcast.script.sound_settings import SoundSettings

    return frozenset(field.name for field in fields(SoundSettings))
