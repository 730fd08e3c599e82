"""Kneadcast compiles a massage routine into a spoken, timed session and writes it as an MP3.

from kneadcast import build_session, load_routine

session = build_session("toes-to-hip", length="30m")
print(session.path)
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from kneadcast.version import __version__

if TYPE_CHECKING:
    from kneadcast.build import build_session, compile_script, render_script
    from kneadcast.catalog import routine_limits
    from kneadcast.errors import KneadcastError
    from kneadcast.pipeline import Options, Session
    from kneadcast.routine import Routine, load_routine
    from kneadcast.script.model import Script


__all__ = [
    "KneadcastError",
    "Options",
    "Routine",
    "Script",
    "Session",
    "__version__",
    "build_session",
    "compile_script",
    "load_routine",
    "render_script",
    "routine_limits",
]

_HOMES = {
    "KneadcastError": "kneadcast.errors",
    "Options": "kneadcast.pipeline",
    "Routine": "kneadcast.routine",
    "Script": "kneadcast.script.model",
    "Session": "kneadcast.pipeline",
    "build_session": "kneadcast.build",
    "compile_script": "kneadcast.build",
    "load_routine": "kneadcast.routine",
    "render_script": "kneadcast.build",
    "routine_limits": "kneadcast.catalog",
}


def __getattr__(name: str) -> Any:
    # Deferred (PEP 562), so that `kneadcast --help` does not wait for NumPy and pydantic.
    if name not in _HOMES:
        raise AttributeError(f"module 'kneadcast' has no attribute '{name}'")
    return getattr(import_module(_HOMES[name]), name)
