"""Addresses, and the names under which a server may be asked."""

from __future__ import annotations

import ipaddress
import socket

import pytest

from kneadcast.errors import ServingError
from kneadcast.serving.addresses import Address, address_of, find_host, listen, outgoing_address


def at(host: str, port: int = 8000) -> Address:
    return Address(ipaddress.ip_address(host), port)


def test_the_loopback_address_has_the_names_of_this_computer() -> None:
    assert at("127.0.0.1").authorities == {b"127.0.0.1:8000", b"localhost:8000"}
    assert at("::1").authorities == {b"[::1]:8000", b"localhost:8000"}
    assert at("::1").authority == "[::1]:8000"


def test_another_address_has_no_other_name() -> None:
    assert at("192.168.1.20").authorities == {b"192.168.1.20:8000"}


def test_the_port_of_http_may_be_left_out() -> None:
    assert at("192.168.1.20", 80).authority == "192.168.1.20"
    assert at("192.168.1.20", 80).authorities == {b"192.168.1.20", b"192.168.1.20:80"}


def test_lan_is_the_address_that_leads_to_other_computers() -> None:
    assert str(find_host("LAN", lambda: "192.168.1.20")) == "192.168.1.20"


def test_the_route_is_looked_up_without_sending_anything(monkeypatch: pytest.MonkeyPatch) -> None:
    reached: list[object] = []

    class Unsent(socket.socket):
        def connect(self, address: object) -> None:
            reached.append((self.type, address))

        def getsockname(self) -> tuple[str, int]:
            return ("10.1.2.3", 9)

        def _send(self, *_: object) -> int:
            raise AssertionError("something was sent")

        send = sendall = sendto = _send  # type: ignore[assignment]

    monkeypatch.setattr(socket, "socket", Unsent)
    assert outgoing_address() == "10.1.2.3"
    assert reached == [(socket.SOCK_DGRAM, ("192.0.2.1", 9))]


def unreachable() -> str:
    raise OSError(101, "Network is unreachable")


@pytest.mark.parametrize("route", [unreachable, lambda: "127.0.0.1", lambda: "0.0.0.0"])  # noqa: S104
def test_a_computer_without_a_network_says_so(route: object) -> None:
    with pytest.raises(ServingError, match="this computer is in no network"):
        find_host("lan", route)  # type: ignore[arg-type]


def test_an_address_of_the_internet_has_to_be_asked_for() -> None:
    with pytest.raises(ServingError, match=r"say --host 8\.8\.8\.8"):
        find_host("lan", lambda: "8.8.8.8")
    assert str(find_host("8.8.8.8")) == "8.8.8.8"


@pytest.mark.parametrize("text", ["", "0.0.0.0", "::", "my-computer", "http://x", "1.2.3", "224.0.0.1", "fe80::1%eth0"])  # noqa: S104
def test_what_is_no_single_address_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(ServingError, match=r"such as --host 192\.168\.1\.20, or --host lan"):
        find_host(text)


def test_any_free_port_is_taken_and_one_in_use_is_an_error() -> None:
    host = find_host("localhost")
    with listen(host, 0) as first:
        first.listen()
        port = address_of(first).port
        assert port > 0
        with pytest.raises(ServingError, match=f"port {port} is in use by another program"):
            listen(host, port)


def test_an_address_of_another_computer_is_an_error() -> None:
    with pytest.raises(ServingError, match=r"this computer does not have the address 192\.0\.2\.77"):
        listen(ipaddress.ip_address("192.0.2.77"), 0)
