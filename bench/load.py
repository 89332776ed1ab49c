"""The load generator: one process, raw sockets, requests that cost little to make.

Reads one job as JSON from standard input and prints what it measured as JSON.
"""

import json
import selectors
import socket
import sys
from itertools import repeat
from time import perf_counter
from typing import Any

from bench import people

_WARM_UP = 0.5  # seconds


def visits(job: dict[str, Any]) -> list[people.Visit]:
    number = job["connections"]
    if job["kind"] == "checks_in":
        codes = iter(job["codes"])
        return [
            people.checks_in(job["path"], job["token"], job["checkpoint"], codes)
            for _ in range(number)
        ]
    if job["kind"] == "registers":
        addresses = people.addresses()
        if most := job.get("from_one_address"):
            addresses = repeat(next(addresses), most)
        return [people.registers(job["path"], addresses) for _ in range(number)]
    return [getattr(people, job["kind"])(job["path"]) for _ in range(number)]


class Connection:
    """A keep-alive connection and the person who uses it."""

    def __init__(self, port: int, visit: people.Visit) -> None:
        self.port, self.visit = port, visit
        self.received = bytearray()
        self.sent_at = 0.0
        self.socket = self._connect()
        self.request = next(visit)

    def _connect(self) -> socket.socket:
        made = socket.create_connection(("127.0.0.1", self.port))
        made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return made

    def renew(self) -> None:
        """Open a new connection for the next person."""
        self.socket.close()
        self.socket = self._connect()

    def send(self) -> None:
        self.sent_at = perf_counter()
        self.socket.sendall(self.request)

    def receive(self) -> people.Answer | None:
        """Read what has come; the answer once it is complete, else None."""
        content = self.socket.recv(1 << 18)
        if not content:
            raise ConnectionError("the server closed the connection")
        self.received += content
        end = self.received.find(b"\r\n\r\n")
        if end < 0:
            return None
        head = bytes(self.received[: end + 2])
        length = self._length(head)
        if len(self.received) < end + 4 + length:
            return None
        body = bytes(self.received[end + 4 : end + 4 + length])
        self.received.clear()
        return people.Answer(int(head[9:12]), head, body)

    @staticmethod
    def _length(head: bytes) -> int:
        at = head.lower().find(b"\r\ncontent-length:")
        return int(head[at + 17 : head.index(b"\r\n", at + 2)]) if at >= 0 else 0


def run(job: dict[str, Any]) -> dict[str, float]:
    waiting = selectors.DefaultSelector()
    for visit in visits(job):
        connection = Connection(job["port"], visit)
        waiting.register(connection.socket, selectors.EVENT_READ, connection)
        connection.send()
    begins = perf_counter() + _WARM_UP
    ends = begins + job["seconds"]
    took: list[float] = []
    done = 0
    while (now := perf_counter()) < ends and waiting.get_map():
        for key, _ in waiting.select(timeout=1):
            connection = key.data
            answer = connection.receive()
            if answer is None:
                continue
            finished = perf_counter()
            came_last = connection.request.startswith(job.get("renews_after", "none").encode())
            whole = connection.request.startswith(job["counted"].encode())
            if now >= begins and whole:
                took.append(finished - connection.sent_at)
                done += 1
            try:
                connection.request = connection.visit.send(answer)
            except StopIteration:
                waiting.unregister(connection.socket)
                continue
            if came_last:
                waiting.unregister(connection.socket)
                connection.renew()
                waiting.register(connection.socket, selectors.EVENT_READ, connection)
            connection.send()
    if job.get("from_one_address") and waiting.get_map():
        raise TimeoutError("not all of them have registered in time")
    took.sort()
    seconds = min(perf_counter(), ends) - begins
    return {
        "rate": done / seconds,
        "p50": took[len(took) // 2] * 1000,
        "p95": took[len(took) * 95 // 100] * 1000,
        "slowest": took[-1] * 1000,
    }


if __name__ == "__main__":
    json.dump(run(json.load(sys.stdin)), sys.stdout)
