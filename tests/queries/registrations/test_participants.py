from datetime import UTC, date, datetime

import pytest

from models.registrations import RegistrationStatus
from models.sectors import Sector
from queries.registrations.participants import ParticipantFilter, registrations_by_day
from tests import factories


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("isil", "Işıl"),
        ("IŞIL", "Işıl"),
        ("ışıl", "Işıl"),
        ("Işıl", "IŞIL"),
        ("ığdır", "IĞDIR"),
        ("IĞDIR", "ığdır"),
        ("igdir", "IĞDIR"),
        ("İGDİR", "Iğdır"),
        ("izmir", "İZMİR"),
        ("inonu", "İnönü"),
        ("cagri", "Çağrı"),
        ("ŞÜKRÜ", "şükrü"),
    ],
)
def test_search_understands_turkish(app, typed, name):
    event = factories.event()
    wanted = factories.registration(event, given_name=name, institution="", email=None)
    factories.registration(event, given_name="Deniz", institution="", email=None)
    assert list(ParticipantFilter(text=typed).everyone(event)) == [wanted]


def test_words_may_come_in_any_order_and_from_any_column(app):
    event = factories.event()
    wanted = factories.registration(
        event, given_name="Ayşe", family_name="Kaya", institution="Kızılay"
    )
    factories.registration(event, given_name="Ayşe", family_name="Kaya", institution="Yeşilay")
    assert list(ParticipantFilter(text="kızılay  kaya AYSE").everyone(event)) == [wanted]


@pytest.mark.parametrize("text", ["%", "_", "\\", "'", "x" * 100])
def test_signs_of_the_database_are_mere_text(app, text):
    event = factories.event()
    factories.registration(event)
    assert list(ParticipantFilter.from_query({"q": text}).everyone(event)) == []


def test_filters_narrow_together_and_counts_follow_all_but_the_status(app):
    event = factories.event(capacity=1, waitlist=True)
    first = factories.registration(event, sector=Sector.CSO, province="19")
    second = factories.registration(event, sector=Sector.CSO, province="19")
    factories.registration(event, sector=Sector.PUBLIC, province="19")
    factories.registration(factories.event(), sector=Sector.CSO, province="19")
    wanted = ParticipantFilter(
        status=RegistrationStatus.WAITLISTED, sector=Sector.CSO, province="19"
    )
    assert list(wanted.everyone(event)) == [second]
    counts = wanted.counts(event)
    assert [counts[status] for status in RegistrationStatus] == [0, 1, 0, 1, 0, 0]
    assert first.is_confirmed


def test_filter_is_its_address(app):
    wanted = ParticipantFilter(
        status=RegistrationStatus.CONFIRMED, sector=Sector.CSO, province="06", text="ışıl"
    )
    assert ParticipantFilter.from_query(wanted.as_query()) == wanted


def test_pages_follow_the_turkish_alphabet_and_show_everyone_once(app):
    event = factories.event()
    for name in ("Şahin", "Çelik", "Can", "Irmak", "İpek"):
        factories.registration(event, family_name=name)
    names, after = [], None
    for _page in range(3):
        page = ParticipantFilter().page(event, limit=2, after=after)
        names += [person.family_name for person in page.items]
        after = page.next
    assert (names, after) == (["Can", "Çelik", "Irmak", "İpek", "Şahin"], None)


def test_days_are_cut_by_the_clock_of_the_event(app):
    event = factories.event(at=datetime(2027, 3, 1, tzinfo=UTC))
    for at in (
        datetime(2027, 3, 1, 20, 59, tzinfo=UTC),
        datetime(2027, 3, 1, 21, 1, tzinfo=UTC),
        datetime(2027, 3, 2, 9, tzinfo=UTC),
    ):
        factories.registration(event, at=at)
    assert registrations_by_day(event) == {date(2027, 3, 1): 1, date(2027, 3, 2): 2}
