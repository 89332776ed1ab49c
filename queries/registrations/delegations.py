"""Delegations, how far they have come, and the people they nominated."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload

from extensions import db
from lib.paging import Page, page_of
from models.delegations import Delegation
from models.events import Event
from models.letters import Letter, LetterKind
from models.registrations import Registration, RegistrationStatus
from models.users import User
from policy import scoped

_LEFT = (RegistrationStatus.CANCELLED, RegistrationStatus.DECLINED)
"""People with these statuses make room for another nomination."""


@dataclass(frozen=True)
class Progress:
    nominated: int = 0
    completed: int = 0
    with_code: int = 0
    """People who got a code instead of a letter and have not completed their data."""


def delegations_of(event: Event, *, limit: int, after: str | None = None) -> Page[Delegation]:
    """The event's delegations in the order of their invitation. Raises BadCursor."""
    rows = sa.select(Delegation).where(Delegation.event_id == event.id)
    return page_of(db.session(), rows, Delegation.id, limit=limit, after=after)


def progress_of(delegations: Sequence[Delegation]) -> dict[int, Progress]:
    """How far each delegation is, by its number, counting the people who have not left."""
    done = sa.case((Registration.awaits_completion, 0), else_=1)
    coded = sa.case(
        (sa.and_(Registration.awaits_completion, Registration.access_code.is_not(None)), 1), else_=0
    )
    rows = db.session.execute(
        sa.select(
            Registration.delegation_id, sa.func.count(), sa.func.sum(done), sa.func.sum(coded)
        )
        .where(
            Registration.delegation_id.in_([delegation.id for delegation in delegations]),
            Registration.status.not_in(_LEFT),
        )
        .group_by(Registration.delegation_id)
    )
    found = {number: Progress(*counts) for number, *counts in rows}
    return {d.id: found.get(d.id, Progress()) for d in delegations}


def delegation_for(delegation_id: int, user: User) -> Delegation | None:
    """A delegation of the back office, if the user's province allows it."""
    return db.session.scalar(
        scoped(
            sa.select(Delegation)
            .join(Delegation.event)
            .where(Delegation.id == delegation_id)
            .options(contains_eager(Delegation.event)),
            user,
        )
    )


def delegation_by_link(delegation_id: int, link_version: int) -> Delegation | None:
    """The delegation that a signed link stands for, unless the link was revoked."""
    return db.session.scalar(
        sa.select(Delegation)
        .where(Delegation.id == delegation_id, Delegation.link_version == link_version)
        .options(joinedload(Delegation.event, innerjoin=True))
    )


def nominated_count(delegation: Delegation) -> int:
    return progress_of([delegation])[delegation.id].nominated


def nominees(delegation: Delegation, *, limit: int, after: str | None = None) -> Page[Registration]:
    """All who were ever nominated, in the order of the alphabet. Raises BadCursor."""
    rows = sa.select(Registration).where(Registration.delegation_id == delegation.id)
    return page_of(
        db.session(), rows, Registration.sort_key, Registration.id, limit=limit, after=after
    )


def nominee(delegation: Delegation, registration_id: int) -> Registration | None:
    return db.session.scalar(
        sa.select(Registration)
        .where(Registration.delegation_id == delegation.id, Registration.id == registration_id)
        .options(joinedload(Registration.event), joinedload(Registration.ticket))
    )


def to_be_reminded(delegation: Delegation, *, since: datetime) -> list[Registration]:
    """Nominees with an address who have not completed their data and got no such letter since
    then."""
    written = sa.select(Letter.id).where(
        Letter.registration_id == Registration.id,
        Letter.kind == LetterKind.PARTICIPANT_NOMINATED,
        Letter.created_at > since,
    )
    return list(
        db.session.scalars(
            sa.select(Registration)
            .where(
                Registration.delegation_id == delegation.id,
                Registration.awaits_completion,
                Registration.awaits_letter.is_(False),
                Registration.email.is_not(None),
                Registration.status.not_in(_LEFT),
                ~written.exists(),
            )
            .options(joinedload(Registration.event), joinedload(Registration.ticket))
            .order_by(Registration.id)
        )
    )


def codes_to_hand_out(delegation: Delegation) -> list[Registration]:
    """The people whose codes an institution prints.

    It may no longer open the page of anyone who has completed their own data.
    """
    coded = with_access_code(delegation.event, delegation)
    return [registration for registration in coded if registration.awaits_completion]


def with_access_code(event: Event, delegation: Delegation | None = None) -> list[Registration]:
    """People who have a code on paper and have not left, in the order of the alphabet."""
    rows = sa.select(Registration).where(
        Registration.event_id == event.id,
        Registration.access_code.is_not(None),
        Registration.status.not_in(_LEFT),
    )
    if delegation is not None:
        rows = rows.where(Registration.delegation_id == delegation.id)
    return list(db.session.scalars(rows.order_by(Registration.sort_key, Registration.id)))


def registration_by_code(access_code: str) -> Registration | None:
    """The registration that the code opens; None: there is no such code.

    The code of one that was merged into another leads to the other, as its link does.
    """
    found = db.session.scalar(
        sa.select(Registration).where(Registration.access_code == access_code)
    )
    if found is not None and found.merged_into_id is not None:
        return db.session.get(Registration, found.merged_into_id)
    return found


def delegation_like(event: Event, institution: str, contact_email: str) -> Delegation | None:
    """A delegation of the event with this institution and contact, invited before."""
    return db.session.scalar(
        sa.select(Delegation)
        .where(
            Delegation.event_id == event.id,
            Delegation.institution == institution,
            Delegation.contact_email == contact_email,
        )
        .limit(1)
    )
