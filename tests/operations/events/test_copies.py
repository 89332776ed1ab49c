"""An event held once more: as it was prepared, with nothing of what happened, and on its own."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extensions import db, site_zone
from lib.local_days import days_between, moved_by_days, moved_span
from models.audit import AuditAction, AuditEntry
from models.base import Base
from models.checkpoints import Checkpoint
from models.events import Event, EventStatus
from models.forms import Choice, FormPurpose, Question, QuestionKind
from models.letters import LetterKind, LetterWording
from models.places import Quota, QuotaScope
from models.registrations import Registration
from models.sectors import Sector
from models.selection import Criterion, Dimension, SelectionRule
from models.users import Role
from operations.base.answers import write_answers
from operations.check_in.checkpoints import CheckpointDetails, add_checkpoint
from operations.events.agenda import SessionDetails, SpeakerDetails, add_session
from operations.events.copies import MOVED, RULES_OF_DOORS, SAME, copy_event
from operations.events.events import OutsideProvince
from operations.forms.copies import copy_form
from operations.forms.order import retire_question
from operations.places.capacities import set_sector_places, set_session_places
from queries.forms.builder import form_of, in_order
from tests import factories
from tests.factories import NOW
from tests.factories.contacts import OF_EVENT
from tests.factories.forms import question, workshop

BEGINS = datetime(2027, 3, 26, 8, 0, tzinfo=UTC)  # 9.00 in Vienna; two days later clocks change
VIENNA = "Europe/Vienna"
NOT_COPIED = {
    "id",
    "slug",
    "status",
    "title",
    "title_en",
    "starts_at",
    "ends_at",
    "search_key",
    "version",
    "created_at",
    "created_by_id",
}


@pytest.fixture
def source(app) -> Event:
    """An event with one of everything, and people on its list."""
    event = factories.event(
        at=NOW,
        timezone=VIENNA,
        country="AT",
        province=None,
        starts_at=BEGINS,
        capacity=100,
        ends_at=BEGINS + timedelta(hours=8),
        waitlist=True,
        offer_hours=24,
        asks_gender=True,
        **OF_EVENT,
        registration_opens_at=BEGINS - timedelta(days=20),
        changes_close_at=BEGINS - timedelta(days=1),
        registration_closes_at=BEGINS - timedelta(days=2),
    )
    event.reminder_days = [7, 1]
    session = add_session(
        event,
        SessionDetails(
            title="Açılış",
            starts_at=BEGINS,
            ends_at=BEGINS + timedelta(hours=1),
            room="A",
            speakers=[SpeakerDetails("Şule Çetin", "Valilik"), SpeakerDetails("Can")],
        ),
        by=None,
        at=NOW,
    )
    session.chosen = True
    set_session_places(session, 30)
    set_sector_places(event, Sector.CSO, 40)
    door = CheckpointDetails(
        name="Salon",
        session_id=session.id,
        opens_at=BEGINS - timedelta(hours=1),
        closes_at=BEGINS + timedelta(hours=2),
        exits=True,
        reentry=True,
        only_chosen=True,
        beside_programme=True,
        capacity=30,
        sectors=[Sector.CSO],
        admits_waiting=True,
        roster=True,
        shown_tags=["Basın"],
        shows_groups=True,
    )
    add_checkpoint(event, door, by=None, at=NOW)
    db.session.add_all(
        [
            LetterWording(event=event, kind=LetterKind.MESSAGE, subject="Konu", body="Metin"),
            Criterion(event=event, position=1, name="Deneyim", weight=2),
            SelectionRule(event=event, dimension=Dimension.SECTOR, value="cso", floor=6),
        ]
    )
    asked = workshop(event)
    question(event, label="Neden?", shown_if=(asked, str(asked.choices[0].id)))
    table = CheckpointDetails(name="Masa", choice_id=asked.choices[0].id)
    add_checkpoint(event, table, by=None, at=NOW)
    old = question(event, label="Eski")
    person = factories.registration(event)
    write_answers(person, [asked, old], {asked.id: (asked.choices[1].id,), old.id: "x"}, at=NOW)
    db.session.flush()
    retire_question(old, by=None, at=NOW)
    asked.choices.append(Choice(position=3, label="Kalktı", retired_at=NOW))
    db.session.commit()
    return event


def once_more(source: Event, day: date = date(2027, 3, 29), **values) -> Event:
    copy = copy_event(
        source,
        **{"title": "Yine", "title_en": "", "starts_on": day, "by": None, "at": NOW, **values},
    )
    db.session.commit()
    return copy


def rows(model: type[Base], event: Event) -> list[Any]:
    return list(db.session.scalars(sa.select(model).filter_by(event_id=event.id).order_by("id")))


def clock(
    moment: datetime | None, event: Event, zone: str | None = None
) -> tuple[int, time] | None:
    """Days after the event's first, and the time on its own clock, or on the zone's."""
    if moment is None:
        return None
    zone = zone or event.timezone
    local = moment.astimezone(ZoneInfo(zone))
    return -days_between(moment, event.day_of(event.starts_at), zone), local.time()


def as_prepared(event: Event) -> dict[str, Any]:
    """Everything of an event that a copy has too, without a number of a row in it."""
    db.session.expire_all()
    return {
        "event": [getattr(event, name) for name in SAME],
        "times": [clock(event.starts_at, event), clock(event.ends_at, event)],
        "deadlines": [clock(getattr(event, name), event, site_zone()) for name in MOVED],
        "sectors": {q.sector: q.capacity for q in event.strata if q.scope is QuotaScope.SECTOR},
        "capacity": event.places.capacity,
        "sessions": [
            (
                s.title,
                clock(s.starts_at, event),
                clock(s.ends_at, event),
                s.room,
                s.chosen,
                s.places and s.places.capacity,
                [(p.name, p.affiliation) for p in s.speakers],
            )
            for s in event.sessions
        ],
        "doors": [
            (
                d.name,
                d.session and d.session.title,
                clock(d.opens_at, event),
                clock(d.closes_at, event),
                d.choice and d.choice.label,
                [getattr(d, rule) for rule in RULES_OF_DOORS],
            )
            for d in rows(Checkpoint, event)
        ],
        "forms": {purpose: form_as_asked(event, purpose) for purpose in FormPurpose},
        "wordings": [(w.kind, w.subject, w.body) for w in rows(LetterWording, event)],
        "criteria": [(c.name, c.weight, c.most) for c in rows(Criterion, event)],
        "rules": [(r.dimension, r.value, r.floor, r.ceiling) for r in rows(SelectionRule, event)],
    }


def form_as_asked(event: Event, purpose: FormPurpose) -> list[tuple[Any, ...]]:
    """Conditions by the key of what they hang on and the labels of its answers."""
    form = form_of(event, purpose)
    if form is None:
        return []
    questions = {q.id: q for q in form.questions}
    labels = {str(c.id): c.label for q in form.questions for c in q.choices}
    return [
        (
            q.key,
            q.kind,
            q.label,
            q.label_en,
            q.help,
            q.required,
            q.sensitive,
            q.asked_at,
            q.minimum,
            q.maximum,
            q.shown_if_id and questions[q.shown_if_id].key,
            [labels.get(value, value) for value in q.shown_if],
            [(c.label, c.places and c.places.capacity) for c in q.choices if not c.retired_at],
        )
        for q in in_order(form.questions)
    ]


def test_a_deadline_keeps_the_hour_at_which_people_read_it(source):
    """A minute before midnight in Istanbul, though Vienna's clocks change before the copy."""
    source.registration_closes_at = datetime(2027, 3, 24, 20, 59, tzinfo=UTC)
    copy = once_more(source)
    assert copy.registration_closes_at == datetime(2027, 3, 27, 20, 59, tzinfo=UTC)


def test_a_deadline_at_the_end_stays_at_the_end(source):
    source.changes_close_at = source.registration_closes_at = source.ends_at
    copy = once_more(source)
    assert copy.changes_close_at == copy.registration_closes_at == copy.ends_at


def test_a_copy_has_all_that_was_prepared_by_its_own_clock(source):
    copy = once_more(source)
    assert as_prepared(copy) == as_prepared(source)
    assert copy.starts_at == datetime(2027, 3, 29, 7, 0, tzinfo=UTC)  # 9.00 in summer time


def test_a_copy_of_a_copy_is_the_copy(source):
    first = once_more(source)
    second = once_more(first, title="Bir daha")
    assert as_prepared(second) == as_prepared(first)


def test_a_copy_is_a_draft_without_people_and_with_every_place_free(source):
    copy = once_more(source)
    assert (copy.status, copy.title) == (EventStatus.DRAFT, "Yine")
    assert copy.slug != source.slug
    assert "yine" in copy.search_key
    assert rows(Registration, copy) == []
    assert {quota.taken for quota in rows(Quota, copy)} == {0}
    assert {quota.taken for quota in rows(Quota, source)} >= {1}


def test_what_was_retired_stays_behind(source):
    form = form_of(once_more(source), FormPurpose.REGISTRATION)
    assert form
    assert [q.label for q in form.questions] == ["Hangi çalıştay?", "Neden?"]
    assert [c.label for c in form.questions[0].choices] == ["Sağlık", "Su"]


def test_nothing_of_a_copy_points_to_a_row_of_the_original(source):
    """Whatever table is added: a foreign key of the copy's rows names rows of the copy."""
    before = {table: numbers(table) for table in Base.metadata.sorted_tables if "id" in table.c}
    old_choices = set(db.session.scalars(sa.select(Choice.id)))
    copy = once_more(source)
    of_nobody = {"users"}
    for table, known in before.items():
        for row in db.session.execute(sa.select(table).where(table.c.id.not_in(known))):
            for column in table.c:
                for key in column.foreign_keys:
                    target, named = key.column.table, row._mapping[column]
                    if named is None or target.name in of_nobody:
                        continue
                    assert named not in before[target], (table.name, column.name)
    choices = {str(number) for number in old_choices}
    form = form_of(copy, FormPurpose.REGISTRATION)
    assert form
    assert not [q for q in form.questions if set(q.shown_if) & choices]


def numbers(table: sa.Table) -> set[int]:
    return set(db.session.scalars(sa.select(table.c.id)))


def test_every_column_of_an_event_is_copied_moved_or_begun_anew():
    """Whoever adds a column decides here what a copy does with it."""
    assert {*SAME, *MOVED, *NOT_COPIED} == set(Event.__table__.columns.keys())


def test_a_copy_is_on_record(source):
    copy = once_more(source)
    entry = db.session.scalars(
        sa.select(AuditEntry).where(AuditEntry.action == AuditAction.EVENT_COPIED)
    ).one()
    assert (entry.event_id, entry.details) == (copy.id, {"source": source.id})


def test_nobody_makes_a_copy_where_they_could_make_no_event(source):
    with pytest.raises(OutsideProvince):
        once_more(source, by=factories.user(Role.PROVINCIAL_ORGANIZER, province="06"))


def test_a_copied_form_is_put_behind_what_is_asked_already(source):
    other = factories.event(at=NOW)
    question(other, label="Kendi sorusu")
    form = form_of(source, FormPurpose.REGISTRATION)
    assert form
    for _time in range(2):
        copy_form(form, other, by=None, at=NOW)
        db.session.commit()
    asked = form_as_asked(other, FormPurpose.REGISTRATION)
    assert [row[2] for row in asked] == ["Kendi sorusu"] + 2 * ["Hangi çalıştay?", "Neden?"]
    keys = [row[0] for row in asked]
    assert len(set(keys)) == len(keys)
    assert [row[10] for row in asked] == [None, None, keys[1], None, keys[3]]


KINDS = st.sampled_from([QuestionKind.YES_NO, QuestionKind.SINGLE_CHOICE, QuestionKind.SHORT_TEXT])


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    forms=st.lists(st.tuples(KINDS, st.integers(0, 5), st.integers(0, 30)), max_size=8),
    days=st.integers(-400, 400),
)
def test_any_form_and_any_day_are_copied_as_they_are(app, forms, days):
    """Questions that hang on any earlier one, and events on any day of any season."""
    event = factories.event(
        at=NOW, timezone=VIENNA, starts_at=BEGINS, ends_at=BEGINS + timedelta(hours=30)
    )
    made: list[Question] = []
    for kind, on, places in forms:
        sources = [q for q in made if q.kind is not QuestionKind.SHORT_TEXT]
        hangs = None
        if sources and on:
            of = sources[on % len(sources)]
            hangs = (of, "yes" if of.kind is QuestionKind.YES_NO else str(of.choices[0].id))
        choices = {"Bir": places or None, "İki": None}
        made.append(
            question(
                event,
                kind,
                shown_if=hangs,
                choices=choices if kind is QuestionKind.SINGLE_CHOICE else None,
            )
        )
    day = event.day_of(event.starts_at) + timedelta(days=days)
    copy = once_more(event, day)
    assert copy.day_of(copy.starts_at) == day
    assert as_prepared(copy) == as_prepared(event)
    again = once_more(copy, day + timedelta(days=7))
    assert as_prepared(again) == as_prepared(copy)


ZONES = st.sampled_from(["Europe/Istanbul", VIENNA, "Europe/London", "Europe/Lisbon"])
MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


@given(moment=MOMENTS, days=st.integers(-800, 800), zone=ZONES)
def test_moving_by_days_keeps_the_time_of_day_but_for_hours_that_there_are_not(moment, days, zone):
    moved = moved_by_days(moment, days, zone).astimezone(ZoneInfo(zone))
    local = moment.astimezone(ZoneInfo(zone))
    assert (moved.date() - local.date()).days == days
    skipped = moved.replace(tzinfo=None) - local.replace(tzinfo=None) != timedelta(days=days)
    assert not skipped or moved.replace(tzinfo=None) - local.replace(tzinfo=None) == timedelta(
        days=days, hours=1
    )


@given(moment=MOMENTS, length=st.integers(1, 5000), days=st.integers(-800, 800), zone=ZONES)
def test_a_span_that_was_moved_still_ends_after_it_begins(moment, length, days, zone):
    start, end = moved_span(moment, moment + timedelta(minutes=length), days, zone)
    assert end > start


def test_a_span_in_the_hour_that_clocks_skip_is_as_long_as_it_was():
    start = datetime(2027, 3, 27, 1, 15, tzinfo=UTC)  # 2.15 in Vienna, the night before
    moved = moved_span(start, start + timedelta(minutes=60), 1, VIENNA)
    assert moved[1] - moved[0] == timedelta(minutes=60)


def test_every_column_of_a_door_is_copied_or_moved():
    of_its_own = {"id", "event_id", "session_id", "choice_id", "name", "opens_at", "closes_at"}
    assert {*RULES_OF_DOORS, *of_its_own} == set(Checkpoint.__table__.columns.keys())


def test_door_for_an_answer_that_is_no_longer_asked_for_is_not_opened_to_all(source):
    door = db.session.scalars(sa.select(Checkpoint).where(Checkpoint.name == "Masa")).one()
    door.choice.retired_at = NOW
    db.session.flush()
    copy = once_more(source)
    names = db.session.scalars(sa.select(Checkpoint.name).where(Checkpoint.event_id == copy.id))
    assert "Masa" not in names.all()
