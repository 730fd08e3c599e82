"""Recording a live session: the script as it happened is rendered once more, so that nothing is half written."""

from __future__ import annotations

from pathlib import Path

from kneadcast.errors import OutputError
from kneadcast.live.session import LiveSession
from kneadcast.options import Options
from kneadcast.pipeline import Progress
from kneadcast.rendering import Session, render


def record(session: LiveSession, target: Path, options: Options, progress: Progress | None = None) -> Session:
    """Writes what a live session was until now as a session file, with chapters, words, and the script as it happened.

    The file has the level at which the session is written, whatever loudness was listened to. Check the target with
    `kneadcast.rendering.check_output` before the session is opened.

    Args:
        session: The session, which is no longer played.
        target: The file.
        options: What is written.
        progress: Called with the number of milliseconds.

    Raises:
        OutputError: If nothing was heard, or the file cannot be written. No file is created or changed then.
        SoundError: If the levels of the finished sound are out of range.
    """
    compiled = session.compiled() if session.at_ms else None
    if compiled is None:
        raise OutputError(f"nothing was heard, so that there is nothing to record as '{target}'")
    return render(compiled, target, options, progress)
