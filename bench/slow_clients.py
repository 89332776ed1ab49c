"""Clients that hold their connections: silent, with half a head, with half a body."""

import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from itertools import cycle, islice

_HALVES = (
    b"",
    b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/h",
    b"POST /sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 2000\r\n\r\nemail=",
)


@contextmanager
def slow_clients(port: int, number: int) -> Iterator[None]:
    """So many of them, connected until the block ends."""
    with ExitStack() as held:
        for half in islice(cycle(_HALVES), number):
            client = socket.create_connection(("127.0.0.1", port))
            held.enter_context(client).sendall(half)
        yield
