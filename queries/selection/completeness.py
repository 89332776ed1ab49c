"""Which applications were checked, and whether they have all that they need."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from extensions import db
from lib.paging import Page, page_of
from models.answers import RegistrationAnswer
from models.events import Event
from models.registrations import Registration, RegistrationStatus
from models.selection import Completeness, CompletenessCheck
from queries.base import arguments

_C = Completeness
_changed_since = (
    sa.select(RegistrationAnswer.id)
    .where(
        RegistrationAnswer.registration_id == CompletenessCheck.registration_id,
        RegistrationAnswer.answered_at > CompletenessCheck.checked_at,
    )
    .exists()
)


def found(state: Completeness) -> sa.ColumnElement[bool]:
    """The condition that a registration is in this state; a check counts until the application
    changes."""
    checks = sa.select(CompletenessCheck.registration_id).where(
        CompletenessCheck.registration_id == Registration.id, ~_changed_since
    )
    if state is _C.UNCHECKED:
        return ~checks.exists()
    return checks.where(CompletenessCheck.complete == (state is _C.COMPLETE)).exists()


@dataclass(frozen=True)
class Checked:
    state: Completeness
    missing: str = ""


@dataclass(frozen=True)
class Application:
    """A line in the list of applications."""

    registration: Registration
    checked: Checked
    documents: int
    """How many files the applicant sent."""


@dataclass(frozen=True, kw_only=True)
class ApplicationFilter:
    state: Completeness | None = None

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> "ApplicationFilter":
        return cls(state=arguments.member(Completeness, query, "state"))

    def as_query(self) -> dict[str, str]:
        """The filter as values of an address."""
        return arguments.as_query(state=self.state)

    def page(self, event: Event, *, limit: int, after: str | None = None) -> Page[Application]:
        """Applications that still await a decision, the earliest first. Raises BadCursor."""
        pending = _pending(event)
        if self.state:
            pending = pending.where(found(self.state))
        page = page_of(
            db.session(),
            pending,
            Registration.registered_at,
            Registration.id,
            limit=limit,
            after=after,
        )
        numbers = [registration.id for registration in page.items]
        checked, documents = checks_of(numbers), _documents(numbers)
        rows = [
            Application(r, checked.get(r.id, Checked(_C.UNCHECKED)), documents.get(r.id, 0))
            for r in page.items
        ]
        return Page(rows, page.next)


def application_counts(event: Event) -> dict[Completeness, int]:
    """How many applications that await a decision are in each state."""
    pending = _pending(event).subquery()
    counted = [
        sa.func.count().filter(pending.c.id.in_(_pending_numbers(event).where(found(state))))
        for state in Completeness
    ]
    row = db.session.execute(sa.select(*counted).select_from(pending)).one()
    return dict(zip(Completeness, row, strict=True))


def checks_of(numbers: Collection[int]) -> dict[int, Checked]:
    """The checks of these registrations that still count: the answers have not changed since."""
    rows = db.session.execute(
        sa.select(
            CompletenessCheck.registration_id, CompletenessCheck.complete, CompletenessCheck.missing
        ).where(CompletenessCheck.registration_id.in_(numbers), ~_changed_since)
    )
    return {
        number: Checked(_C.COMPLETE if complete else _C.INCOMPLETE, missing)
        for number, complete, missing in rows
    }


def checked(registration: Registration) -> Checked:
    return checks_of([registration.id]).get(registration.id, Checked(_C.UNCHECKED))


def next_unchecked(registration: Registration) -> int | None:
    """The number of the event's next application that nobody has checked; None: there is none."""
    return db.session.scalar(
        _pending_numbers(registration.event)
        .where(found(_C.UNCHECKED), Registration.id != registration.id)
        .order_by(Registration.registered_at, Registration.id)
        .limit(1)
    )


def _pending(event: Event) -> sa.Select[Registration]:
    return sa.select(Registration).where(
        Registration.event_id == event.id, Registration.status == RegistrationStatus.PENDING
    )


def _pending_numbers(event: Event) -> sa.Select[int]:
    return _pending(event).with_only_columns(Registration.id)


def _documents(numbers: Collection[int]) -> dict[int, int]:
    rows = db.session.execute(
        sa.select(RegistrationAnswer.registration_id, sa.func.count())
        .where(
            RegistrationAnswer.registration_id.in_(numbers),
            RegistrationAnswer.upload_id.is_not(None),
        )
        .group_by(RegistrationAnswer.registration_id)
    )
    return dict(rows.all())
