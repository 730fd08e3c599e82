"""Argument vectors for every command, generated from the parameters that click knows of it."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

import click

from kneadcast.cli.program import cli

FILES = (
    "routine.yaml", "script.yaml", "session.mp3", "batch.yaml", "template.yaml", "empty", "binary", "cut.mp3", "folder",
    "loop", "fifo", "no-such-file", "bad\udcff.yaml", "line\nbreak.yaml", "esc\x1b[31m.yaml",
)  # fmt: skip
"""What is in the working folder, beside one name that is not."""
PATHS = (
    *FILES, "", ".", "~nosuchuser/x", "n" * 255, "n" * 256, "n" * 5000, "d/" * 2500, "nul\0", "lone\ud800",
    "/proc/x.mp3", "empty/x.mp3", "folder/new.mp3", "new.mp3", "new.opus", "new.yaml", "new.svg", "new.ics", "CON",
    "-", " ", "*", "%s",
)  # fmt: skip
TEXTS = (
    "", " ", "@", "@x", "@../x", "@" + "x" * 300, "\0", "\x1b[2J", "\ud800", "\udcff", "a\nb", "é" * 200, "n" * 300,
    "n" * 70000, "~nosuchuser", "-1", "0", "--help", "%s{}", "../..", "None", "[]", "{a: b}", "!!python/none x", "=",
    ",,", "=1",
)  # fmt: skip
NUMBERS = (
    "0", "1", "-1", "1e3", "9" * 30, "9" * 400, "9" * 5000, "-" + "9" * 400, "nan", "inf", "-inf", "1e999", "0x10",
    "1_0", "٣", " 5", "5 ", "1.5", "", "+1", "1,5", "½",
)  # fmt: skip
LENGTHS = (
    "5m", "3m", "half an hour", "until 22:30", "until 99:99", "until noon", "0", "0s", "1ms", "-5m", "9" * 20,
    "9" * 400, "9" * 5000, "9" * 12 + "h", "1:99", "1e5", "nan", "", "5m5m", "an hour and", "٣m", "m", ":",
    "a " * 3000,
)  # fmt: skip
DATES = ("20:30", "24:00", "2030-01-31", "0000-00-00", "9999-12-31", "0001-01-01", "", "x", "2030-02-30")
PLAUSIBLE = {
    "routine": ("five-minute-feet", "relaxing", "routine.yaml", "script.yaml", "@calm", "toes-to-hop"),
    "before": ("five-minute-feet", "routine.yaml"),
    "after": ("five-minute-feet", "self-massage-at-home"),
    "name": ("my-routine", "Mine", "a/b", "five-minute-feet"),
    "base": ("five-minute-feet", "nope"),
    "text": ("Breathe out.",),
    "days": ("mon,wed", "m", "monday,x"),
    "voice": ("auto", "natural", "nope", "voice.onnx"),
    "template": ("plain", "template.yaml", "nope"),
    "only": ("feet", "calf,toes", "clf"),
    "skip": ("feet", "knee"),
    "more": ("calf=2", "feet", "calf=", "calf=nan", "calf=1e999"),
    "less": ("calf=2", "=2"),
    "time": ("calf=3m", "calf=" + "9" * 400, "feet=0", "calf"),
    "rest": LENGTHS,
    "avoid": ("knee", "pregnancy,knee", "nee"),
    "language": ("en", "de", "xx-yy-zz", "en_US", "-"),
    "save": ("calm", "a/b", "../x", "n" * 300),
    "sidecars": ("page", "lyrics,transcript", "nope"),
    "explain": ("pressure-cap", "nope"),
    "parts": ("calf", "clf"),
    "type": ("relaxing", "nope"),
    "positions": ("seated", "nope"),
    "dask": ("nope", "tcp://"),
    "names": ("session.mp3", "five-minute-feet", "cut.mp3", "routine.yaml"),
    "host": ("127.0.0.1", "localhost", "::1", "0.0.0.0", "192.0.2.1", "fe80::1%lo"),  # noqa: S104 -- it is refused
}
"""Values that make sense, and misspellings of them, by the name of the parameter."""
VARIABLES = ("KNEADCAST_VOICE", "KNEADCAST_PACE", "KNEADCAST_VOLUME", "KNEADCAST_TEMPLATE", "KNEADCAST_BITRATE",
             "KNEADCAST_TALK", "KNEADCAST_FOLDER", "KNEADCAST_CACHE_MB", "KNEADCAST_SOUND_CACHE_MB",
             "KNEADCAST_LEXICON", "KNEADCAST_DEBUG", "KNEADCAST_CACHE", "KNEADCAST_CONFIG_DIR")  # fmt: skip
_NOT_FROM_OUTSIDE = ("\0", "\ud800")
"""No operating system passes these, in an argument or in the environment."""


def vectors(command: str, count: int) -> Iterator[tuple[list[str], dict[str, str]]]:
    """Yields command lines of a command, always the same ones, with variables of the environment."""
    params = cli.commands[command].params
    for number in range(count):
        random = Random(f"{command} {number}")
        arguments = [value for param in params if isinstance(param, click.Argument) for value in _values(random, param)]
        chosen = [param for param in params if isinstance(param, click.Option)]
        options = [_option(random, param) for param in random.sample(chosen, min(len(chosen), random.randrange(5)))]
        required = [_option(random, param) for param in chosen if param.required and random.random() < 0.9]
        parts = [[argument] for argument in arguments] + options + required + _oddities(random, options)
        random.shuffle(parts)
        yield [command, *(word for part in parts for word in part)], _environment(random)


def candidates(param: click.Parameter) -> tuple[str, ...]:
    """Returns values of a parameter: valid ones, those at the edges of its range and nasty ones."""
    kind = param.type
    if isinstance(kind, click.Choice):
        names = tuple(map(str, kind.choices))
        return (*names, *names, names[0].upper(), names[0][:-1], *TEXTS[:6])
    if isinstance(kind, click.IntRange | click.FloatRange):
        edges = [edge + step for edge in (kind.min, kind.max) if edge is not None for step in (-1, 0, 1)]
        return (*map(str, edges), *NUMBERS)
    if isinstance(kind, click.types.IntParamType | click.types.FloatParamType):
        return ("100", "118", "140", *NUMBERS)
    if isinstance(kind, click.DateTime):
        return DATES
    if isinstance(kind, click.Path):
        return PATHS
    if param.name in ("length", "start"):
        return LENGTHS
    sensible = PLAUSIBLE.get(str(param.name), ())
    return (*sensible * 4, *TEXTS, *PATHS[:8])


def _values(random: Random, param: click.Parameter) -> list[str]:
    """Returns the values of an argument; sometimes none."""
    count = random.randrange(4) if param.nargs == -1 else int(random.random() < 0.93)
    return [random.choice(candidates(param)) for _ in range(count)]


def _option(random: Random, param: click.Option) -> list[str]:
    name = random.choice(param.opts)
    if param.is_flag:
        return [name]
    value = random.choice(candidates(param))
    return [f"{name}={value}"] if name.startswith("--") and random.random() < 0.3 else [name, value]


def _oddities(random: Random, options: list[list[str]]) -> list[list[str]]:
    """Returns what does not belong on the command line, seldom."""
    odd = [["--debug"], ["--nope"], ["--"], ["extra"], ["-"], ["--help"], ["-x"], ["--length"], *options]
    return [random.choice(odd)] if random.random() < 0.15 else []


def _environment(random: Random) -> dict[str, str]:
    """Returns variables of the environment, seldom any."""
    if random.random() < 0.8:
        return {}
    value = random.choice((*TEXTS, *NUMBERS, *PATHS, *LENGTHS))
    return {random.choice(VARIABLES): value[:50_000]} if not set(value) & set(_NOT_FROM_OUTSIDE) else {}


def described(vector: tuple[list[str], dict[str, str]]) -> str:
    """Returns a command line so that it can be copied into a test, with long values shortened."""
    arguments, environment = vector
    shown = [value if len(value) < 80 else f"{value[:10]}...x{len(value)}" for value in arguments]
    return f"{environment} {shown}"
