"""The network is refused in worker processes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

_PROGRAM = """
import socket, sys, urllib.request
from kneadcast.speech.workers.offline import refuse_network
refuse_network()
{attempt}
"""
ATTEMPTS = {
    "connect": "socket.socket(socket.AF_INET).connect(('127.0.0.1', 9))",
    "connect IPv6": "socket.socket(socket.AF_INET6).connect(('::1', 9))",
    "datagram": "socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'x', ('127.0.0.1', 9))",
    "serve": "socket.create_server(('127.0.0.1', 0))",
    "look up": "socket.getaddrinfo('localhost', 80)",
    "download": "urllib.request.urlopen('http://localhost:9/model.onnx')",
}


def run(attempt: str) -> subprocess.CompletedProcess[str]:
    path = os.pathsep.join(str(Path(entry).absolute()) for entry in sys.path)
    program = _PROGRAM.format(attempt=attempt)
    environment = {**os.environ, "PYTHONPATH": path, "no_proxy": "*"}
    return subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, env=environment, check=False)


@pytest.mark.parametrize("attempt", ATTEMPTS.values(), ids=ATTEMPTS)
def test_python_code_cannot_reach_the_network(attempt: str) -> None:
    """A package that would download a part of a voice fails with the reason."""
    result = run(attempt)
    assert result.returncode == 1
    assert "the voice tried to use the network, which Kneadcast does not allow" in result.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no sockets in files")
def test_local_sockets_are_not_concerned() -> None:
    """Services of the system may be used."""
    result = run("one, other = socket.socketpair(); one.send(b'x'); assert other.recv(1) == b'x'")
    assert (result.returncode, result.stderr) == (0, "")
