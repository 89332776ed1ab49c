from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload

from extensions import db
from models.events import Event, EventStatus
from models.letters import Letter
from models.registrations import Registration
from models.selection import Evaluation
from models.users import User
from policy import Permission, may, scoped

_MOST_LISTED = 50

# Built once, not for each of those who come to their own page in the same minute.
_KEPT = (
    sa.select(Registration)
    .where(Registration.id == sa.bindparam("id"))
    .options(
        joinedload(Registration.event, innerjoin=True).joinedload(Event.shared_contacts),
        joinedload(Registration.ticket),
    )
)
_BY_LINK = _KEPT.where(Registration.link_version == sa.bindparam("link_version"))


def registration_by_link(registration_id: int, link_version: int) -> Registration | None:
    """The registration that a signed link stands for, unless the link was revoked.

    The link of one that was merged into another leads to the other.
    """
    asked = {"id": registration_id, "link_version": link_version}
    found = db.session.scalars(_BY_LINK, asked).unique().one_or_none()
    if found is not None and found.merged_into_id is not None:
        return db.session.scalars(_KEPT, {"id": found.merged_into_id}).unique().one_or_none()
    return found


def registration_for(registration_id: int, user: User) -> Registration | None:
    """A registration of the back office, if the user's province allows it.

    A user who only evaluates applications reads none with which they declared a conflict of
    interest.
    """
    found = (
        sa.select(Registration)
        .join(Registration.event)
        .where(Registration.id == registration_id)
        .options(joinedload(Registration.event), joinedload(Registration.ticket))
    )
    if not may(user, Permission.MANAGE_REGISTRATIONS):
        found = found.where(
            ~sa.exists().where(
                Evaluation.registration_id == registration_id,
                Evaluation.evaluator_id == user.id,
                Evaluation.conflict,
            )
        )
    return db.session.scalar(scoped(found, user))


def registrations_of_address(email: str, *, ended_after: datetime) -> Sequence[Registration]:
    """Registrations made with this address, the latest event first, without those of drafts.

    At most as many as a letter can list.
    """
    return db.session.scalars(
        sa.select(Registration)
        .join(Registration.event)
        .where(
            Registration.email == email,
            Registration.merged_into_id.is_(None),
            Event.ends_at > ended_after,
            Event.status != EventStatus.DRAFT,
        )
        .options(contains_eager(Registration.event))
        .order_by(Event.starts_at.desc(), Registration.sort_key, Registration.id)
        .limit(_MOST_LISTED)
    ).all()


def last_letter_at(registration: Registration) -> datetime | None:
    """When we last wrote to this person, or will try to again; None: never."""
    return db.session.scalar(
        sa.select(sa.func.max(Letter.due_at)).where(Letter.registration_id == registration.id)
    )
