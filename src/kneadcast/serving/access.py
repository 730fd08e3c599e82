"""The outermost layer of the server: what a request must be before anything looks at its path.

It reads the raw headers of the scope itself, so that nothing that a framework concludes from them matters.
"""

from __future__ import annotations

from collections.abc import Callable, MutableMapping
from typing import Any

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

METHODS = ("GET", "HEAD")
LARGEST_HEAD_BYTES = 16_384
"""The most bytes of a path and all headers; a browser sends one thousand."""
NO_ACCESS_POLICY = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
SECURITY_HEADERS = {
    "content-security-policy": NO_ACCESS_POLICY,
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
}
"""On every answer, unless the answer has one of its own."""
_POLICY_VIOLATION = 1008
"""The code with which a WebSocket is closed that is not wanted (RFC 6455)."""


class Access:
    """Lets through only requests with one of the allowed values of Host and with the methods GET and HEAD.

    The check of Host stops pages of other sites whose name was made to lead to this address (DNS rebinding).
    """

    def __init__(self, app: ASGIApp, authorities: frozenset[bytes], report: Callable[[BaseException], None]) -> None:
        """Creates the layer.

        Args:
            app: What answers the requests that are let through.
            authorities: The allowed values of Host, in lower case.
            report: Called with a fault of the application, of which the client learns nothing.
        """
        self._app = app
        self._authorities = authorities
        self._report = report

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers or passes on a request; anything else than a request is refused."""
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": _POLICY_VIOLATION})
        elif scope["type"] == "http":
            guarded = _Guarded(send)
            refusal = self._refusal(scope)
            try:
                await (refusal or self._app)(scope, receive, guarded)
            except Exception as fault:  # of the program: the client gets no details, and the terminal a sentence
                self._report(fault)
                if not guarded.started:
                    await _plain(500, "The session cannot be given.")(scope, receive, guarded)
        else:
            raise NotImplementedError(f"nothing but requests is answered, not '{scope['type']}'")

    def _refusal(self, scope: Scope) -> ASGIApp | None:
        hosts = [value for name, value in scope["headers"] if name.lower() == b"host"]
        if len(hosts) != 1:
            return _plain(400, "A request has one Host.")
        if hosts[0].lower() not in self._authorities:
            return _plain(421, "This address is not served here.")
        if len(raw_path(scope)) + sum(len(name) + len(value) for name, value in scope["headers"]) > LARGEST_HEAD_BYTES:
            return _plain(431, "The headers are too large.")
        if scope["method"] not in METHODS:
            return _plain(405, "Only GET and HEAD are possible.", allow=", ".join(METHODS))
        if not raw_path(scope).startswith(b"/"):
            return _plain(400, "A request has a path.")
        return None


def raw_path(scope: Scope) -> bytes:
    """Returns the path of a request as it was sent, without its query: no escape in it is resolved."""
    path: bytes = scope.get("raw_path") or str(scope["path"]).encode("utf-8", "surrogateescape")
    return path.partition(b"?")[0]


def not_found() -> ASGIApp:
    """Returns the answer to a request for anything that does not exist, the same for all."""
    return _plain(404, "There is nothing here.")


def _plain(status: int, text: str, **headers: str) -> ASGIApp:
    response = PlainTextResponse(f"{text}\n", status, {"cache-control": "no-store", **headers})

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] == "HEAD":
            response.body = b""
        await response(scope, receive, send)

    return answer


class _Guarded:
    """Sends an answer with the headers that every answer has."""

    def __init__(self, send: Send) -> None:
        self.started = False
        self._send = send

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.started = True
            message = _with_security(message)
        await self._send(message)


def _with_security(message: MutableMapping[str, Any]) -> Message:
    headers = list(message.get("headers", ()))
    own = {name.lower() for name, _ in headers}
    headers += [(name.encode(), value.encode()) for name, value in SECURITY_HEADERS.items() if name.encode() not in own]
    return {**message, "headers": headers}
