import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from extensions import db
from models.registrations import Registration
from models.users import User
from policy import scoped


def registration_by_link(registration_id: int, link_version: int) -> Registration | None:
    """The registration that a signed link stands for, unless the link was revoked."""
    return db.session.scalar(
        sa.select(Registration)
        .where(Registration.id == registration_id, Registration.link_version == link_version)
        .options(joinedload(Registration.event, innerjoin=True), joinedload(Registration.ticket))
    )


def registration_for(registration_id: int, user: User) -> Registration | None:
    """A registration of the back office, if the user's province allows it."""
    return db.session.scalar(
        scoped(
            sa.select(Registration)
            .join(Registration.event)
            .where(Registration.id == registration_id)
            .options(joinedload(Registration.event), joinedload(Registration.ticket)),
            user,
        )
    )
