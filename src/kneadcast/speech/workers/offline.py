"""Refusing the network in a worker process, whatever package of a speech engine would use it."""

from __future__ import annotations

import errno
import socket
import sys
from typing import Any

_LOOKUPS = frozenset({"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr", "socket.getnameinfo"})
_CALLS = frozenset({"socket.connect", "socket.bind", "socket.sendto", "socket.sendmsg"})


def refuse_network() -> None:
    """Makes every attempt of Python code in this process to reach another computer an `OSError`, from now on.

    Some engines download what a voice needs, such as Piper for Chinese. Code that is not Python is not concerned; for
    onnxruntime see `drivers.onnx_runtime`.
    """
    sys.addaudithook(_refuse)


def _refuse(event: str, arguments: tuple[Any, ...]) -> None:
    if event in _LOOKUPS or (event in _CALLS and arguments[0].family in (socket.AF_INET, socket.AF_INET6)):
        raise PermissionError(errno.EACCES, "the voice tried to use the network, which Kneadcast does not allow")
