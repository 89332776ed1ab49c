"""The people on the printed list of a door, and the tickets to which typed codes belong."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from extensions import db
from models.checkpoints import Checkpoint
from models.events import Event
from models.registrations import Registration, RegistrationStatus, Ticket
from models.sectors import Sector
from queries.check_in.doors import admitted_by

_AT_ONCE = 500  # fewer than a statement may have parameters


@dataclass(frozen=True)
class ListedPerson:
    short_code: str
    family_name: str
    given_name: str
    institution: str
    sector: Sector


def listed_count(event: Event, checkpoint: Checkpoint | None = None) -> int:
    """How many people `listed_people` lists in all."""
    counted = sa.select(sa.func.count()).select_from(_listed(event, checkpoint).subquery())
    return db.session.scalar(counted) or 0


def listed_people(
    event: Event, checkpoint: Checkpoint | None = None, *, skipped: int, limit: int
) -> Sequence[ListedPerson]:
    """Everyone who is confirmed, in the order of the Turkish alphabet.

    Of a door everyone whose ticket it admits.
    """
    rows = db.session.execute(
        _listed(event, checkpoint)
        .order_by(Registration.sort_key, Registration.id)
        .offset(skipped)
        .limit(limit)
    )
    return [ListedPerson(*row) for row in rows]


def codes_of_event(event: Event, codes: Collection[str]) -> set[str]:
    """Those of these codes that were ever short codes of the event's tickets, revoked ones too."""
    wanted, found = sorted(codes), set[str]()
    for begin in range(0, len(wanted), _AT_ONCE):
        found |= set(
            db.session.scalars(
                sa.select(Ticket.short_code)
                .join(Ticket.registration)
                .where(
                    Registration.event_id == event.id,
                    Ticket.short_code.in_(wanted[begin : begin + _AT_ONCE]),
                )
            )
        )
    return found


def _listed(event: Event, checkpoint: Checkpoint | None) -> sa.Select[str, str, str, str, Sector]:
    return (
        sa.select(
            Ticket.short_code,
            Registration.family_name,
            Registration.given_name,
            Registration.institution,
            Registration.sector,
        )
        .join(Registration.ticket)
        .where(
            Registration.event_id == event.id,
            Registration.merged_into_id.is_(None),
            admitted_by(checkpoint)
            if checkpoint
            else Registration.status == RegistrationStatus.CONFIRMED,
        )
    )
