"""The command line: each command parses its options, calls one function of the API and prints the result.

Command modules import the API inside their functions, so that `kneadcast --help` starts fast. This module imports
hardly anything, so that Ctrl-C while the others are loaded is under control.
"""

from __future__ import annotations

import signal
import sys
from typing import TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:
    from kneadcast.cli.program import cli

__all__ = ["cli", "main"]


def main() -> NoReturn:
    """Runs the command line: the entry point of the `kneadcast` command."""
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        # Before and after a command there is nothing to clean up: Ctrl-C ends the process without a traceback.
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    from kneadcast.cli.memory import return_large_arrays
    from kneadcast.cli.streams import reserve_descriptors

    return_large_arrays()
    reserve_descriptors()
    from kneadcast.cli.program import cli
    from kneadcast.cli.signals import exit_code, interruptible

    try:
        with interruptible():
            cli()
    except KeyboardInterrupt as interrupt:  # just before the command began, or just after it ended
        sys.exit(exit_code(interrupt))
    sys.exit()


def __getattr__(name: str) -> Any:
    if name == "cli":
        from kneadcast.cli.program import cli

        return cli
    raise AttributeError(f"module '{__name__}' has no attribute '{name}'")
