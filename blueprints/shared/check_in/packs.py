"""The tickets of a door, read once for all its phones rather than for each of them.

Reading 10,000 tickets takes a second or two, and each of 40 phones asks every minute. However many
phones there are, a process spends at most a twentieth of its time on reading tickets for a door.
"""

from base64 import b64encode
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from extensions import kept, keys
from lib.keeping import KeptByCost
from models.checkpoints import Checkpoint
from models.events import Event
from queries.check_in.doors import people_inside
from queries.check_in.packs import known_here, names_here, right_doors_here, tickets_here

_SHARE = 20
_LONGEST = 30.0
"""Seconds after which a phone hears at the latest of a ticket that admits no more, however large
the event."""
CHEAP = 0.1
"""Seconds: if reading takes less, the tickets are read anew for every request."""
ENDING = 3
"""So many letters of its short code tell a ticket from the others in a phone's last scans; the other
five are in no pack."""
_DOORS = 100
"""Doors whose tickets are kept: at most so many, since a large door takes some megabytes. With
fewer, the doors of a large event would push each other out and be read anew for every phone."""


@dataclass(frozen=True)
class Tickets:
    parts: dict[str, Any]
    names: list[Any] | None
    """The people whom the door is for; None if its phones may keep no names."""
    as_of: datetime


kept_tickets = kept(
    lambda: KeptByCost[Tickets](lambda took: min(took * _SHARE, _LONGEST), most=_DOORS)
)


def tickets_of(checkpoint: Checkpoint, *, as_of: datetime) -> Tickets:
    """The tickets of the door. The caller has checked access to it."""

    def read() -> Tickets:
        names = _names(checkpoint) if checkpoint.roster else None
        return Tickets(_parts(checkpoint), names, as_of)

    # The key includes whether phones may keep names, and which marks: a change takes effect at once.
    shown = (checkpoint.roster, *checkpoint.shown_tags, checkpoint.shows_groups)
    return kept_tickets().read((checkpoint.id, *shown), read, anew_below=CHEAP)


def _parts(checkpoint: Checkpoint) -> dict[str, Any]:
    return {
        "keys": [
            {"id": key.key_id, "key": b64encode(key.public_bytes).decode()}
            for key in keys.tickets.keys
        ],
        "tickets": [
            [
                row.ticket_id.hex(),
                _fingerprint(checkpoint.event, row.short_code),
                row.refused or "",
                row.short_code[-ENDING:],
            ]
            for row in tickets_here(checkpoint)
        ],
        # For tickets that this door is not for: the numbers of the right doors.
        "astray": [
            [ticket_id.hex(), doors] for ticket_id, doors in right_doors_here(checkpoint).items()
        ],
        "known": [
            [row.ticket_id.hex(), row.admitted_at.isoformat(), row.inside]
            for row in known_here(checkpoint)
        ],
        "inside": people_inside(checkpoint) if checkpoint.capacity is not None else None,
    }


def _fingerprint(event: Event, short_code: str) -> str:
    """A fingerprint by which a phone knows a typed code without holding the codes themselves.

    It is long enough that two tickets of an event never share one by chance (SHA-256, shortened).
    """
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
            list(row.marks.tags),
            row.marks.group,
            row.family,
        ]
        for row in names_here(checkpoint)
    ]
