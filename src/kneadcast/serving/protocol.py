"""A connection to the server: it is closed if its client does not say in time what it wants, or has too many."""

from __future__ import annotations

import asyncio
import socket

from uvicorn.protocols.http.h11_impl import H11Protocol

REQUEST_LIMIT_S = 10.0
"""How long a client may take for the line and the headers of a request; a phone takes milliseconds."""
MOST_CONNECTIONS_OF_CLIENT = 32
"""A browser opens at most six."""


class TimedProtocol(H11Protocol):
    """HTTP with a limit of time for each request head: uvicorn has one only for the pause between two requests."""

    _deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begins a connection, unless its client has too many."""
        super().connection_made(transport)
        if self._connections_of_client() > MOST_CONNECTIONS_OF_CLIENT:
            transport.abort()
            return
        opened = transport.get_extra_info("socket")
        if opened is not None:  # a phone that has left the network does not say so
            opened.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        self._expect_request()

    def handle_events(self) -> None:
        """Handles what was received."""
        super().handle_events()
        if self.cycle is not None and not self.cycle.response_complete:
            self._stop_waiting()

    def on_response_complete(self) -> None:
        """Waits for the next request."""
        super().on_response_complete()  # begins to answer the next request if the client has sent it already
        if self.cycle.response_complete and not self.transport.is_closing():
            self._expect_request()

    def connection_lost(self, exc: Exception | None) -> None:
        """Ends the connection."""
        self._stop_waiting()
        super().connection_lost(exc)

    def _connections_of_client(self) -> int:
        host = self.client[0] if self.client else None
        clients = [other.client for other in self.connections if isinstance(other, TimedProtocol)]
        return len([client for client in clients if client and client[0] == host])

    def _expect_request(self) -> None:
        self._stop_waiting()
        self._deadline = self.loop.call_later(REQUEST_LIMIT_S, self.transport.abort)

    def _stop_waiting(self) -> None:
        if self._deadline:
            self._deadline.cancel()
            self._deadline = None
