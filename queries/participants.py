"""Who is on the list of an event, narrowed in ways that lists, exports and letters share."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from extensions import db
from lib.pages import Page, page_of
from models.audit import AuditAction, AuditEntry
from models.check_in import Checkpoint, Scan
from models.events import Event
from models.letters import Letter
from models.registrations import Registration, RegistrationStatus
from models.sectors import Sector
from models.users import User
from queries import choices

_STATUS_ACTIONS = [
    AuditAction.REGISTRATION_ADDED,
    AuditAction.REGISTRATION_CHANGED,
    AuditAction.REGISTRATION_CONFIRMED,
    AuditAction.REGISTRATION_WAITLISTED,
    AuditAction.REGISTRATION_DECLINED,
    AuditAction.REGISTRATION_CANCELLED,
]


@dataclass(frozen=True, kw_only=True)
class ParticipantFilter:
    """Which participants of an event are meant; also the list's address."""

    status: RegistrationStatus | None = None
    sector: Sector | None = None
    province: str | None = None
    text: str = ""

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> "ParticipantFilter":
        return cls(
            status=choices.member(RegistrationStatus, query.get("status")),
            sector=choices.member(Sector, query.get("sector")),
            province=choices.province(query.get("province")),
            text=choices.search_text(query),
        )

    def as_query(self) -> dict[str, str]:
        return choices.as_query(
            status=self.status, sector=self.sector, province=self.province, q=self.text
        )

    def select(self, event: Event) -> sa.Select[Registration]:
        people = sa.select(Registration).where(*self._narrowing(event))
        return people.where(Registration.status == self.status) if self.status else people

    def page(self, event: Event, *, limit: int, after: str | None = None) -> Page[Registration]:
        """With their tickets, in the order of the Turkish alphabet. Raises BadCursor."""
        return page_of(
            db.session(),
            self.select(event).options(joinedload(Registration.ticket)),
            Registration.sort_key,
            Registration.id,
            limit=limit,
            after=after,
        )

    def everyone(self, event: Event) -> Iterator[Registration]:
        """All of them, for an export; never all in memory at once."""
        ordered = self.select(event).order_by(Registration.sort_key, Registration.id)
        return iter(db.session.scalars(ordered.execution_options(yield_per=500)))

    def counts(self, event: Event) -> dict[RegistrationStatus, int]:
        """How many there are in each status, whichever status is looked at."""
        rows = db.session.execute(
            sa.select(Registration.status, sa.func.count())
            .where(*self._narrowing(event))
            .group_by(Registration.status)
        )
        found = dict(rows.all())
        return {status: found.get(status, 0) for status in RegistrationStatus}

    def _narrowing(self, event: Event) -> list[sa.ColumnElement[bool]]:
        rules = [Registration.event_id == event.id]
        if self.sector:
            rules.append(Registration.sector == self.sector)
        if self.province:
            rules.append(Registration.province == self.province)
        return [*rules, *choices.words_in(Registration.search_key, self.text)]


@dataclass(frozen=True)
class HistoryEntry:
    at: datetime
    action: AuditAction
    by: str | None
    """The colleague's name; None for the person's own link and for the worker."""


def history_of(registration: Registration) -> list[HistoryEntry]:
    """What was decided about a person, the latest first."""
    rows = db.session.execute(
        sa.select(AuditEntry.at, AuditEntry.action, User.name)
        .outerjoin(User, User.id == AuditEntry.user_id)
        .where(
            AuditEntry.event_id == registration.event_id,
            AuditEntry.subject_id == registration.id,
            AuditEntry.action.in_(_STATUS_ACTIONS),
        )
        .order_by(AuditEntry.id.desc())
    )
    return [HistoryEntry(*row) for row in rows]


def letters_to(registration: Registration) -> list[Letter]:
    return list(
        db.session.scalars(
            sa.select(Letter)
            .where(Letter.registration_id == registration.id)
            .order_by(Letter.id.desc())
        )
    )


def scans_of(registration: Registration) -> list[Scan]:
    """Every reading of the person's ticket at the doors of the event, the latest first."""
    return list(
        db.session.scalars(
            sa.select(Scan)
            .join(Scan.checkpoint)
            .where(
                Checkpoint.event_id == registration.event_id,
                Scan.registration_id == registration.id,
            )
            .options(joinedload(Scan.checkpoint))
            .order_by(Scan.scanned_at.desc(), Scan.id.desc())
        )
    )


def same_person(
    event: Event, *, sort_key: str, email: str | None, institution: str
) -> Registration | None:
    """Someone on the list with the same name and address; of those without one, institution."""
    known_by = (
        Registration.email == email
        if email
        else sa.and_(Registration.email.is_(None), Registration.institution == institution)
    )
    return db.session.scalar(
        sa.select(Registration)
        .where(Registration.event_id == event.id, Registration.sort_key == sort_key, known_by)
        .order_by(Registration.id)
        .limit(1)
    )


def registration_by_key(submission_key: str) -> Registration | None:
    """The registration that a form made when it was sent before."""
    return db.session.scalar(
        sa.select(Registration).where(Registration.submission_key == submission_key)
    )


def registrations_by_day(event: Event) -> dict[date, int]:
    """How many registered on each day on which anybody did, by the event's clock, in order."""
    day = _day_in_zone(event).label("day")
    rows = db.session.execute(
        sa.select(day, sa.func.count())
        .where(Registration.event_id == event.id)
        .group_by(day)
        .order_by(day)
    )
    return {date.fromisoformat(text): count for text, count in rows}


def _day_in_zone(event: Event) -> sa.ColumnElement[str]:
    """SQLite knows no zones: there all days are cut by the zone's offset at the event."""
    if db.engine.dialect.name == "sqlite":
        offset = event.starts_at.astimezone(ZoneInfo(event.timezone)).utcoffset() or timedelta()
        minutes = f"{round(offset.total_seconds() / 60):+d} minutes"
        return sa.func.date(Registration.registered_at, minutes, type_=sa.String)
    local = sa.func.timezone(event.timezone, Registration.registered_at)
    return sa.func.to_char(local, "YYYY-MM-DD", type_=sa.String)
