"""Running the real program as somebody who may not write everywhere, also where the tests are run by root."""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from tests.faults.real_programs import LIMIT_S

NOBODY = 65_534
_DROP_CAPABILITY = 24
"""PR_CAPBSET_DROP of prctl(2)."""
_RIGHTS_OF_ROOT = range(4)
"""CAP_CHOWN, CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH and CAP_FOWNER of capabilities(7), by which root opens any file."""


def run_unprivileged(
    command: Sequence[str], folder: Path, variables: Mapping[str, str], *, without: Sequence[str] = ()
) -> subprocess.CompletedProcess[str]:
    """Runs a program in a folder as somebody without the rights of root.

    Args:
        command: The program and its arguments.
        folder: The current folder.
        variables: What is added to the environment.
        without: The variables that are removed from it.
    """
    environment = {name: value for name, value in os.environ.items() if name not in without}
    return subprocess.run(
        command,
        cwd=folder,
        env={**environment, **variables},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
        timeout=LIMIT_S,
        check=False,
        **_identity(),
    )


def can_run_unprivileged() -> bool:
    """Returns whether the tests are not run by root, or can give up what root may."""
    return hasattr(os, "geteuid") and (os.geteuid() != 0 or sys.platform == "linux")


def _identity() -> dict[str, Any]:
    """Returns the arguments that start a program as nobody, or as root without the rights of root.

    Nobody may not be able to read where Python is installed.
    """
    if os.geteuid() != 0:
        return {}
    nobody = {"user": NOBODY, "group": NOBODY, "extra_groups": []}
    try:
        subprocess.run([sys.executable, "-c", "import kneadcast"], check=True, capture_output=True, **nobody)  # type: ignore[call-overload]
    except (OSError, subprocess.CalledProcessError):
        return {"preexec_fn": _give_up_rights}
    return nobody


def _give_up_rights() -> None:
    library = ctypes.CDLL(None, use_errno=True)
    for capability in _RIGHTS_OF_ROOT:
        if library.prctl(_DROP_CAPABILITY, capability, 0, 0, 0):
            raise OSError(ctypes.get_errno(), "a right of root cannot be given up")
