"""The library page: the sessions that are shared, each with its cover and its length."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from html import escape
from pathlib import Path

from kneadcast.messages import Messages
from kneadcast.serving.shared_session import SharedSession

POLICY = (
    "default-src 'none'; connect-src 'self'; img-src 'self'; manifest-src 'self'; script-src 'self'; style-src 'self'; "
    "worker-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
)
"""What the library page may load. Nothing on it is inline, so no title can become a program."""
APP_NAME = "Kneadcast"
BACKGROUND_COLOR = "#15120f"
_TEMPLATE = Path(__file__).parent / "template"
_PLACEHOLDER = re.compile(r"\{\{([\w.]+)\}\}")


def library_html(sessions: Mapping[str, SharedSession], messages: Messages) -> str:
    """Returns the library page.

    Args:
        sessions: The sessions by their ids, which are the names of their folders in URLs.
        messages: The messages in the language of the page.
    """
    words = messages.library
    return _filled(
        "library.html",
        {
            "language": messages.language,
            "title": escape(words.title),
            "app": APP_NAME,
            "background": BACKGROUND_COLOR,
            "insecure": escape(words.insecure),
            "count": str(len(sessions)),
            "sessions": "\n".join(_card(id_, session, messages) for id_, session in sessions.items()),
        },
    )


def manifest_json(messages: Messages) -> str:
    """Returns the web app manifest, with which the library becomes an app on a home screen."""
    return _filled(
        "manifest.json",
        {
            "language": json.dumps(messages.language),
            "name": json.dumps(f"{APP_NAME}: {messages.library.title}"),
            "app": json.dumps(APP_NAME),
            "background": json.dumps(BACKGROUND_COLOR),
        },
    )


def worker_js(shell: Iterable[str], sounds: Mapping[str, str], revision: str) -> str:
    """Returns the service worker, which keeps what was opened for use without the server.

    Args:
        shell: What is kept at once, as URLs relative to the library.
        sounds: The sound of each session's page, both as such URLs.
        revision: Changes whenever anything changes that is kept.
    """
    facts = {"revision": revision, "shell": list(shell), "sounds": dict(sounds)}
    return _filled("worker.js", {"facts": json.dumps(facts)})


def template_file(name: str) -> bytes:
    """Returns a file of the library page that is given as it is."""
    return (_TEMPLATE / name).read_bytes()


def _card(id_: str, session: SharedSession, messages: Messages) -> str:
    script = session.script
    return _filled(
        "card.html",
        {
            "id": id_,
            "sound": session.sound_name,
            "title": escape(script.title),
            "language": escape(script.language),
            "length": escape(messages.length(script.length_ms)),
            "kept": escape(messages.library.kept),
        },
    )


def _filled(name: str, parts: Mapping[str, str]) -> str:
    # In a single pass, so that a title that looks like a placeholder stays a title.
    text = (_TEMPLATE / name).read_text(encoding="utf-8").rstrip("\n")
    return _PLACEHOLDER.sub(lambda placeholder: parts[placeholder[1]], text)
