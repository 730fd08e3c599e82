"""The releases of the packages that speak."""

from __future__ import annotations

from functools import lru_cache


@lru_cache
def release_of(package: str) -> str | None:
    """Returns the release of an installed package, or `None` if it is not installed.

    It is read once in a process, because the key of each line contains several of them.
    """
    from importlib.metadata import PackageNotFoundError, version  # slow to import, and workers do not need it

    try:
        return version(package)
    except PackageNotFoundError:
        return None
