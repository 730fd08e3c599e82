"""Kneadcast compiles a massage routine into a spoken, timed session and writes it as an MP3.

from kneadcast import build_session

session = build_session("toes-to-hip", length="30m")
print(session.path)
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from kneadcast.version import __version__

if TYPE_CHECKING:
    from kneadcast.alternatives import Alternative, find_alternatives
    from kneadcast.build import build_session, compile_script, plan_session, preview_session, render_script
    from kneadcast.catalog import (
        RoutineFacts,
        Search,
        Suggestion,
        TemplateFacts,
        list_routines,
        list_templates,
        routine_limits,
        suggest_routine,
    )
    from kneadcast.errors import (
        FixedTimeError,
        KneadcastError,
        KneadcastWarning,
        LengthError,
        NearestLengthWarning,
        OutputError,
        PlanError,
        Problem,
        RoutineError,
        ScriptError,
        SettingsError,
        SoundError,
        SpeechError,
        UnitError,
    )
    from kneadcast.inspection import inspect_file, plot_session, verify
    from kneadcast.options import Options
    from kneadcast.output.chapters import Chapter
    from kneadcast.output.provenance import Provenance
    from kneadcast.output.verify.verification import Onset, Verification
    from kneadcast.pipeline import Progress, Stage
    from kneadcast.planning.limits import Limits
    from kneadcast.planning.preferences import Preferences, parse_preferences
    from kneadcast.rendering import Session
    from kneadcast.reports.time_budget import BudgetEntry, TimeBudget
    from kneadcast.routine import Routine, RoutineSource, load_routine
    from kneadcast.routine.model import (
        Closing,
        Mode,
        Move,
        Opening,
        Pause,
        Rest,
        Section,
        Spoken,
        Step,
        Switch,
        TimeRange,
    )
    from kneadcast.routine.stroke_path import StrokePath
    from kneadcast.script.file import ScriptFile, read_script, to_yaml
    from kneadcast.script.model import Cue, Script, ScriptStep
    from kneadcast.script.sound_settings import SoundSettings
    from kneadcast.sound.metering import MeasuredLevels
    from kneadcast.speech.model import Clip, ClipContent, Line, Narration, Narrator, Voice
    from kneadcast.speech.voices import list_voices
    from kneadcast.units import Length

_MODULES = {
    "kneadcast.alternatives": ("Alternative", "find_alternatives"),
    "kneadcast.build": (
        "build_session",
        "compile_script",
        "plan_session",
        "preview_session",
        "render_script",
    ),
    "kneadcast.catalog": (
        "RoutineFacts",
        "Suggestion",
        "TemplateFacts",
        "Search",
        "list_routines",
        "list_templates",
        "routine_limits",
        "suggest_routine",
    ),
    "kneadcast.errors": (
        "FixedTimeError",
        "KneadcastError",
        "KneadcastWarning",
        "LengthError",
        "NearestLengthWarning",
        "OutputError",
        "PlanError",
        "Problem",
        "RoutineError",
        "ScriptError",
        "SettingsError",
        "SoundError",
        "SpeechError",
        "UnitError",
    ),
    "kneadcast.inspection": ("inspect_file", "plot_session", "verify"),
    "kneadcast.options": ("Options",),
    "kneadcast.output.chapters": ("Chapter",),
    "kneadcast.output.provenance": ("Provenance",),
    "kneadcast.output.verify.verification": ("Onset", "Verification"),
    "kneadcast.pipeline": ("Progress", "Stage"),
    "kneadcast.planning.limits": ("Limits",),
    "kneadcast.planning.preferences": ("Preferences", "parse_preferences"),
    "kneadcast.rendering": ("Session",),
    "kneadcast.reports.time_budget": ("BudgetEntry", "TimeBudget"),
    "kneadcast.routine": ("Routine", "RoutineSource", "load_routine"),
    "kneadcast.routine.model": (
        "Approach",
        "Close",
        "Closing",
        "Compare",
        "Mode",
        "Move",
        "Opening",
        "Pause",
        "Rest",
        "SafetyLine",
        "Section",
        "Settle",
        "Spoken",
        "Step",
        "Switch",
        "TimeRange",
    ),
    "kneadcast.script.file": ("ScriptFile", "read_script", "to_yaml"),
    "kneadcast.routine.stroke_path": ("StrokePath",),
    "kneadcast.script.model": ("Cue", "Script", "ScriptStep"),
    "kneadcast.script.sound_settings": ("SoundSettings",),
    "kneadcast.sound.metering": ("MeasuredLevels",),
    "kneadcast.speech.model": ("Clip", "ClipContent", "Line", "Narration", "Narrator", "Voice"),
    "kneadcast.speech.voices": ("list_voices",),
    "kneadcast.units": ("Length",),
}
_MODULE_OF = {name: module for module, names in _MODULES.items() for name in names}

__all__ = [
    "Alternative",
    "Approach",
    "BudgetEntry",
    "Chapter",
    "Clip",
    "ClipContent",
    "Close",
    "Closing",
    "Compare",
    "Cue",
    "FixedTimeError",
    "KneadcastError",
    "KneadcastWarning",
    "Length",
    "LengthError",
    "Limits",
    "Line",
    "MeasuredLevels",
    "Mode",
    "Move",
    "Narration",
    "Narrator",
    "NearestLengthWarning",
    "Onset",
    "Opening",
    "Options",
    "OutputError",
    "Pause",
    "PlanError",
    "Preferences",
    "Problem",
    "Progress",
    "Provenance",
    "Rest",
    "Routine",
    "RoutineError",
    "RoutineFacts",
    "RoutineSource",
    "SafetyLine",
    "Script",
    "ScriptError",
    "ScriptFile",
    "ScriptStep",
    "Search",
    "Section",
    "Session",
    "SettingsError",
    "Settle",
    "SoundError",
    "SoundSettings",
    "SpeechError",
    "Spoken",
    "Stage",
    "Step",
    "StrokePath",
    "Suggestion",
    "Switch",
    "TemplateFacts",
    "TimeBudget",
    "TimeRange",
    "UnitError",
    "Verification",
    "Voice",
    "__version__",
    "build_session",
    "compile_script",
    "find_alternatives",
    "inspect_file",
    "list_routines",
    "list_templates",
    "list_voices",
    "load_routine",
    "parse_preferences",
    "plan_session",
    "plot_session",
    "preview_session",
    "read_script",
    "render_script",
    "routine_limits",
    "suggest_routine",
    "to_yaml",
    "verify",
]


def __dir__() -> list[str]:
    return __all__


def __getattr__(name: str) -> Any:
    # Deferred (PEP 562), so that `kneadcast --help` does not wait for NumPy and pydantic.
    if name not in _MODULE_OF:
        raise AttributeError(f"module 'kneadcast' has no attribute '{name}'")
    return getattr(import_module(_MODULE_OF[name]), name)
