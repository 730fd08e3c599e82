"""Memory that is no longer used: returned to the system, and not kept for the next block of sound."""

from __future__ import annotations

import ctypes
import sys

_M_MMAP_THRESHOLD = -3
"""Parameter of `mallopt` (malloc.h of glibc): the size from which an array has pages of its own."""
_THRESHOLD_BYTES = 800_000
"""Above the blocks that are mixed and measured, which are allocated all the time, and below loops and clips."""
_M_ARENA_MAX = -8
"""Parameter of `mallopt`: the number of heaps. By default each thread has its own."""


def return_large_arrays() -> None:
    """Makes glibc return large arrays to the system as soon as they are freed.

    By default, glibc no longer does so once the first of them was freed, and each thread then keeps memory for them: a
    session takes 30 MB more. The threads share one heap, because the free parts of several add up over a long session.
    Where there is another C library, nothing happens.
    """
    if sys.platform != "linux":
        return
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        mallopt(_M_MMAP_THRESHOLD, _THRESHOLD_BYTES)
        mallopt(_M_ARENA_MAX, 1)
