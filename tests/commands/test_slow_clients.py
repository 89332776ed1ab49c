"""The start command while hundreds of clients say nothing, half a head or half a body."""

import re
import socket
from contextlib import ExitStack, closing
from http.client import HTTPConnection, HTTPResponse
from itertools import cycle, islice

import pytest

from tests.turns import PATIENCE

pytestmark = pytest.mark.race

HALVES = {
    "silent": b"",
    "half a head": b"GET /events HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/h",
    "half a body": b"POST /sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 2000\r\n"
    b"Content-Type: application/x-www-form-urlencoded\r\n\r\nemail=",
    "half a body, by a proxy": b"POST /sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Forwarded-For: 192.0.2.7\r\n"
    b"X-Forwarded-Proto: https\r\nContent-Length: 2000\r\n\r\nemail=",
    "waits to be told to go on": b"POST /sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\n"
    b"Content-Length: 2000\r\nExpect: 100-continue\r\n\r\n",
}

_BODY = b"x" * (2000 - len(b"email="))
RESTS = {
    "silent": b"GET /events HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
    "half a head": b"tml\r\n\r\n",
    "half a body": _BODY,
    "half a body, by a proxy": _BODY,
    "waits to be told to go on": b"",
}


def test_visitors_are_answered_while_slow_clients_hold_their_connections(start_in_use):
    site = start_in_use()
    site.wait_until_it_answers()
    with ExitStack() as slow:
        for number in (60, 240):
            for half in islice(cycle(HALVES.values()), number):
                client = socket.create_connection(("127.0.0.1", site.port), timeout=PATIENCE)
                slow.enter_context(client).sendall(half)
            for path in ("/events", "/sign-in", "/healthz", "/events"):
                assert site.get(path) == 200
    assert site.stop() == 0


def test_a_connection_stays_after_an_answer_without_a_body(start_in_use):
    site = start_in_use()
    site.wait_until_it_answers()
    with closing(HTTPConnection("127.0.0.1", site.port, timeout=PATIENCE)) as connection:

        def get(path: str, **headers: str) -> tuple[HTTPResponse, str]:
            connection.request("GET", path, headers=headers)
            response = connection.getresponse()
            return response, response.read().decode()

        _page, html = get("/events")
        style = re.search(r"/static/\S+?\.css", html)[0]
        first, _ = get(style)
        port = connection.sock.getsockname()[1]
        again, body = get(style, **{"If-None-Match": first.headers["ETag"]})
        assert (again.status, again.headers["Connection"], body) == (304, None, "")
        assert get("/events")[0].status == 200
        assert connection.sock.getsockname()[1] == port


def test_a_slow_request_is_answered_once_it_is_whole(start_in_use):
    site = start_in_use()
    site.wait_until_it_answers()
    with ExitStack() as slow:
        clients = {}
        for name, half in HALVES.items():
            client = socket.create_connection(("127.0.0.1", site.port), timeout=PATIENCE)
            slow.enter_context(client).sendall(half)
            clients[name] = client
        assert site.get("/events") == 200
        said = {}
        for name, client in clients.items():
            client.sendall(RESTS[name])
            said[name] = client.makefile("rb").readline().split()[1]
    assert said == {
        "silent": b"200",
        "half a head": b"200",
        "half a body": b"400",  # a form without its token
        "half a body, by a proxy": b"400",
        "waits to be told to go on": b"100",
    }
