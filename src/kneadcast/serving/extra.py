"""The packages of the extra `serve`, which the default installation does not have."""

from __future__ import annotations

from importlib.util import find_spec

from kneadcast.errors import ServingError

PACKAGES = ("starlette", "uvicorn", "segno")


def check_installed() -> None:
    """Checks that the packages are installed, without loading them.

    Raises:
        ServingError: If one is missing.
    """
    missing = [name for name in PACKAGES if find_spec(name) is None]
    if missing:
        raise ServingError(
            f"`kneadcast serve` needs {' and '.join(missing)}, which the extra `serve` installs: "
            "pip install 'kneadcast[serve]'"
        )
