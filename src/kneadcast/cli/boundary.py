"""The boundary of the command line: whatever ends a command becomes a sentence and an exit code, never a traceback."""

from __future__ import annotations

import errno
import os
import sys
import traceback
from collections.abc import Iterator, MutableMapping, Sequence
from types import TracebackType
from typing import Any

import click
from click.exceptions import Exit

from kneadcast.cli.config_defaults import origin
from kneadcast.cli.hints import take_hints
from kneadcast.cli.signals import Interrupted, exit_code
from kneadcast.cli.streams import OutputLostError
from kneadcast.errors import KneadcastError, describe_os_error
from kneadcast.plain_text import printable

DEBUG_OPTION = "--debug"
DEBUG_VARIABLE = "KNEADCAST_DEBUG"
"""Environment variable with the effect of `--debug`, unless it is empty or says no."""
_NO = ("", "0", "no", "false", "off")
_NAME_LENGTH = 200
"""The longest name that a sentence shows completely."""
_READER_GONE = 141
"""The exit code of a program whose reader has gone, by the custom of shells: 128 and the number of SIGPIPE."""


def separate_debug(arguments: Sequence[str]) -> tuple[bool, list[str]]:
    """Returns whether details are wanted, and the arguments without `--debug`, which may be anywhere before `--`."""
    end = list(arguments).index("--") if "--" in arguments else len(arguments)
    kept = [argument for argument in arguments[:end] if argument != DEBUG_OPTION]
    wanted = os.environ.get(DEBUG_VARIABLE, "").strip().lower() not in _NO
    return wanted or len(kept) < end, [*kept, *arguments[end:]]


class Boundary:
    """Ends the program with an exit code and a message, if its body ends with an exception.

    It is no generator: an interrupt can come at any instruction, also between a body and the generator around it.

    Raises:
        click.exceptions.Exit: With the exit code.
    """

    def __init__(self, *, debug: bool = False, meta: MutableMapping[str, Any] | None = None) -> None:
        """Creates a boundary.

        Args:
            debug: Whether the traceback of an exception is shown as well.
            meta: The metadata of the context, with the hints of the command.
        """
        self._debug = debug
        self._meta = {} if meta is None else meta

    def __enter__(self) -> None:
        """Begins the body."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Ends the body. Not one exception but `Exit` passes."""
        if error is None:
            try:
                sys.stdout.flush()
            except OSError as lost:
                error = lost
        if error is not None and not isinstance(error, Exit):
            raise Exit(_report(error, self._debug, take_hints(self._meta))) from None


def _report(error: BaseException, debug: bool, hints: Sequence[str]) -> int:
    """Prints what ended the program on standard error, and returns the exit code."""
    if isinstance(error, SystemExit):
        return error.code if isinstance(error.code, int) else int(error.code is not None)
    if debug:
        click.echo("".join(traceback.format_exception(error)), err=True, nl=False)
    cause = _interrupt_behind(error) or error
    if isinstance(cause, click.ClickException):
        cause.show()
        hints = [*_origin_of_value(cause), *hints]
        code = cause.exit_code
    elif isinstance(cause, KeyboardInterrupt):
        click.echo(_interruption(cause), err=True)
        code = exit_code(cause)
    elif isinstance(cause, OutputLostError) and cause.errno == errno.EPIPE:
        code = _READER_GONE
    else:
        click.echo(f"kneadcast: {_sentence(cause, debug)}", err=True)
        code = 1
    for line in hints:
        click.echo(line, err=True)
    return code


def _interrupt_behind(error: BaseException) -> KeyboardInterrupt | None:
    """Returns the interrupt that led to an exception, such as that of a prompt or of a module that was being loaded.

    An error of the clean-up after an interrupt is reported as what it is.
    """
    if isinstance(error, KneadcastError | OSError):
        return None
    seen: list[BaseException] = []
    earlier: BaseException | None = error
    while earlier is not None and earlier not in seen:
        if isinstance(earlier, KeyboardInterrupt):
            return earlier
        seen.append(earlier)
        earlier = earlier.__cause__ or earlier.__context__
    return None


def _sentence(error: BaseException, debug: bool) -> str:
    """Returns what an error means and what to do about it."""
    if isinstance(error, KneadcastError):
        return str(error)
    if isinstance(error, OutputLostError):
        return f"standard output cannot be written: {describe_os_error(error)}"
    if isinstance(error, OSError):
        return f"{_file_of(error)}: {describe_os_error(error)}"
    if isinstance(error, EOFError | click.Abort):
        return "the input ended before the last answer; nothing was built"
    if isinstance(error, MemoryError):
        return "there is not enough memory; close other programs, or choose a shorter session"
    if isinstance(error, RecursionError):
        return "a file is nested too deeply, or contains itself; simplify it"
    if isinstance(error, UnicodeEncodeError) or (isinstance(error, ValueError) and "null" in str(error)):
        return "a name contains a character that no file name can have; use another name"
    details = "" if debug else f"; run the command again with {DEBUG_OPTION} to see the details"
    facts = printable(str(error))
    return f"unexpected error: {type(error).__name__}{f': {facts}' if facts else ''}{details}"


def _file_of(error: OSError) -> str:
    """Returns the subject of a sentence about an error of the operating system."""
    names = [os.fsdecode(name) for name in (error.filename, error.filename2) if isinstance(name, str | bytes)]
    if not names:
        return "a file cannot be read or written"
    return " and ".join(f"'{_shortened(name)}'" for name in names) + " cannot be used"


def _shortened(name: str) -> str:
    if len(name) <= _NAME_LENGTH:
        return name
    half = _NAME_LENGTH // 2
    return f"{name[:half]}…{name[-half:]}"


def _interruption(interrupt: KeyboardInterrupt) -> str:
    if isinstance(interrupt, Interrupted) and not interrupt.by_user:
        return f"kneadcast: ended by {interrupt.name}; no incomplete file remains."
    # The line break follows the ^C that the terminal shows.
    return "\nkneadcast: interrupted; no incomplete file remains."


def _origin_of_value(error: click.ClickException) -> Iterator[str]:
    """Yields where a value that is wrong comes from, if it is not on the command line."""
    if isinstance(error, click.BadParameter) and error.ctx and error.param:
        source = origin(error.ctx, error.param)
        if source.is_hidden:
            yield f"The value comes from {source}."
