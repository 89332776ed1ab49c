"""What came of an event."""

from extensions import db
from models.scopes import Scope
from tests import factories
from tests.factories import NOW, problems
from tests.factories.road_maps import action, road_map
from tests.statements import count_statements


def test_every_problem_is_followed_to_what_is_done_about_it(browser_of_pages):
    event = factories.event(over=True)
    whole = problems.problem(title="Bölgede ulaşım", published_at=NOW)
    problems.problem(event, "Rampa yok", published_at=NOW)
    problems.problem(event, "Servis gelmiyor", published_at=NOW, part_of_id=whole.id)
    refused = {"not_taken_up": "Arsa başkasının."}
    problems.problem(event, "Park yok", published_at=NOW, **refused)
    problems.problem(event, "Gizli")
    action(road_map(province=None), whole)
    action(road_map(published=False), whole, title="Taslak eylem")
    page = browser_of_pages.get(f"/events/{event.slug}/outcomes")
    told = [" ".join(card.text.split()) for card in page.all("li", class_="card")]
    assert len(told) == 3
    assert told[0].startswith("Rampa yok") and "Henüz bir şey yapılmadı" in told[0]
    assert told[1].startswith("Servis gelmiyor") and "Yolu onar" in told[1]
    assert "Bölgede ulaşım" in told[1] and "Taslak" not in told[1]
    assert told[2].startswith("Park yok") and "Arsa başkasının." in told[2]


def test_a_wider_problem_is_there_where_the_events_own_is_not_published(browser_of_pages):
    event = factories.event(over=True)
    widest = problems.problem(title="Ülkede ulaşım", published_at=NOW)
    whole = problems.problem(
        Scope(province="06"), "İlde ulaşım", published_at=NOW, part_of_id=widest.id
    )
    problems.problem(event, "Servis gelmiyor", part_of_id=whole.id)
    problems.problem(factories.event(), "Başka yerde", part_of_id=widest.id)
    action(road_map(province=None), widest)
    [card] = browser_of_pages.get(f"/events/{event.slug}/outcomes").all("li", class_="card")
    told = " ".join(card.text.split())
    assert told.startswith("İlde ulaşım") and "Yolu onar" in told
    assert "Servis gelmiyor" not in told


def test_more_problems_take_no_more_statements(app):
    event, seen = factories.event(over=True), []
    for number in range(4):
        problems.problem(event, f"Sorun {number}", published_at=NOW)
        db.session.commit()
        with count_statements() as statements:
            assert app.test_client().get(f"/events/{event.slug}/outcomes").status_code == 200
        seen.append(len(statements))
    assert len(set(seen[1:])) == 1


def test_before_the_list_is_published_the_page_says_so(browser_of_pages):
    event = factories.event()
    problems.problem(event, "Gizli")
    db.session.commit()
    words = browser_of_pages.get(f"/events/{event.slug}/outcomes").words()
    assert "henüz yayımlanmadı" in words and "Gizli" not in words
    browser_of_pages.get("/events/yok/outcomes", status=404)
