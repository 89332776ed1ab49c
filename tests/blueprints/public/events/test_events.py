from datetime import UTC, datetime, timedelta

import pytest

from extensions import db
from models.events import EventKind, Session, Speaker
from operations.events.events import call_off
from tests import factories
from tests.statements import count_statements


def soon(**hours):
    return datetime.now(UTC) + timedelta(**hours)


def titles(page):
    return [card.text.strip() for card in page.all("h2")]


def test_what_comes_next_stands_first_and_what_is_over_stands_behind_a_tab(browser_of_pages):
    factories.event(title="Sonra", starts_at=soon(days=9), ends_at=soon(days=10))
    factories.event(title="Önce", starts_at=soon(days=2), ends_at=soon(days=3))
    factories.event(title="Sürüyor", starts_at=soon(hours=-1), ends_at=soon(hours=1))
    factories.event(title="Bitti", over=True)
    factories.event(title="Çoktan bitti", starts_at=soon(days=-9), ends_at=soon(days=-8))
    assert titles(browser_of_pages.get("/events")) == ["Sürüyor", "Önce", "Sonra"]
    assert titles(browser_of_pages.get("/events?when=past")) == ["Bitti", "Çoktan bitti"]


def test_drafts_are_seen_by_nobody(browser_of_pages):
    event = factories.event(draft=True, title="Taslak")
    assert titles(browser_of_pages.get("/events")) == []
    for address in ("", "/register", "/problems", ".ics"):
        assert browser_of_pages.client.get(f"/events/{event.slug}{address}").status_code == 404
    assert b"Taslak" not in browser_of_pages.client.get("/events.ics").data


@pytest.mark.parametrize("typed", ["IĞDIR", "ığdır", "igdir", "Iğdır genç", "genclik IGDIR"])
def test_a_search_finds_turkish_names_however_they_are_typed(browser_of_pages, typed):
    factories.event(title="Iğdır Gençlik Çalıştayı", province="76")
    factories.event(title="Isparta Eğitimi", province="32", venue="")
    page = browser_of_pages.get("/events", query_string={"q": typed})
    assert titles(page) == ["Iğdır Gençlik Çalıştayı"]


def test_a_search_finds_venue_and_province_too_and_nothing_by_wildcards(browser_of_pages):
    factories.event(title="Buluşma", venue="Kültür Merkezi", province="19")
    for typed, found in (("kultur", 1), ("çorum", 1), ("%", 0), ("_", 0), ("ankara", 0)):
        page = browser_of_pages.get("/events", query_string={"q": typed})
        assert len(titles(page)) == found, typed


def test_filters_are_the_address_and_can_be_removed(browser_of_pages):
    factories.event(title="Eğitim", kind=EventKind.TRAINING, province="06")
    factories.event(title="Gün", province="06")
    factories.event(title="Başka il", kind=EventKind.TRAINING, province="34")
    page = browser_of_pages.get("/events?kind=training&province=06")
    assert titles(page) == ["Eğitim"]
    chips = [chip.attributes["href"] for chip in page.all("a", class_="chip")]
    assert chips == ["/events?province=06", "/events?kind=training"]
    tabs = [a.attributes["href"] for a in page.all("a") if "when=past" in a.attributes["href"]]
    assert tabs == ["/events?kind=training&province=06&when=past"]


@pytest.mark.parametrize(
    "query",
    [
        "after=nonsense",
        "after=WzEsMl0",
        "kind=training&kind=party",
        "q=%ED%A0%80",
        "q=' OR 1=1--",
        "lang=xx",
        "after=" + "A" * 2000,
    ],
)
def test_an_address_that_makes_no_sense_still_gives_the_list(browser_of_pages, query):
    factories.event(title="Gün")
    browser_of_pages.get(f"/events?{query}")
    browser_of_pages.get(f"/problems?{query}")


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("kind=party", "kind=party"),
        ("province=99", "province=99"),
        ("province=%C4%B0", "province=İ"),
        ("when=never", "when=never"),
        ("q=%00%00", "q="),
        ("q=" + "%C4%B1" * 1400, "q=" + "ı" * 40 + "”"),
    ],
)
def test_a_filter_that_means_nothing_is_named_and_shows_no_list(browser_of_pages, query, named):
    factories.event(title="Gün")
    page = browser_of_pages.get(f"/events?lang=en&{query}", status=400)
    assert named in page.words("main") and "Gün" not in page.words("main")


def test_an_empty_filter_is_none(browser_of_pages):
    factories.event(title="Gün")
    assert titles(browser_of_pages.get("/events?kind=&province=&q=&when=")) == ["Gün"]


def test_a_bad_cursor_shows_the_first_page(browser_of_pages):
    factories.event(title="Gün")
    assert titles(browser_of_pages.get("/events?after=nonsense")) == ["Gün"]


def test_a_long_list_goes_on_to_the_next_page(browser_of_pages):
    for number in range(25):
        factories.event(
            title=f"Etkinlik {number:02}",
            starts_at=soon(days=number + 1),
            ends_at=soon(days=number + 1, hours=2),
        )
    first = browser_of_pages.get("/events?province=19")
    (forward,) = first.all("a", rel="next")
    assert "province=19" in forward.attributes["href"]
    second = browser_of_pages.get(forward.attributes["href"])
    assert titles(first) + titles(second) == [f"Etkinlik {number:02}" for number in range(25)]


def test_an_empty_list_says_what_to_do(browser_of_pages):
    assert browser_of_pages.get("/events").all("div", class_="empty")
    factories.event()
    page = browser_of_pages.get("/events?q=yokyok")
    assert [a.attributes["href"] for a in page.all("a", class_="button")] == ["/events"]


@pytest.mark.parametrize("address", ["/events", "/events?when=past&q=gun&province=19"])
@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_one_statement_however_long(browser_of_pages, address, count):
    for _ in range(count):
        factories.event()
        factories.event(over=True)
    with count_statements() as seen:
        browser_of_pages.get(address)
    assert len(seen) == 1


@pytest.mark.parametrize("count", [1, 3])
def test_the_first_rendering_of_a_page_takes_five_statements(browser_of_pages, count):
    event = factories.event()
    for number in range(count):
        session = Session(title="O", starts_at=soon(days=1), ends_at=soon(days=2))
        session.speakers = [Speaker(name="K", position=number)]
        event.sessions.append(session)
    db.session.commit()
    with count_statements() as seen:
        browser_of_pages.get(f"/events/{event.slug}")
    assert len(seen) == 5  # state, event with places, sessions, speakers, whether problems


def test_the_page_says_what_when_where_and_how_to_join(browser_of_pages):
    event = factories.event(
        title="Sivil Toplum Günü",
        venue="Kültür Merkezi",
        address="Atatürk Cd. 1",
        starts_at=datetime(2037, 3, 12, 7, 0, tzinfo=UTC),
        ends_at=datetime(2037, 3, 12, 14, 0, tzinfo=UTC),
        capacity=40,
        description="## Neden\n\n**Konuşmak** için. <script>x</script>",
    )
    event.sessions = [
        Session(
            title="Açılış",
            room="Salon A",
            starts_at=event.starts_at,
            ends_at=event.starts_at + timedelta(hours=1),
            speakers=[Speaker(name="Işık Öğüt", affiliation="Dernek", position=1)],
        )
    ]
    db.session.commit()
    page = browser_of_pages.get(f"/events/{event.slug}")
    for words in (
        "12 Mart 2037 Perşembe, 10.00–17.00",
        "Kültür Merkezi, Atatürk Cd. 1, Çorum",
        "40",
        "Konuşmak",
        "10.00–11.00",
        "Açılış",
        "Salon A",
        "Işık Öğüt",
        "Dernek",
    ):
        assert words in page.words("main"), words
    assert not page.all("script", type_="")
    assert page.all("a", href=f"/events/{event.slug}/register")
    assert page.all("a", href=f"/events/{event.slug}.ics")


def has_register_button(browser_of_pages, event):
    page = browser_of_pages.get(f"/events/{event.slug}")
    return bool(page.all("a", href=f"/events/{event.slug}/register"))


@pytest.mark.parametrize(
    ("details", "joinable"),
    [
        ({}, True),
        ({"capacity": 0}, False),
        ({"capacity": 0, "waitlist": True}, True),
        ({"capacity": 0, "approval": True}, True),
        ({"registration_opens_at": soon(days=1)}, False),
        ({"registration_closes_at": soon(days=-1)}, False),
        ({"over": True}, False),
    ],
)
def test_the_register_button_stands_where_one_can_register(browser_of_pages, details, joinable):
    event = factories.event(**details)
    assert has_register_button(browser_of_pages, event) == joinable


def test_an_event_that_was_called_off_says_so_everywhere(browser_of_pages):
    event = factories.event(title="İptal günü")
    call_off(event, by=factories.user(), at=datetime.now(UTC))
    db.session.commit()
    assert not has_register_button(browser_of_pages, event)
    page = browser_of_pages.get(f"/events/{event.slug}?lang=en")
    assert "This event has been cancelled." in page.words("main")
    assert "Event cancelled" in browser_of_pages.get("/events").words("main")


@pytest.mark.parametrize("slug", ["yok", "%00", "%ED%A0%80", "a" * 3000, "..%2f..", "İ", "x.ics"])
def test_an_unknown_event_leads_to_the_list(browser_of_pages, slug):
    page = browser_of_pages.get(f"/events/{slug}", status=404)
    assert page.all("a", href="/events")


def test_a_place_names_the_province_once_and_the_country_where_it_is_another(browser_of_pages):
    home = factories.event(venue="Kültür Merkezi", address="Merkez, Çorum", province="19")
    abroad = factories.event(venue="Bürgerhaus", province=None, country="AT")
    odd = factories.event(venue="Hall", province=None, country="QX")
    for event, place in (
        (home, "Kültür Merkezi, Merkez, Çorum"),
        (abroad, "Bürgerhaus, Avusturya"),
        (odd, "Hall, QX"),
    ):
        values = [e.text for e in browser_of_pages.get(f"/events/{event.slug}").all("dd")]
        assert place in values
    browser_of_pages.get("/events?lang=en")
    assert "Bürgerhaus, Austria" in browser_of_pages.get("/events").words("main")
