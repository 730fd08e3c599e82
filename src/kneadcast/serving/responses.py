"""The answers: a content that is kept in memory, and the sound of a session, of which a part can be requested."""

from __future__ import annotations

import hashlib
import io
import threading
from collections.abc import Callable
from dataclasses import dataclass

import anyio
import anyio.to_thread
from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from kneadcast.serving.byte_ranges import ByteRange, UnsatisfiableRangeError, parse_range
from kneadcast.serving.shared_file import ChangedFileError, SharedFile

CACHE_CONTROL = "private, no-cache"
"""A browser may keep an answer, and asks before each use whether it is still true; nobody between may keep it."""
_TAG_LETTERS = 20
_CHUNK_BYTES = 1 << 16


@dataclass(frozen=True)
class Content:
    """A content that is made before it is requested; it answers requests as an ASGI application does."""

    body: bytes
    media_type: str
    policy: str | None = None
    """The Content-Security-Policy of a page or a worker."""

    @property
    def etag(self) -> str:
        """A strong entity tag."""
        return f'"{hashlib.sha256(self.body).hexdigest()[:_TAG_LETTERS]}"'

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers a request."""
        headers = {"cache-control": CACHE_CONTROL, "etag": self.etag}
        if self.policy:
            headers["content-security-policy"] = self.policy
        if _is_known(Headers(scope=scope), self.etag, None):
            await Response(status_code=304, headers=headers)(scope, receive, send)
            return
        response = Response(self.body, headers=headers, media_type=self.media_type)
        if scope["method"] == "HEAD":
            response.body = b""
        await response(scope, receive, send)


class MadeOnce:
    """A content that is made when it is requested for the first time, since drawing takes half a second."""

    def __init__(self, make: Callable[[], Content]) -> None:
        """Creates an answer.

        Args:
            make: Makes the content; called once, in a thread.
        """
        self._make = make
        self._lock = threading.Lock()
        self._made: Content | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers a request."""
        content = await anyio.to_thread.run_sync(self._get)
        await content(scope, receive, send)

    def _get(self) -> Content:
        with self._lock:
            self._made = self._made or self._make()
            return self._made


@dataclass(frozen=True)
class Sound:
    """The sound of a session; it answers requests as an ASGI application does.

    An answer that was begun has the bytes of one content: if the file changes meanwhile, the connection is closed
    before the answer is complete, which a client notices by its length.

    Raises:
        ChangedFileError: If the file is not the one that was named; nothing has been sent then.
    """

    file: SharedFile
    media_type: str

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers a request."""
        with await anyio.to_thread.run_sync(self.file.open) as opened:
            response, part = self._head(scope)
            if part is None:
                await response(scope, receive, send)
                return
            async with anyio.create_task_group() as group:
                group.start_soon(_cancel_at_disconnect, receive, group.cancel_scope)
                await self._send(opened, response, part, send)
                group.cancel_scope.cancel()

    def _head(self, scope: Scope) -> tuple[Response, ByteRange | None]:
        """Returns the status and the headers of an answer, and the part of the file that follows them, if any does."""
        request, file = Headers(scope=scope), self.file
        headers = {
            "accept-ranges": "bytes",
            "cache-control": CACHE_CONTROL,
            "etag": file.etag,
            "last-modified": file.last_modified,
        }
        if _is_known(request, file.etag, file.last_modified):
            return Response(status_code=304, headers=headers), None
        try:
            wanted = parse_range(_wanted_range(scope, request, file), file.size)
        except UnsatisfiableRangeError:
            return Response(status_code=416, headers={**headers, "content-range": f"bytes */{file.size}"}), None
        part = wanted or ByteRange(0, file.size)
        headers |= {"content-length": str(part.length), "content-type": self.media_type}
        if wanted:
            headers |= {"content-range": part.content_range(file.size)}
        return Response(status_code=206 if wanted else 200, headers=headers), part if scope["method"] == "GET" else None

    async def _send(self, opened: io.FileIO, head: Response, part: ByteRange, send: Send) -> None:
        """Sends a part of the file, until it has changed."""
        await send({"type": "http.response.start", "status": head.status_code, "headers": head.raw_headers})
        at = part.start
        while at < part.end:
            try:
                data = await anyio.to_thread.run_sync(self.file.read, opened, at, min(_CHUNK_BYTES, part.end - at))
            except ChangedFileError:
                return  # without the rest, so that the server closes the connection
            at += len(data)
            await send({"type": "http.response.body", "body": data, "more_body": at < part.end})


async def _cancel_at_disconnect(receive: Receive, sending: anyio.CancelScope) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    sending.cancel()


def _is_known(request: Headers, etag: str, last_modified: str | None) -> bool:
    """Returns whether the client has the current content already (RFC 9110, section 13)."""
    if "if-none-match" in request:
        tags = [
            tag.strip().removeprefix("W/") for value in request.getlist("if-none-match") for tag in value.split(",")
        ]
        return etag in tags or "*" in tags
    return last_modified is not None and request.get("if-modified-since") == last_modified


def _wanted_range(scope: Scope, request: Headers, file: SharedFile) -> str | None:
    """Returns the header Range, if it counts: for GET, and only while the client's own part is of this content."""
    ranges = request.getlist("range")
    if scope["method"] != "GET" or len(ranges) != 1:
        return None
    if request.get("if-range", file.etag) not in (file.etag, file.last_modified):
        return None
    return ranges[0]
