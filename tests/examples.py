"""How many examples Hypothesis draws: a third of them in the quick run, and all in the run with the slow tests."""

from __future__ import annotations

_QUICK_SHARE = 3
_is_quick = False


def choose_quick(is_quick: bool) -> None:
    """Sets whether this is the quick run; to be called before the modules of tests are imported."""
    global _is_quick
    _is_quick = is_quick


def examples(number: int) -> int:
    """Returns how many examples are drawn of a number."""
    return -(-number // _QUICK_SHARE) if _is_quick else number
