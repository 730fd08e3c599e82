"""Where sessions are shared: the address and the port of the server, and the names under which it may be asked."""

from __future__ import annotations

import errno
import ipaddress
import socket
import sys
from collections.abc import Callable
from dataclasses import dataclass

from kneadcast.errors import ServingError, describe_os_error

LOOPBACK = "127.0.0.1"
LAN = "lan"
"""The word for the address that this computer has in its local network."""
IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address

_HTTP_PORT = 80
_ELSEWHERE = ("192.0.2.1", 9)
"""An address for documentation (RFC 5737), and the port of the discard service. Nothing is sent there."""
_ADVICE = "give the address of this computer, such as --host 192.168.1.20"


@dataclass(frozen=True)
class Address:
    """An address and a port on which the server listens."""

    host: IPAddress
    port: int

    @property
    def is_loopback(self) -> bool:
        """Whether only this computer can reach it."""
        return self.host.is_loopback

    @property
    def authority(self) -> str:
        """The host and the port as they stand in a URL and in the header Host."""
        return _authority(f"[{self.host}]" if self.host.version == 6 else str(self.host), self.port)

    @property
    def authorities(self) -> frozenset[bytes]:
        """All that the header Host may say; one from a page whose own name was made to lead here says that name."""
        names = {self.authority}
        if self.is_loopback:
            names.add(_authority("localhost", self.port))
        if self.port == _HTTP_PORT:
            names |= {f"{name}:{_HTTP_PORT}" for name in names}
        return frozenset(name.encode("ascii") for name in names)


def find_host(text: str, route: Callable[[], str] | None = None) -> IPAddress:
    """Returns the address that the option `--host` means.

    Args:
        text: `lan`, `localhost` or an address of this computer.
        route: Returns the address from which this computer would reach others.

    Raises:
        ServingError: If it is no single address of this computer, or `lan` and this computer is in no local network.
    """
    if text.lower() == LAN:
        return _lan_host(route or outgoing_address)
    if text.lower() == "localhost":
        return ipaddress.ip_address(LOOPBACK)
    try:
        host = ipaddress.ip_address(text)
    except ValueError:
        raise ServingError(f"'{text}' is no address; {_ADVICE}, or --host lan") from None
    if host.is_unspecified:
        raise ServingError(f"'{text}' means every network at once; {_ADVICE}, or --host lan")
    if host.is_multicast or getattr(host, "scope_id", None):
        raise ServingError(f"'{text}' cannot be the address of a page; {_ADVICE}, or --host lan")
    return host


def outgoing_address() -> str:
    """Returns the address from which this computer would reach others.

    A UDP socket is connected, which looks up the route and sends no packet.

    Raises:
        OSError: If there is no route.
    """
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect(_ELSEWHERE)
        return str(probe.getsockname()[0])


def listen(host: IPAddress, port: int) -> socket.socket:
    """Returns a socket that has an address and a port; the server listens to it later.

    Args:
        host: An address of this computer.
        port: The port; 0 for any that is free.

    Raises:
        ServingError: If the port is in use, or this computer does not have the address.
    """
    opened = socket.socket(socket.AF_INET6 if host.version == 6 else socket.AF_INET, socket.SOCK_STREAM)
    try:
        _claim(opened)
        opened.bind((str(host), port))
    except OSError as reason:
        opened.close()
        raise ServingError(_why_not(reason, host, port)) from reason
    return opened


def address_of(opened: socket.socket) -> Address:
    """Returns the address and the port of a socket."""
    host, port = opened.getsockname()[:2]
    return Address(ipaddress.ip_address(host), port)


def _authority(name: str, port: int) -> str:
    return name if port == _HTTP_PORT else f"{name}:{port}"


def _lan_host(route: Callable[[], str]) -> IPAddress:
    try:
        host = ipaddress.ip_address(route())
    except OSError as reason:
        raise ServingError(
            f"this computer is in no network ({describe_os_error(reason)}); connect it, or {_ADVICE}"
        ) from reason
    if host.is_loopback or host.is_unspecified:
        raise ServingError(f"this computer is in no network; connect it, or {_ADVICE}")
    if host.is_global:
        raise ServingError(
            f"the address of this computer, {host}, belongs to the internet and not to a home network, and everybody "
            f"could reach it; if you want that, say --host {host}"
        )
    return host


def _claim(opened: socket.socket) -> None:
    """Makes the port this program's own, also while connections of an earlier one are not completely closed."""
    if sys.platform == "win32":
        # On Windows, SO_REUSEADDR would let two programs have one port.
        opened.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
    else:
        opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)


def _why_not(reason: OSError, host: IPAddress, port: int) -> str:
    if reason.errno == errno.EADDRINUSE:
        return f"port {port} is in use by another program; choose another one, or leave out --port for a free one"
    if reason.errno == errno.EADDRNOTAVAIL:
        return f"this computer does not have the address {host}; {_ADVICE}, or --host lan"
    if reason.errno in (errno.EACCES, errno.EPERM):
        return f"the system does not let you use port {port}; choose one from 1024 on, or leave out --port"
    return f"{host}, port {port} cannot be used: {describe_os_error(reason)}"
