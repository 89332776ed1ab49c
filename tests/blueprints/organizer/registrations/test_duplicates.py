"""Pages about people who may stand on the list twice."""

import pytest
import sqlalchemy as sa

from extensions import db
from letters.compose import registration_token
from models.letters import Letter
from models.registrations import RegistrationStatus
from operations.registrations.duplicates import merge
from tests import factories
from tests.statements import count_statements


@pytest.fixture
def browser(browser_of_pages):
    factories.sign_in(browser_of_pages.client, factories.user())
    browser_of_pages.get("/organizer/?lang=en")
    return browser_of_pages


def twins(event, **second):
    return (
        factories.registration(event, given_name="Işıl", family_name="Çağ"),
        factories.registration(event, given_name="ISIL", family_name="CAG", **second),
    )


def test_duplicates_are_pointed_out_on_their_page_and_on_the_person(browser):
    event = factories.event()
    first, second = twins(event)
    page = browser.get(f"/organizer/events/{event.id}/duplicates")
    assert "name, phone number, institution, province" in page.words()
    (compare,) = [e for e in page.all("a") if "/mergers/" in e.attributes["href"]]
    assert compare.attributes["href"] == f"/organizer/registrations/{first.id}/mergers/{second.id}"
    hint = browser.get(f"/organizer/registrations/{second.id}").words("main")
    assert "Perhaps the same person: Işıl Çağ." in hint


def test_duplicates_without_an_address_and_a_phone_number_are_shown(browser):
    event = factories.event()
    for given_name in ("Işıl", "ISIL"):
        factories.registration(
            event, given_name=given_name, family_name="Çağ", email=None, phone=None
        )
    page = browser.get(f"/organizer/events/{event.id}/duplicates")
    assert len([e for e in page.all("a") if "/mergers/" in e.attributes["href"]]) == 1


def test_event_without_duplicates_says_so(browser):
    event = factories.event()
    factories.registration(event)
    words = browser.get(f"/organizer/events/{event.id}/duplicates").words()
    assert "Nobody seems to be on the list twice." in words


def test_page_of_duplicates_takes_the_same_statements_for_one_pair_and_for_six(browser):
    event = factories.event()
    address = f"/organizer/events/{event.id}/duplicates"
    for more in (2, 2):
        event = db.session.merge(event)
        for _ in range(more):
            factories.registration(event, family_name="Çağ")
        db.session.remove()
        with count_statements() as seen:
            browser.get(address)
        assert len(seen) == 5, seen


@pytest.mark.parametrize("cursor", ["x", "1.x", "9999999999.1", "1", "-1.2", "\x00", "77.1"])
def test_cursors_that_are_none_show_the_first_page(browser, cursor):
    event = factories.event()
    twins(event)
    page = browser.get(f"/organizer/events/{event.id}/duplicates", query_string={"after": cursor})
    assert [e for e in page.all("a") if "/mergers/" in e.attributes["href"]]


def test_only_what_differs_is_asked_and_the_choice_is_kept(browser):
    event = factories.event()
    kept, other = twins(event, institution="Çorum Valiliği")
    link = registration_token(other)
    address = f"/organizer/registrations/{kept.id}/mergers/{other.id}"
    page = browser.get(address)
    asked = {e.attributes["name"] for e in page.all("input", type="radio")}
    assert asked == {"given_name", "family_name", "email", "institution"}
    chosen = dict.fromkeys(asked, "kept") | {"institution": "other"}
    assert browser.submit(address, chosen).status_code == 303
    db.session.expire_all()
    assert (kept.name, kept.institution) == ("Işıl Çağ", "Çorum Valiliği")
    assert (other.status, other.merged_into_id) == (RegistrationStatus.CANCELLED, kept.id)
    assert "Işıl Çağ" in browser.get(f"/registrations/{link}").words()
    merged = browser.get(f"/organizer/registrations/{other.id}")
    assert "was merged into another one" in merged.words()
    assert not [e for e in merged.all("form") if "/registrations/" in e.attributes["action"]]


@pytest.mark.parametrize(
    ("below", "sent"),
    [
        ("/edit", {"given_name": "X", "family_name": "Y", "email": "x@example.org"}),
        ("/tags", {"name": "VIP"}),
        ("/notes", {"text": "x"}),
        ("/answers", {}),
        ("/link-revocations", {}),
    ],
)
def test_nothing_is_written_to_one_that_was_merged(browser, below, sent):
    """No letter says that they are cancelled, and no tag is on nobody."""
    event = factories.event()
    kept, other = twins(event)
    merge(kept, other, from_other=[], by=factories.user(), at=factories.NOW)
    db.session.commit()
    before = db.session.scalar(sa.select(sa.func.count(Letter.id)))
    token = browser.get(f"/organizer/registrations/{kept.id}").form_values()
    fields = {**token, "sector": "cso", "locale": "tr", **sent}
    answer = browser.client.post(f"/organizer/registrations/{other.id}{below}", data=fields)
    assert answer.status_code == 404
    assert db.session.scalar(sa.select(sa.func.count(Letter.id))) == before


@pytest.mark.parametrize("sent", ["", "x", "\x00"])
def test_choice_that_was_not_made_is_refused_beside_its_field(browser, sent):
    event = factories.event()
    kept, other = twins(event)
    address = f"/organizer/registrations/{kept.id}/mergers/{other.id}"
    fields = {"given_name": "kept", "family_name": "other", "email": sent}
    assert browser.post(address, fields).all("p", id="email-error")
    db.session.refresh(other)
    assert other.merged_into_id is None


def test_second_click_on_merging_is_a_message(browser):
    event = factories.event()
    kept, other = twins(event)
    address = f"/organizer/registrations/{kept.id}/mergers/{other.id}"
    fields = {"given_name": "kept", "family_name": "kept", "email": "kept"}
    sent = {**browser.get(address).form_values(), **fields}
    for _click in range(2):
        answer = browser.client.post(address, data=sent)
        assert answer.status_code == 303
    assert "cannot be merged" in browser.get(answer.location).words()


def test_the_merged_one_stands_on_no_list_and_its_address_finds_the_kept_one(browser):
    event = factories.event()
    kept, other = twins(event, email="eski@example.org")
    address = f"/organizer/registrations/{kept.id}/mergers/{other.id}"
    browser.submit(address, {"given_name": "kept", "family_name": "kept", "email": "kept"})
    page = browser.get(f"/organizer/events/{event.id}/registrations?q=eski@example")
    assert [e.text.strip() for e in page.all("th", scope="row")] == ["Işıl Çağ"]
    assert "Cancelled" not in browser.get(f"/organizer/events/{event.id}/registrations").words(
        "main"
    )
