"""Participants register by themselves."""

from collections.abc import Iterable
from datetime import datetime, timedelta

import sqlalchemy as sa

from extensions import db
from letters import registrations as letters
from models.events import Event
from models.letters import Letter
from models.registrations import ConsentPurpose, Registration, RegistrationSource
from operations.base.details import NO_WISHES, PersonDetails, Wishes, key_of
from operations.places.quotas import EventFull
from operations.registrations.attempts import Client, are_many
from operations.registrations.entries import NotRegistrable, SentForm, put_on_list, quotas_needed
from operations.registrations.mailboxes import held_until
from operations.registrations.standing import hold_name
from queries.registrations.mailboxes import surroundings
from queries.registrations.participants import registration_by_key

RESEND_PAUSE = timedelta(minutes=10)


def register_online(
    event: Event,
    person: PersonDetails,
    *,
    submission_key: str,
    notice_version: str,
    consents: Iterable[ConsentPurpose],
    at: datetime,
    wishes: Wishes = NO_WISHES,
    client: Client | None = None,
) -> Registration | None:
    """Put a participant on the list who registers by themselves; a letter tells the outcome.

    The same submission key again (a double click, a page sent twice) gives the same registration;
    with another person in it (a colleague, after the browser's Back) it is another submission.
    From the fourth registration of a mailbox on, the mailbox has to confirm. `client` is counted;
    None: it is not.

    None: only the letter tells. The same person is on the list, and is written to once more; or
    this client has tried many names, and is not told any more which are on it. Raises
    NotRegistrable, EventFull and TooManyAttempts.
    """
    submission_key = key_of(submission_key, event, person)
    if earlier := registration_by_key(submission_key):
        return None if client and client.has_tried_names(at=at) else earlier
    if not event.takes_registrations(at):
        raise NotRegistrable
    hold_name(event, person, with_mailbox=True)
    names_key = client.names_key if client else None
    around = surroundings(event, person, names_key=names_key, at=at)
    if client:
        client.count_registration(at=at)
    tried = are_many(around.names_tried)
    if around.standing:
        known = db.session.get_one(Registration, around.standing, populate_existing=True)
        if known.submission_key == submission_key:  # the first click has just finished
            return None if tried else known
        _turn_away(event, person, wishes)
        _write_again(known, client, at)
        return None
    sent = SentForm(
        submission_key,
        notice_version,
        tuple(consents),
        mailbox_until=held_until(event, around.of_mailbox, at=at),
    )
    made = put_on_list(event, person, RegistrationSource.ONLINE, at, wishes, sent=sent)
    return None if tried else made


def _turn_away(event: Event, person: PersonDetails, wishes: Wishes) -> None:
    """Raise EventFull where no place is left, also for somebody who is on the list.

    Otherwise a full event would tell who is coming to anyone who tries names.
    """
    if event.approval or event.waitlist:
        return
    needed = (event.places, *quotas_needed(event, person, wishes))
    if full := next((quota for quota in needed if quota.left == 0), None):
        raise EventFull(full)


def _write_again(known: Registration, client: Client | None, at: datetime) -> None:
    """Tell by letter alone that the person is on the list, and count the name that was tried."""
    if client:
        client.count_known_name(at=at)
    if not _written_to_since(known, at - RESEND_PAUSE):
        letters.enqueue_status_letter_again(known, at=at)


def _written_to_since(registration: Registration, moment: datetime) -> bool:
    """Whether a letter was written since then. The pause keeps others from filling a person's
    mailbox by registering in their name."""
    newer = sa.select(Letter.id).where(
        Letter.registration_id == registration.id, Letter.due_at > moment
    )
    return db.session.scalar(newer.limit(1)) is not None
