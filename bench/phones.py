"""Phones in a workshop: each joins, writes, votes and watches, on a bad network.

Some answers are dropped: the phone hangs up once its request is sent, and sends the same again.
Some sends are repeated although they were answered. Used by bench.workshops and by a test.
"""

import asyncio
import json
import re
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from random import Random
from time import perf_counter
from typing import Any

from bench.people import Answer, request

EVERY = 5.0
"""Seconds between two looks of a phone, as on its page; a screen looks every two."""
_COOKIE = re.compile(rb"Set-Cookie: (seat=[^;]+)", re.IGNORECASE)
_ETAG = re.compile(rb"ETag: (\S+)", re.IGNORECASE)
_TEXTS = ("Yazımıza yanıt gelmiyor", "Toplantılar duyurulmuyor", "Kime gideceğimizi bilmiyoruz")


@dataclass
class Played:
    """What the phones did, and how long they waited."""

    sends: list[float] = field(default_factory=list)
    """Seconds until an answer, of each send that was answered."""
    looks: list[float] = field(default_factory=list)
    empty: int = 0
    """Looks that were answered by 304."""
    dropped: int = 0
    repeated: int = 0
    statements: int = 0
    dots: int = 0
    mine_too: int = 0
    """How many of each must be counted in the end."""
    wrong: Counter[str] = field(default_factory=Counter)
    """Answers that were not as they must be."""


class Line:
    """A connection that is opened again when it is needed."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.reader: asyncio.StreamReader | None = None
        self.writer: asyncio.StreamWriter | None = None
        self.over: list[asyncio.StreamWriter] = []

    async def write(self, what: bytes) -> asyncio.StreamReader:
        if self.reader is None or self.writer is None or self.writer.is_closing():
            self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port)
        self.writer.write(what)
        await self.writer.drain()
        return self.reader

    async def ask(self, what: bytes) -> Answer:
        try:
            return await _read(await self.write(what))
        except (ConnectionError, asyncio.IncompleteReadError):
            self.hang_up()  # the server had closed a line that was silent for long
            return await _read(await self.write(what))

    def hang_up(self) -> None:
        if self.writer is not None:
            self.writer.close()
            self.over.append(self.writer)
        self.reader = self.writer = None

    async def end(self) -> None:
        self.hang_up()
        await asyncio.gather(*(one.wait_closed() for one in self.over), return_exceptions=True)


async def _read(reader: asyncio.StreamReader) -> Answer:
    head = await reader.readuntil(b"\r\n\r\n")
    length = re.search(rb"content-length: (\d+)", head.lower())
    body = await reader.readexactly(int(length[1])) if length else b""
    return Answer(int(head[9:12]), head, body)


class Phone:
    def __init__(self, port: int, code: str, chance: Random, played: Played) -> None:
        self.page, self.line, self.looking = f"/workshops/{code}", Line(port), Line(port)
        self.chance, self.played, self.cookie = chance, played, ""
        self.number, self.mark = 0, ""

    async def join(self) -> None:
        answer = await self.line.ask(request("POST", f"{self.page}/join"))
        answer.must_be(303)
        found = _COOKIE.search(answer.head)
        assert found
        self.cookie = found[1].decode()

    async def send(self, **what: Any) -> None:
        """Send it until it is answered: at once, after an answer that was dropped, or twice."""
        self.number += 1
        body = json.dumps({"nonce": f"{self.number}", **what}).encode()
        headers = {"Content_Type": "application/json", "Cookie": self.cookie}
        sent = request("POST", f"{self.page}/sends", body, **headers)
        luck = self.chance.random()
        if luck < 0.2:
            self.played.dropped += 1
            await self.line.write(sent)
            self.line.hang_up()
            await asyncio.sleep(self.chance.random() * 0.2)
        begun = perf_counter()
        answer = await self.line.ask(sent)
        self.played.sends.append(perf_counter() - begun)
        if answer.status != 200:
            self.played.wrong[f"{what['kind']} {answer.status}"] += 1
        if luck > 0.8:
            self.played.repeated += 1
            again = await self.line.ask(sent)
            if (again.status, again.body) != (answer.status, answer.body):
                self.played.wrong["another answer"] += 1

    async def take_part(self, problems: Sequence[int], rounds: int, seconds: float) -> None:
        """In each round write once, give dots and say «mine too»; all spread over the seconds."""
        moments = sorted(self.chance.uniform(0, seconds) for _ in range(3 * rounds))
        begun, mine = perf_counter(), set()
        first, second = self.chance.sample(list(problems), 2)
        for nth, moment in enumerate(moments):
            await asyncio.sleep(max(0.0, begun + moment - perf_counter()))
            match nth % 3:
                case 0:
                    text = f"{self.chance.choice(_TEXTS)} ({self.chance.random()})"
                    await self.send(kind="statement", text=text, side="cso")
                case 1:
                    dots = 1 + nth // 3 % 3
                    await self.send(kind="dots", problem=first, dots=dots)
                case _:
                    mine.add(problem := self.chance.choice([first, second]))
                    await self.send(kind="mine_too", problem=problem)
        self.played.statements += rounds
        self.played.dots += 1 + (rounds - 1) % 3
        self.played.mine_too += len(mine)

    async def watch(self, seconds: float, *, path: str = "/live", every: float = EVERY) -> None:
        end = perf_counter() + seconds
        await asyncio.sleep(self.chance.random() * every)
        while perf_counter() < end:
            headers = {"Cookie": self.cookie} | ({"If_None_Match": self.mark} if self.mark else {})
            begun = perf_counter()
            answer = await self.looking.ask(request("GET", self.page + path, b"", **headers))
            self.played.looks.append(perf_counter() - begun)
            self.played.empty += answer.status == 304
            if answer.status not in (200, 304):
                self.played.wrong[f"look {answer.status}"] += 1
            if found := _ETAG.search(answer.head):
                self.mark = found[1].decode()
            await asyncio.sleep(every * (0.8 + 0.4 * self.chance.random()))

    async def leave(self) -> None:
        await self.line.end()
        await self.looking.end()


async def _play(
    port: int,
    code: str,
    problems: Sequence[int],
    *,
    phones: int,
    rounds: int,
    seconds: float,
    joined: Callable[[], object],
) -> Played:
    played = Played()
    people = [Phone(port, code, Random(number), played) for number in range(phones)]
    screens = [Phone(port, code, Random(-number), played) for number in range(3)]
    for few in range(0, phones, 20):
        await asyncio.gather(*(person.join() for person in people[few : few + 20]))
    joined()
    begun = perf_counter()
    acts = [person.take_part(problems, rounds, seconds) for person in people] if rounds else []
    await asyncio.gather(
        *acts,
        *(person.watch(seconds) for person in people),
        *(screen.watch(seconds, path="/screen", every=2.0) for screen in screens),
    )
    await asyncio.sleep(max(0.0, begun + seconds - perf_counter()))
    for person in (*people, *screens):
        await person.leave()
    return played


def play(
    port: int,
    code: str,
    problems: Sequence[int],
    *,
    phones: int,
    rounds: int,
    seconds: float,
    joined: Callable[[], object] = lambda: None,
) -> Played:
    """Let so many phones take part for so long; with no rounds they only watch. `joined` is called
    once all have joined."""
    playing = _play(
        port, code, problems, phones=phones, rounds=rounds, seconds=seconds, joined=joined
    )
    with ThreadPoolExecutor(1) as beside:  # a browser of the caller may have this thread's loop
        return beside.submit(asyncio.run, playing).result()
