"""Copies a whole event to another day: everything that was prepared, nothing that happened."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from functools import partial
from typing import Any, TypeVar

import sqlalchemy as sa

from extensions import db, site_zone
from lib.local_days import days_between, moved_by_days, moved_span
from models.audit import AuditAction
from models.checkpoints import Checkpoint
from models.events import Event, EventStatus, Session, Speaker
from models.forms import AskedOf, Choice, Form, FormPurpose
from models.letters import LetterWording
from models.places import Quota, QuotaScope
from models.selection import Criterion, SelectionRule
from models.users import User
from operations.base.audit import record
from operations.events.events import OutsideProvince, free_slug, write_search_key
from operations.forms.copies import Subject, copy_questions
from policy import may_place_events_in
from queries.forms.builder import form_of, in_order

Row = TypeVar("Row", Checkpoint, LetterWording, Criterion, SelectionRule)

SAME = (
    "kind",
    "description",
    "description_en",
    "timezone",
    "province",
    "country",
    "venue",
    "address",
    "waitlist",
    "offer_hours",
    "approval",
    "transferable",
    "asks_gender",
    "contact_name",
    "contact_email",
    "contact_phone",
    "reminder_days",
    "worded",
)
RULES_OF_DOORS = (
    "exits",
    "reentry",
    "multiple",
    "only_chosen",
    "sectors",
    "admits_waiting",
    "capacity",
    "beside_programme",
    "roster",
    "shown_tags",
    "shows_groups",
)
MOVED = ("registration_opens_at", "registration_closes_at", "changes_close_at")


def copy_event(
    source: Event,
    *,
    title: str,
    title_en: str,
    starts_on: date,
    by: User | None,
    at: datetime,
) -> Event:
    """Make a draft with the same form, agenda, places, doors, letters and rules of selection.

    Every time moves by as many days as the event does, by the event's own clock; deadlines by the
    site's, as people read them. Registrations, answers, letters, problems and retired questions
    stay behind. Raises OutsideProvince.
    """
    if by is not None and not may_place_events_in(by, source.province):
        raise OutsideProvince
    days = days_between(source.starts_at, starts_on, source.timezone)
    event = _begun(source, title, title_en, days)
    event.created_at, event.created_by_id = at, by.id if by else None
    db.session.add(event)
    db.session.flush()
    sessions = _copy_agenda(source, event, days)
    _copy_places(source, event)
    choices: dict[int, Choice] = {}
    for purpose in FormPurpose:
        choices |= _copy_questions(source, event, purpose, _subjects(source, sessions))
    _copy_checkpoints(source, event, sessions, choices, days)
    _copy_letters_and_rules(source, event)
    db.session.flush()
    record(
        AuditAction.EVENT_COPIED, at=at, by=by, event=event, subject_id=event.id, source=source.id
    )
    db.session.flush()
    return event


def begins_on(source: Event, day: date) -> datetime:
    """When a copy that begins on this day starts; aware UTC."""
    days = days_between(source.starts_at, day, source.timezone)
    return moved_by_days(source.starts_at, days, source.timezone)


def _begun(source: Event, title: str, title_en: str, days: int) -> Event:
    zone = source.timezone
    starts_at, ends_at = moved_span(source.starts_at, source.ends_at, days, zone)
    event = Event(
        slug=free_slug(title),
        status=EventStatus.DRAFT,
        title=title,
        title_en=title_en,
        starts_at=starts_at,
        ends_at=ends_at,
        places=Quota(capacity=source.places.capacity, taken=0),
        **_values(source, SAME),
        **{name: _moved_deadline(getattr(source, name), days, ends_at) for name in MOVED},
    )
    write_search_key(event)
    return event


def _moved(moment: datetime | None, days: int, zone: str) -> datetime | None:
    return moved_by_days(moment, days, zone) if moment else None


def _moved_deadline(moment: datetime | None, days: int, ends_at: datetime) -> datetime | None:
    """Move a deadline; never past the end, though clocks may change in one zone alone."""
    moved = _moved(moment, days, site_zone())
    return min(moved, ends_at) if moved else None


def _copy_agenda(source: Event, event: Event, days: int) -> dict[int, Session]:
    """Copy the sessions; the new ones by the numbers of the old ones."""
    copies = {}
    for session in source.sessions:
        starts_at, ends_at = moved_span(session.starts_at, session.ends_at, days, source.timezone)
        copy = Session(
            title=session.title,
            title_en=session.title_en,
            starts_at=starts_at,
            ends_at=ends_at,
            room=session.room,
            chosen=session.chosen,
            speakers=[
                Speaker(position=s.position, name=s.name, affiliation=s.affiliation)
                for s in session.speakers
            ],
        )
        if session.places is not None:
            copy.places = Quota(
                event_id=event.id, scope=QuotaScope.SESSION, capacity=session.places.capacity
            )
        event.sessions.append(copy)
        copies[session.id] = copy
    db.session.flush()
    return copies


def _copy_places(source: Event, event: Event) -> None:
    """Copy the limits of sectors; those of sessions and choices are copied with them."""
    for quota in source.strata:
        if quota.scope is QuotaScope.SECTOR:
            db.session.add(
                Quota(
                    event_id=event.id,
                    scope=quota.scope,
                    sector=quota.sector,
                    capacity=quota.capacity,
                )
            )


def _copy_checkpoints(
    source: Event, event: Event, sessions: dict[int, Session], choices: dict[int, Choice], days: int
) -> None:
    moved = partial(_moved, days=days, zone=source.timezone)
    for door in _rows(Checkpoint, source):
        if door.choice_id and door.choice_id not in choices:
            continue  # its choice was retired; a door without it would be open to all
        opens_at, closes_at = moved(door.opens_at), moved(door.closes_at)
        if opens_at and closes_at and door.opens_at and door.closes_at and closes_at <= opens_at:
            closes_at = opens_at + (door.closes_at - door.opens_at)
        db.session.add(
            Checkpoint(
                event=event,
                session=sessions[door.session_id] if door.session_id else None,
                name=door.name,
                opens_at=opens_at,
                closes_at=closes_at,
                choice=choices.get(door.choice_id) if door.choice_id else None,
                **_values(door, RULES_OF_DOORS),
            )
        )


def _subjects(source: Event, copies: dict[int, Session]) -> dict[Subject, int]:
    """The copied sessions and speakers, of which questions are asked, by the old ones."""
    found: dict[Subject, int] = {}
    for session in source.sessions:
        copy = copies[session.id]
        found[AskedOf.SESSION, session.id] = copy.id
        for old, new in zip(session.speakers, copy.speakers, strict=True):
            found[AskedOf.SPEAKER, old.id] = new.id
    return found


def _copy_questions(
    source: Event, event: Event, purpose: FormPurpose, subjects: dict[Subject, int]
) -> dict[int, Choice]:
    """Copy a form; the new choices by the numbers of the old ones."""
    form = form_of(source, purpose)
    if form is None:
        return {}
    copy = Form(event=event, purpose=purpose, named=form.named, questions=[])
    db.session.add(copy)
    db.session.flush()
    return copy_questions(in_order(form.questions), copy, subjects=subjects)


def _copy_letters_and_rules(source: Event, event: Event) -> None:
    for wording in _rows(LetterWording, source):
        texts = ("kind", "subject", "subject_en", "body", "body_en")
        db.session.add(LetterWording(event=event, **_values(wording, texts)))
    for criterion in _rows(Criterion, source):
        points = ("position", "name", "name_en", "weight", "most")
        db.session.add(Criterion(event=event, **_values(criterion, points)))
    for rule in _rows(SelectionRule, source):
        bounds = ("dimension", "value", "floor", "ceiling")
        db.session.add(SelectionRule(event=event, **_values(rule, bounds)))


def _values(row: object, names: Iterable[str]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}


def _rows(model: type[Row], source: Event) -> Sequence[Row]:
    """All rows of a table that belong to the event, in the order in which they were made."""
    return db.session.scalars(
        sa.select(model).where(model.event_id == source.id).order_by(model.id)
    ).all()
