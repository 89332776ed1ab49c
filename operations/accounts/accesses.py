"""Writes who looked at people's data."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

import sqlalchemy as sa

from models.accesses import Access, AccessKind


@dataclass(frozen=True, kw_only=True)
class Look:
    """What of people's data one answer shows: see models.accesses."""

    kind: AccessKind
    people: int
    event_id: int | None = None
    registration_id: int | None = None
    narrowed_by: str = ""
    sensitive: bool = False


@dataclass(frozen=True, kw_only=True)
class Looker:
    """Who looks: somebody who signed in or whose token was sent, or a phone at the door."""

    user_id: int | None = None
    token_id: int | None = None
    device_id: int | None = None


def write_looks(
    connection: sa.Connection, looks: Sequence[Look], *, page: str, by: Looker, at: datetime
) -> None:
    """Write a row for each of the looks of one answer, which is sent only after the commit."""
    standing = asdict(by) | {"page": page, "at": at}
    connection.execute(sa.insert(Access), [asdict(look) | standing for look in looks])
