"""The server: uvicorn in a thread, so that the command waits as any other does and ends at once."""

from __future__ import annotations

import asyncio
import logging
import socket
import threading
from collections.abc import Callable
from types import TracebackType
from typing import Any

import uvicorn
from starlette.types import ASGIApp

from kneadcast.errors import ServingError
from kneadcast.serving.access import LARGEST_HEAD_BYTES
from kneadcast.serving.protocol import TimedProtocol

MOST_CONNECTIONS = 200
KEEP_ALIVE_S = 8
"""How long a connection stays open without a request; less than `REQUEST_LIMIT_S`, so that it ends politely."""
GRACE_S = 1
"""How long answers that have begun may still be sent when the server ends."""
_POLL_S = 0.5
"""On Windows, a thread that waits without a limit does not notice Ctrl-C."""
_END_LIMIT_S = 10.0


class Server:
    """Answers requests while it is open, as a context manager."""

    def __init__(self, app: ASGIApp, listener: socket.socket, report: Callable[[BaseException], None]) -> None:
        """Creates a server that does not answer yet.

        Args:
            app: What answers the requests.
            listener: The socket that it takes over; see `addresses.listen`.
            report: Called in the server's thread with faults that are none of a client.
        """
        self._uvicorn = uvicorn.Server(_config(app))
        self._listener = listener
        self._report = report
        self._started, self._ended = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._run, name="kneadcast serve", daemon=True)

    def __enter__(self) -> Server:
        """Starts to answer.

        Raises:
            ServingError: If it cannot.
        """
        self._listener.listen(socket.SOMAXCONN)  # so that a client which is told the address at once can connect
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Ends within seconds: answers that take longer are cut off, which their clients notice by the length."""
        self._uvicorn.should_exit = True
        self._thread.join(_END_LIMIT_S)
        self._listener.close()

    def wait(self) -> None:
        """Waits until the server ends, which it does only because of a fault.

        Raises:
            ServingError: When it has ended.
        """
        while not self._ended.wait(_POLL_S):
            pass
        raise ServingError("the server has ended; start it again")

    def _run(self) -> None:
        try:
            asyncio.run(self._serve())
        except Exception as fault:
            self._report(fault)
        finally:
            self._ended.set()

    async def _serve(self) -> None:
        asyncio.get_running_loop().set_exception_handler(self._handle)
        await self._uvicorn.serve([self._listener])

    def _handle(self, _loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        """Reports a fault outside of any answer; that a client has gone is none."""
        fault = context.get("exception")
        if fault is not None and not isinstance(fault, OSError):
            self._report(fault)


def _config(app: ASGIApp) -> uvicorn.Config:
    # uvicorn logs each client that sends nonsense; a fault of the program is reported by `Access`.
    return uvicorn.Config(
        app,
        http=TimedProtocol,
        ws="none",
        lifespan="off",
        interface="asgi3",
        log_config=None,
        log_level=logging.CRITICAL + 1,
        access_log=False,
        proxy_headers=False,
        server_header=False,
        limit_concurrency=MOST_CONNECTIONS,
        h11_max_incomplete_event_size=LARGEST_HEAD_BYTES,
        timeout_keep_alive=KEEP_ALIVE_S,
        timeout_graceful_shutdown=GRACE_S,
    )
