"""Ports: the taken ones are named with their holder."""

import os
import socket
from collections.abc import Iterator

import pytest

from demo.launcher.ports import free_ports, holder, is_free, require_free
from demo.trouble import Trouble


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield int(listening.getsockname()[1])


def test_a_taken_port_is_named_with_its_use_and_its_holder(taken: int) -> None:
    with pytest.raises(Trouble) as told:
        require_free({"court": taken})
    assert f"Port {taken} (court) is taken by " in told.value.sentence
    assert f"(process {os.getpid()})" in told.value.sentence


def test_all_taken_ports_are_named_at_once(taken: int) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(Trouble, match=rf"\(court\).*port {port} \(tax\)"):
            require_free({"court": taken, "tax": port})


def test_a_port_that_listens_everywhere_is_taken_here_too() -> None:
    with socket.create_server(("0.0.0.0", 0)) as everywhere:  # noqa: S104 - that is the point
        assert not is_free(everywhere.getsockname()[1])


def test_nobody_holds_a_free_port() -> None:
    (port,) = free_ports(1)
    assert is_free(port)
    assert holder(port) is None
    require_free({"court": port})


def test_free_ports_differ_and_lie_below_those_of_outgoing_connections() -> None:
    ports = free_ports(8)
    assert len(set(ports)) == 8
    assert all(20_000 <= port < 32_000 for port in ports)
