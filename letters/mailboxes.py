from datetime import datetime, timedelta

from extensions import db, keys
from letters.compose import enqueue, site_address
from lib.emails import number_of_mailbox
from models.letters import Letter, LetterKind
from models.registrations import Registration
from queries.registrations.mailboxes import asked_since

PAUSE = timedelta(minutes=10)
"""For so long one letter is enough: its link opens all that wait for the mailbox."""


def ask_mailbox(registration: Registration, *, at: datetime) -> Letter | None:
    """Ask the reader of the mailbox whether the registrations with it are theirs.

    None: they were asked just now.
    """
    db.session.flush()
    if asked_since(registration, at - PAUSE):
        return None
    return enqueue(
        LetterKind.MAILBOX_ASKED,
        registration,
        at=at,
        deadline=registration.mailbox_until,
        link=site_address("public.mailboxes.show", token=mailbox_token(registration)),
    )


def mailbox_token(registration: Registration) -> str:
    """The link is good for this mailbox alone: the address may be corrected on the own page, which
    who typed somebody else's can open."""
    number = number_of_mailbox(registration.mailbox or "")
    return keys.links.sign("mailbox", registration.id, number)
