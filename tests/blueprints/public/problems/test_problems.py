from datetime import UTC, date, datetime

import pytest

from extensions import db
from models.problems import ProblemStanding
from models.scopes import PROGRAMME, Scope
from models.sectors import Sector
from operations.events.events import withdraw
from operations.problems.lists import list_of
from tests import factories
from tests.factories import problems, road_maps, said
from tests.factories.feedback import attendee
from tests.statements import count_statements

NOW = datetime(2026, 5, 1, 9, 0, tzinfo=UTC)
PUBLIC, CSO = Sector.PUBLIC, Sector.CSO


def problem(about, title="Yazışmalar gecikiyor", *, sides=(), published=True, **values):
    made = problems.problem(
        about, title, created_at=NOW, published_at=NOW if published else None, **values
    )
    for number, side in enumerate(sides):
        said.statement(made, side, text=f"Söz {number}", made_on=date(2026, 5, 1))
    db.session.commit()
    return made


def address(problem, slug="yazismalar-gecikiyor"):
    return f"/problems/{problem.id}-{slug}"


def titles(page):
    return [e.text.strip() for e in page.all("h2")]


def test_the_list_shows_what_is_published_and_why_it_stands_there(browser_of_pages):
    event = factories.event(over=True, title="Çorum Günü")
    problem(event, sides=[PUBLIC, CSO, CSO, None])
    problem(event, "Gizli", published=False)
    for path in ("/problems?lang=en", f"/events/{event.slug}/problems?lang=en"):
        page = browser_of_pages.get(path)
        assert titles(page) == ["Yazışmalar gecikiyor"]
        words = page.words("main")
        assert "Söz 0" in words and "4 statements" in words
        assert "Priority 27.9" in words  # 15 + 0 + 10 + 0 + 40/14
        for term in ("15.00 of 30", "0.00 of 25", "10.00 of 20", "0.00 of 15", "2.86 of 10"):
            assert term in words
    assert "Çorum Günü" in browser_of_pages.get("/problems").words("main")


def test_the_most_urgent_comes_first_and_a_long_list_goes_on(browser_of_pages):
    event = factories.event()
    names = [f"Sorun {number:02}" for number in range(45)]
    for name in names[::-1]:
        problem(event, name)
    problem(event, "Acil", sides=[CSO])
    seen, path = [], "/problems"
    while path:
        page = browser_of_pages.get(path)
        seen += titles(page)
        forward = page.all("a", rel="next")
        path = forward[0].attributes["href"] if forward else ""
    assert seen == ["Acil", *names]


def test_a_side_is_told_only_where_five_of_it_were_admitted(browser_of_pages):
    event = factories.event(over=True)
    shown = problem(event, sides=[PUBLIC, CSO, CSO])
    for sector in [PUBLIC] * 4 + [CSO] * 5:
        attendee(event, sector=sector)
    page = browser_of_pages.get(f"{address(shown)}?lang=en")
    words = page.words("main")
    assert "Civil society organisation 2" in words and "Public institution" not in words
    assert "Participants, sector not shown 1" in words
    assert words.count("a participant") == 1
    assert "public institutions and civil society, one of them once" in words


def test_a_problem_gathered_by_a_published_one_stands_inside_that(browser_of_pages):
    event = factories.event(province="06")
    whole = problem(PROGRAMME, "Bütün", published=False)
    part = problem(event, sides=[CSO], part_of_id=whole.id)
    assert titles(browser_of_pages.get("/problems")) == ["Yazışmalar gecikiyor"]
    whole.published_at = NOW
    db.session.commit()
    assert titles(browser_of_pages.get("/problems")) == ["Bütün"]
    for scope, found in (
        (f"event:{event.id}", ["Yazışmalar gecikiyor"]),
        ("programme", ["Bütün"]),
        ("province:06", []),
    ):
        assert titles(browser_of_pages.get(f"/problems?scope={scope}")) == found
    assert browser_of_pages.get(address(whole, "butun")).all("a", href=address(part))
    page = browser_of_pages.get(address(part))
    assert page.all("a", href=address(whole, "butun")) and "Söz 0" in page.words("main")


def test_filters_narrow_the_list_and_can_be_cleared(browser_of_pages):
    ankara, van = factories.event(province="06"), factories.event(province="65")
    whole = problem(PROGRAMME, "Bütün", topic="Ulaşım")
    problem(ankara, "Parça", sides=[PUBLIC, CSO], part_of_id=whole.id)
    problem(van, "Başka", sides=[CSO], topic="Eğitim")
    for query, found in (
        ("province=06", ["Bütün"]),
        ("province=65", ["Başka"]),
        ("topic=E%C4%9Fitim", ["Başka"]),
        ("topic=Yok", []),
        ("both_sides=1", ["Bütün"]),
        ("both_sides=&q=&scope=&topic=", ["Bütün", "Başka"]),
        (f"scope=event:{van.id}&province=06", []),
    ):
        assert titles(browser_of_pages.get(f"/problems?{query}")) == found, query


@pytest.mark.parametrize("query", ["scope=village:1", "both_sides=yes", "province=99"])
def test_a_filter_that_means_nothing_is_refused(browser_of_pages, query):
    browser_of_pages.get(f"/problems?{query}", status=400)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=IĞDIR", ["Iğdır yolu"]),
        ("q=igdir yolu", ["Iğdır yolu"]),
        ("q=road", ["Iğdır yolu"]),
        ("q=%25", []),
    ],
)
def test_problems_are_found_in_turkish(browser_of_pages, query, found):
    problem(factories.event(), "Iğdır yolu", title_en="The road")
    problem(factories.event(), "Ankara sorunu")
    assert titles(browser_of_pages.get(f"/problems?{query}")) == found


def test_a_new_title_is_found_and_the_old_one_is_not(app):
    made = problem(factories.event(), "Eski", title_en="Old")
    made.title = "Yeni"
    db.session.commit()
    assert made.search_key == "yeni old"


def test_a_problems_page_has_all_that_is_known_of_it(browser_of_pages):
    event = factories.event(province="06", title="Ankara Günü")
    shown = problem(event, sides=[None] * 3, topic="Ulaşım", summary="Özet", summary_en="Summary")
    list_of(Scope(event_id=event.id)).closed_at = NOW
    said.seats_giving_dots(said.dots_round(event), [shown, problem(event, "Su")])
    db.session.commit()
    words = browser_of_pages.get(f"{address(shown)}?lang=en").words("main")
    for part in (
        "Summary",
        "Ulaşım",
        "Söz 2",
        "Ankara Günü",
        "1 of 1 provinces with a closed list",
        "1 of 2 people who voted in a workshop",
        "nobody said; counted as 3 of 5",
        "44.8 of 100",
    ):
        assert part in words, part


def test_masked_text_alone_is_public(browser_of_pages):
    shown = problem(factories.event())
    said.statement(shown, text="Ali Kaya geç kaldı", public_text="[kişi adı] geç kaldı")
    db.session.commit()
    for path in ("/problems", address(shown)):
        words = browser_of_pages.get(path).words("main")
        assert "[kişi adı] geç kaldı" in words and "Kaya" not in words


def test_an_old_address_leads_to_where_the_problem_is_now(browser_of_pages, app):
    event, client = factories.event(), app.test_client()
    shown, gone = problem(event), problem(event, "Eski")
    for path in (f"/problems/{shown.id}", address(shown, "baska")):
        answer = client.get(path)
        assert (answer.status_code, answer.location) == (301, address(shown))
    gone.standing, gone.merged_into_id = ProblemStanding.MERGED, shown.id
    db.session.commit()
    answer = client.get(address(gone, "eski"))
    assert (answer.status_code, answer.location) == (302, address(shown))
    shown.published_at = None
    db.session.commit()
    for path in (address(shown), address(gone, "eski"), "/problems/999-yok"):
        assert client.get(path).status_code == 404
    shown.published_at, shown.standing = NOW, ProblemStanding.DISSOLVED
    db.session.commit()
    assert client.get(address(shown)).status_code == 404


def test_the_events_page_links_to_its_list_once_there_is_one(browser_of_pages):
    event = factories.event(over=True)
    path = f"/events/{event.slug}/problems"
    assert not browser_of_pages.get(f"/events/{event.slug}").all("a", href=path)
    assert browser_of_pages.get(path).all("div", class_="empty")
    problem(event)
    assert browser_of_pages.get(f"/events/{event.slug}").all("a", href=path)


def test_problems_of_a_withdrawn_event_are_withdrawn_with_it(browser_of_pages):
    event = factories.event()
    shown = problem(event)
    withdraw(event, by=factories.user(), at=NOW)
    db.session.commit()
    assert titles(browser_of_pages.get("/problems")) == []
    browser_of_pages.get(f"/events/{event.slug}/problems", status=404)
    browser_of_pages.get(address(shown), status=404)


@pytest.mark.parametrize("count", [1, 3])
def test_the_lists_take_a_fixed_number_of_statements(browser_of_pages, count):
    for number in range(count):
        problem(factories.event(), f"Sorun {number}", sides=[CSO] * count)
    db.session.expunge_all()
    with count_statements() as seen:
        browser_of_pages.get("/problems")
    assert len(seen) == 14


def test_a_problem_leads_to_what_published_road_maps_do_about_it(browser_of_pages):
    event = factories.event(province="76")
    whole = problem(PROGRAMME, "Bütün")
    shown = problem(event, part_of_id=whole.id)
    other = problem(event, "Başka", not_taken_up="Yetkimiz dışında")
    plan, draft = road_maps.road_map(), road_maps.road_map(title="Taslak", published=False)
    road_maps.action(plan, shown, number="1.1", title="Yol onarılır")
    road_maps.action(plan, whole, number="1.2", title="Köprü yapılır")
    road_maps.action(draft, shown, number="1", title="Belki")
    for made, slug, found in (
        (shown, "yazismalar-gecikiyor", ["#1.1", "#1.2"]),
        (whole, "butun", ["#1.1", "#1.2"]),
        (other, "baska", []),
    ):
        page = browser_of_pages.get(f"{address(made, slug)}?lang=en")
        assert ("Planned" in page.words("main")) == bool(found)
        links = [a.attributes["href"] for a in page.all("a")]
        assert [a.split("igdir-yol-haritasi")[1] for a in links if "/roadmaps/" in a] == found
        assert ("Yetkimiz dışında" in page.words("main")) == (made is other)
