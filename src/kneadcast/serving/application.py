"""What the server gives: a mapping from paths to answers, made once. No request becomes the name of a file."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial

import anyio.to_thread
from starlette.responses import PlainTextResponse, RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from kneadcast.messages import Messages
from kneadcast.serving.access import Access, not_found, raw_path
from kneadcast.serving.icon import ICON_SIZES, TOUCH_ICON_SIZE, draw_icon
from kneadcast.serving.library_page import POLICY, library_html, manifest_json, template_file, worker_js
from kneadcast.serving.responses import Content, MadeOnce, Sound
from kneadcast.serving.shared_file import ChangedFileError
from kneadcast.serving.shared_session import SharedSession, session_cover, session_page

HTML = "text/html"
JPEG, PNG = "image/jpeg", "image/png"
PAGE_POLICY = (
    "default-src 'self' data: blob: 'unsafe-inline'; connect-src 'none'; object-src 'none'; frame-ancestors 'none'; "
    "base-uri 'none'; form-action 'none'"
)
"""The limits of a session's page, which narrows them itself: it is one file, with its style and its program inside."""
WORKER_POLICY = "default-src 'none'; connect-src 'self'"
"""The service worker fetches what it keeps, and nothing from elsewhere."""
_SECRET_BYTES = 16
"""128 bits, so that nobody can find the path by trying."""
_REVISION_LETTERS = 12


def new_secret() -> str:
    """Returns a random name for the folder in which everything is shared."""
    return secrets.token_urlsafe(_SECRET_BYTES)


class Library:
    """The sessions that are shared, as an ASGI application under a secret path."""

    def __init__(self, sessions: Sequence[SharedSession], messages: Messages, secret: str) -> None:
        """Creates the application.

        Args:
            sessions: The sessions, in the order of the library page.
            messages: The messages in the language of the library page.
            secret: The name of the folder in which everything is.
        """
        self._sessions = {str(number): session for number, session in enumerate(sessions, 1)}
        self._messages = messages
        self._secret = secret.encode("ascii")
        answers: dict[str, ASGIApp] = {"": self._library}
        answers.update(_app_files(self._sessions, messages))
        answers.update(self._session_files())
        self._answers = {name.encode("ascii"): answer for name, answer in answers.items()}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers a request: with what its path names, or that there is nothing."""
        answer = self._answer(raw_path(scope))
        try:
            await answer(scope, receive, send)
        except ChangedFileError:
            text = f"{self._messages.library.gone}\n"
            await PlainTextResponse(text, 410, {"cache-control": "no-store"})(scope, receive, send)

    def _answer(self, path: bytes) -> ASGIApp:
        secret, slash, name = path.removeprefix(b"/").partition(b"/")
        if not secrets.compare_digest(secret, self._secret):
            return not_found()
        if not slash:
            return RedirectResponse(f"/{self._secret.decode()}/", 308, {"cache-control": "no-store"})
        return self._answers.get(name) or not_found()

    async def _library(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers with the library page, on which a session whose file has gone is missing."""
        page = await anyio.to_thread.run_sync(self._library_page)
        await page(scope, receive, send)

    def _library_page(self) -> Content:
        present = {id_: session for id_, session in self._sessions.items() if _is_present(session)}
        return Content(library_html(present, self._messages).encode(), HTML, POLICY)

    def _session_files(self) -> Iterator[tuple[str, ASGIApp]]:
        for id_, session in self._sessions.items():
            yield f"{id_}/", _while_present(session, MadeOnce(partial(_page, session)))
            yield f"{id_}/cover.jpg", MadeOnce(partial(_cover, session))
            yield f"{id_}/{session.sound_name}", Sound(session.file, session.media_type)


def make_application(
    library: Library, authorities: frozenset[bytes], report: Callable[[BaseException], None]
) -> ASGIApp:
    """Returns the complete application, with the checks of access outermost; see `Access`."""
    return Access(library, authorities, report)


def _app_files(sessions: Mapping[str, SharedSession], messages: Messages) -> Iterator[tuple[str, Content]]:
    """Yields what makes an app of the library page."""
    files = {
        "library.css": Content(template_file("library.css"), "text/css"),
        "library.js": Content(template_file("library.js"), "text/javascript"),
        "manifest.json": Content(manifest_json(messages).encode(), "application/manifest+json"),
        "touch-icon.png": Content(draw_icon(TOUCH_ICON_SIZE), PNG),
        **{f"icon-{size}.png": Content(draw_icon(size), PNG) for size in ICON_SIZES},
    }
    yield from files.items()
    pages = {f"{id_}/": session for id_, session in sessions.items()}
    etags = [*(file.etag for file in files.values()), *(session.file.etag for session in sessions.values())]
    revision = hashlib.sha256("".join(etags).encode()).hexdigest()[:_REVISION_LETTERS]
    shell = ["./", *files, *(f"{page}cover.jpg" for page in pages)]
    sounds = {page: page + session.sound_name for page, session in pages.items()}
    yield "worker.js", Content(worker_js(shell, sounds, revision).encode(), "text/javascript", WORKER_POLICY)


def _is_present(session: SharedSession) -> bool:
    try:
        session.file.check()
    except ChangedFileError:
        return False
    return True


def _page(session: SharedSession) -> Content:
    return Content(session_page(session), HTML, PAGE_POLICY)


def _cover(session: SharedSession) -> Content:
    return Content(session_cover(session), JPEG)


def _while_present(session: SharedSession, page: ASGIApp) -> ASGIApp:
    """Returns an answer that is given only while the file of the session is the one that was named."""

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        await anyio.to_thread.run_sync(session.file.check)
        await page(scope, receive, send)

    return answer
