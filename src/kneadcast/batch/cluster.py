"""The workers of a batch on a Dask cluster."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager

from kneadcast.errors import SettingsError


@contextmanager
def dask_workers(address: str) -> Iterator[Executor]:
    """Returns the workers of a Dask cluster, which must be able to read and write the same files under the same paths.

    Raises:
        SettingsError: If Dask is not installed, or the scheduler does not answer.
    """
    try:
        from distributed import Client
    except ImportError:
        raise SettingsError("--dask needs an extra: pip install 'kneadcast[dask]'") from None
    try:
        client = Client(address, timeout=10)
    except (OSError, ValueError) as reason:
        raise SettingsError(f"there is no Dask scheduler at '{address}': {reason}") from reason
    with client:
        yield client.get_executor(pure=False, retries=1)
