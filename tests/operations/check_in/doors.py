"""A door of the tests: its event, its staff, and readings told in minutes after nine o'clock."""

from datetime import datetime, timedelta
from itertools import count
from typing import Any

import sqlalchemy as sa

from extensions import db
from models.checkpoints import Checkpoint
from models.registrations import Registration, RegistrationStatus, Ticket
from models.scans import Attendance
from models.users import User
from operations.base.tickets import issue_ticket, qr_text
from operations.check_in.scans import CheckIn, check_in
from tests import factories
from tests.factories import NOW

_nonce = count(1)


def minute(number: float) -> datetime:
    return NOW + timedelta(minutes=number)


class Door:
    """`reads` commits, as every caller of check_in does."""

    def __init__(self, **rules: Any) -> None:
        self.event = factories.event(at=NOW - timedelta(days=11))
        self.staff = factories.user()
        self.checkpoint = Checkpoint(event=self.event, name="Salon", **rules)
        db.session.add(self.checkpoint)
        db.session.commit()

    def person(self, **values: Any) -> Registration:
        return factories.registration(self.event, at=NOW - timedelta(days=5), **values)

    def who_waits(self, **values: Any) -> Registration:
        """Somebody on the waiting list to whom the desk has given a ticket."""
        person = self.person(**values)
        person.become(RegistrationStatus.WAITLISTED, at=NOW)
        issue_ticket(person, at=NOW)
        db.session.commit()
        return person

    def reads(
        self,
        who: Registration | str,
        at: float,
        *,
        arriving: float | None = None,
        nonce: str | None = None,
        by: User | None = None,
        **more: Any,
    ) -> CheckIn:
        """A reading at a minute; `arriving` later when the device had no network."""
        said = check_in(
            self.checkpoint,
            code=who if isinstance(who, str) else token_of(who),
            nonce=nonce or f"nonce {next(_nonce)}",
            scanned_at=minute(at),
            at=minute(at if arriving is None else arriving),
            by=by or self.staff,
            **more,
        )
        db.session.commit()
        return said

    def attendance(self, person: Registration) -> Any:
        return db.session.scalar(
            sa.select(Attendance).where(
                Attendance.checkpoint_id == self.checkpoint.id,
                Attendance.registration_id == person.id,
            )
        )

    def admitted_at(self, person: Registration) -> datetime | None:
        attendance: Attendance | None = self.attendance(person)
        return attendance.admitted_at if attendance else None


def ticket_of(person: Registration) -> Ticket:
    assert person.ticket
    return person.ticket


def token_of(person: Registration) -> str:
    return qr_text(person, ticket_of(person))
