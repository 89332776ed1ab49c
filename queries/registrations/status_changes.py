"""What a decision about many people would change, and who is next."""

from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from extensions import db
from models.events import Event
from models.registrations import Registration, RegistrationStatus
from queries.registrations.participants import ParticipantFilter

Position = tuple[int, int]
"""Whether the last person decided on held a place (1) or not (0), and their number."""
BEGINNING: Position = (0, 0)

_HOLDING = [status for status in RegistrationStatus if status.holds_place]
# People who hold a place come last: the place that one of them frees must not go to somebody about
# whom the same decision is still to come.
_RANK = sa.case((Registration.status.in_(_HOLDING), 1), else_=0)


@dataclass(frozen=True)
class Outlook:
    """How many people a decision would change, write to, need places for, and leave as they are."""

    changing: int
    written_to: int
    """How many of them have an address."""
    takers: int
    """How many of them need a place that they do not hold yet."""
    staying: Mapping[RegistrationStatus, int]
    """People who do not change, by status: it does not lead there, or they have the new one
    already."""
    until: int
    """The largest number among those who change: people who come later are not meant."""

    def without_place(self, left: int | None) -> int:
        """How many of them, at least, find no place when so many are left."""
        return 0 if left is None else max(0, self.takers - left)


def outlook_of(event: Event, wanted: ParticipantFilter, new: RegistrationStatus) -> Outlook:
    """What the decision would change now among the people whom the filter finds; one select."""
    rows = db.session.execute(
        wanted.select(event)
        .with_only_columns(
            Registration.status,
            sa.func.count(),
            sa.func.count(Registration.email),
            sa.func.max(Registration.id),
        )
        .group_by(Registration.status)
    ).all()
    changing = [row for row in rows if row[0].can_become(new)]
    return Outlook(
        changing=sum(count for _, count, _, _ in changing),
        written_to=sum(addresses for _, _, addresses, _ in changing),
        takers=sum(n for now, n, _, _ in changing if new.holds_place and not now.holds_place),
        staying={now: n for now, n, _, _ in rows if not now.can_become(new)},
        until=max((largest for _, _, _, largest in changing), default=0),
    )


def next_numbers(
    event: Event,
    wanted: ParticipantFilter,
    new: RegistrationStatus,
    *,
    after: Position,
    until: int,
    limit: int,
) -> list[Position]:
    """The positions of the next people whose status can be changed."""
    before = [status for status in RegistrationStatus if status.can_become(new)]
    rank = _RANK.label("rank")
    rows = db.session.execute(
        wanted.select(event)
        .with_only_columns(rank, Registration.id)
        .where(
            Registration.status.in_(before),
            Registration.id <= until,
            sa.tuple_(_RANK, Registration.id) > sa.tuple_(*map(sa.literal, after)),
        )
        .order_by(rank, Registration.id)
        .limit(limit)
    )
    return [(held, number) for held, number in rows]
