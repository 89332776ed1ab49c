"""The signed links to people's own pages: listed anew, sent again, revoked."""

from datetime import datetime, timedelta

import sqlalchemy as sa

from extensions import db
from letters.links import enqueue_listing
from letters.registrations import enqueue_status_letter, enqueue_status_letter_again
from lib.access_codes import new_access_code
from lib.inserts import insert_into
from lib.refusals import Refusal
from models.audit import AuditAction
from models.links import ListingRequest
from models.registrations import Registration
from models.users import User
from operations.base.audit import record
from operations.places.quotas import hold_registration
from operations.registrations.online import RESEND_PAUSE
from queries.registrations.entries import last_letter_at, registrations_of_address

LISTED_FOR = timedelta(days=365)
"""How long after its end an event is still listed in «my registrations»."""
_BATCH = 20


class WrittenToLately(Refusal):
    """A letter went to this person just now; another one would say nothing new."""


def revoke_links(registration: Registration, *, by: User | None, at: datetime) -> None:
    """Revoke every link and code that opens the person's page; a letter brings the new link.

    The ticket stays valid. A person who gets no letters gets a new code, to be printed. `by` is
    None when the person asked for it with the link itself.
    """
    hold_registration(registration)
    registration.link_version += 1
    if registration.access_code is not None:
        registration.access_code = None if registration.email else new_access_code()
    db.session.execute(  # those of rows that were merged into this one lead here, too
        sa.update(Registration)
        .where(Registration.merged_into_id == registration.id)
        .values(link_version=Registration.link_version + 1, access_code=None)
    )
    db.session.flush()
    record(
        AuditAction.LINK_REVOKED, at=at, by=by, event=registration.event, subject_id=registration.id
    )
    enqueue_status_letter(registration, at=at)
    db.session.flush()


def send_status_letter_again(registration: Registration, *, at: datetime) -> None:
    """Send the letter about the registration's status once more. Raises WrittenToLately."""
    hold_registration(registration)
    written_at = last_letter_at(registration)
    if written_at and written_at > at - RESEND_PAUSE:
        raise WrittenToLately
    if enqueue_status_letter_again(registration, at=at) is None:
        raise WrittenToLately
    db.session.flush()


def ask_for_listing(email: str, *, locale: str, at: datetime) -> None:
    """Have the worker write «my registrations» to this address, if anybody registered with it.

    It is one statement, whether the address is known or not. A request of the last minutes stays,
    and nothing is added.
    """
    db.session.execute(
        insert_into(ListingRequest, dialect=db.engine.dialect.name)
        .values(email=email, locale=locale, asked_at=at)
        .on_conflict_do_nothing(index_elements=[ListingRequest.email])
    )


def answer_listing_requests(*, at: datetime) -> int:
    """Write the letters for one batch of requests; how many requests were looked at.

    An answered request stays as long as its address may ask for nothing new, then it is deleted.
    """
    db.session.execute(
        sa.delete(ListingRequest).where(
            ListingRequest.answered_at.is_not(None), ListingRequest.asked_at <= at - RESEND_PAUSE
        )
    )
    requests = db.session.scalars(
        sa.select(ListingRequest)
        .where(ListingRequest.answered_at.is_(None))
        .order_by(ListingRequest.asked_at)
        .limit(_BATCH)
        .with_for_update(skip_locked=True)
    ).all()
    for request in requests:
        request.answered_at = at
        found = registrations_of_address(request.email, ended_after=at - LISTED_FOR)
        if found:
            enqueue_listing(found, to_address=request.email, locale=request.locale, at=at)
    db.session.flush()
    return len(requests)
