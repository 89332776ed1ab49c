"""The tickets of a door, for all its phones: read for them together, not for each of them.

Reading 10,000 tickets takes a second or two, and each of 40 phones asks every minute. However many
there are, a process spends at most a twentieth of its time on reading them for a door.
"""

from base64 import b64encode
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from time import perf_counter
from typing import Any

from flask import Flask, current_app

from extensions import keys
from models.checkpoints import Checkpoint
from models.events import Event
from queries.check_in.doors import people_inside
from queries.check_in.packs import known_here, names_here, right_doors_here, tickets_here

_NAME = "meydan_door_packs"
_SHARE = 20
_LONGEST = 30.0
"""Seconds: after so long a phone hears of a ticket that admits no more, however large the event."""
CHEAP = 0.1
"""Seconds: where reading takes less, everybody gets what is true at that moment."""


@dataclass(frozen=True)
class Tickets:
    parts: dict[str, Any]
    names: list[Any] | None
    """Of whom the door is for; None where its phones may keep none."""
    as_of: datetime
    read_at: float
    took: float

    def serves(self, checkpoint: Checkpoint) -> bool:
        if self.took < CHEAP or (self.names is not None) != checkpoint.roster:
            return False
        return perf_counter() - self.read_at < min(self.took * _SHARE, _LONGEST)


def init_app(app: Flask) -> None:
    app.extensions[_NAME] = {}


def tickets_of(checkpoint: Checkpoint, *, as_of: datetime) -> Tickets:
    """The caller may see this door."""
    kept: dict[int, Tickets] = current_app.extensions[_NAME]
    last = kept.get(checkpoint.id)
    if last is None or not last.serves(checkpoint):
        begun = perf_counter()
        parts = _parts(checkpoint)
        names = _names(checkpoint) if checkpoint.roster else None
        ended = perf_counter()
        last = kept[checkpoint.id] = Tickets(parts, names, as_of, ended, ended - begun)
    return last


def _parts(checkpoint: Checkpoint) -> dict[str, Any]:
    return {
        "keys": [
            {"id": key.key_id, "key": b64encode(key.public_bytes).decode()}
            for key in keys.tickets.keys
        ],
        "tickets": [
            [row.ticket_id.hex(), _print(checkpoint.event, row.short_code), row.refused or ""]
            for row in tickets_here(checkpoint)
        ],
        # The numbers of the doors that are right for those whom this one is not for.
        "astray": [
            [ticket_id.hex(), doors] for ticket_id, doors in right_doors_here(checkpoint).items()
        ],
        "known": [
            [row.ticket_id.hex(), row.admitted_at.isoformat(), row.inside]
            for row in known_here(checkpoint)
        ],
        "inside": people_inside(checkpoint) if checkpoint.capacity is not None else None,
    }


def _print(event: Event, short_code: str) -> str:
    """What tells that a typed code is a ticket's, without telling the code: enough of SHA-256 that
    two tickets of an event are never taken for one another by chance."""
    return sha256(f"{event.id}:{short_code}".encode()).hexdigest()[:12]


def _names(checkpoint: Checkpoint) -> list[Any]:
    return [
        [
            row.ticket_id.hex(),
            row.name,
            row.sector,
            row.institution,
            list(row.session_ids),
            row.short_code,
        ]
        for row in names_here(checkpoint)
    ]
