"""Tags and notes beside a participant, on the list and on the person's page."""

import pytest
import sqlalchemy as sa

from extensions import db
from models.audit import AuditAction, AuditEntry
from models.participants import Note, Tag
from queries.registrations.tags import tags_of, tags_on
from tests import factories


@pytest.fixture
def browser(browser_of_pages):
    factories.sign_in(browser_of_pages.client, factories.user())
    browser_of_pages.get("/organizer/?lang=en")
    return browser_of_pages


def page_of(person) -> str:
    return f"/organizer/registrations/{person.id}"


def names_on(person) -> list[str]:
    db.session.rollback()
    return [tag.name for tag in tags_on([person.id]).get(person.id, [])]


def test_tag_is_put_on_a_person_once_whatever_its_case_and_dots(browser):
    event = factories.event()
    person, other = factories.registration(event), factories.registration(event)
    for someone, typed in ((person, "Işıl ekibi"), (person, "IŞIL  EKİBİ"), (other, "isil ekibi")):
        browser.submit(f"{page_of(someone)}/tags", {"name": typed}, page=page_of(someone))
    assert names_on(person) == names_on(other) == ["Işıl ekibi"]
    assert len(tags_of(event)) == 1
    listed = browser.get(f"/organizer/events/{event.id}/registrations")
    assert [e.text for e in listed.all("a", class_="tag")] == ["Işıl ekibi"] * 2


def test_tag_that_nobody_carries_any_more_is_gone(browser):
    event = factories.event()
    person = factories.registration(event)
    browser.submit(f"{page_of(person)}/tags", {"name": "VIP"}, page=page_of(person))
    (tag,) = tags_of(event)
    browser.submit(f"{page_of(person)}/tags/{tag.id}/removal", {}, page=page_of(person))
    assert names_on(person) == []
    assert db.session.scalar(sa.select(sa.func.count(Tag.id))) == 0


@pytest.mark.parametrize("typed", ["", "   ", "x" * 51, "\x00", "a, b", "a;b"])
def test_what_can_be_no_tag_is_said_and_changes_nothing(browser, typed):
    person = factories.registration(factories.event())
    browser.submit(f"{page_of(person)}/tags", {"name": typed}, page=page_of(person))
    assert "notice--danger" in browser.client.get(page_of(person)).text
    assert names_on(person) == []


def test_all_whom_the_filter_finds_are_tagged_and_untagged_at_once(browser):
    event = factories.event()
    cso, other, public = (
        factories.registration(event, sector=sector) for sector in ("cso", "cso", "public")
    )
    address = f"/organizer/events/{event.id}/tags"
    page = f"{address}/new?sector=cso"
    assert "It concerns 2 people." in browser.get(page).words("main")
    for _twice in range(2):
        browser.submit(f"{address}?sector=cso", {"act": "add", "name": "Basın"}, page=page)
    assert [names_on(p) for p in (cso, other, public)] == [["Basın"], ["Basın"], []]
    ticked = f"?people={other.id}.{public.id}"
    answer = browser.submit(address + ticked, {"act": "remove", "name": "BASIN"}, page=page)
    assert "1 person no longer has the tag" in browser.get(answer.location).words()
    assert [names_on(p) for p in (cso, other, public)] == [["Basın"], [], []]


def test_bulk_tagging_is_written_down_without_names(browser):
    event = factories.event()
    factories.registration(event)
    address = f"/organizer/events/{event.id}/tags"
    browser.submit(address, {"act": "add", "name": "Basın"}, page=f"{address}/new")
    entry = db.session.scalars(
        sa.select(AuditEntry).where(AuditEntry.action == AuditAction.REGISTRATION_TAGGED)
    ).one()
    (tag,) = tags_of(event)
    assert entry.details == {"tag": tag.id, "added": 1, "removed": 0}


def test_unknown_tag_cannot_be_taken_off_and_an_empty_one_is_refused(browser):
    event = factories.event()
    factories.registration(event)
    address = f"/organizer/events/{event.id}/tags"
    for fields in ({"act": "remove", "name": "Yok"}, {"act": "add", "name": ""}):
        hidden = browser.get(f"{address}/new").form_values()
        answer = browser.client.post(address, data={**hidden, **fields})
        assert browser._read(answer, 422).all("p", id="name-error")


def test_notes_tell_who_wrote_them_and_can_be_removed(browser):
    person = factories.registration(factories.event())
    browser.submit(f"{page_of(person)}/notes", {"text": "Arandı,\ngelecek"}, page=page_of(person))
    note = db.session.scalars(sa.select(Note)).one()
    assert (note.text, note.registration_id) == ("Arandı,\ngelecek", person.id)
    words = browser.get(page_of(person)).words()
    assert "Arandı, gelecek" in words and note.written_by.name in words
    browser.submit(f"{page_of(person)}/notes/{note.id}/removal", {}, page=page_of(person))
    assert db.session.scalar(sa.select(sa.func.count(Note.id))) == 0


@pytest.mark.parametrize("typed", ["", " \n ", "x" * 2001])
def test_empty_and_endless_notes_are_refused(browser, typed):
    person = factories.registration(factories.event())
    browser.submit(f"{page_of(person)}/notes", {"text": typed}, page=page_of(person))
    assert "notice--danger" in browser.client.get(page_of(person)).text
    assert db.session.scalar(sa.select(sa.func.count(Note.id))) == 0


def test_the_person_never_sees_tags_and_notes(browser):
    from letters.compose import registration_token

    person = factories.registration(factories.event())
    browser.submit(f"{page_of(person)}/tags", {"name": "Gizlietiket"}, page=page_of(person))
    browser.submit(f"{page_of(person)}/notes", {"text": "Gizlinot"}, page=page_of(person))
    own = browser.get(f"/registrations/{registration_token(person)}").words()
    assert "Gizlietiket" not in own and "Gizlinot" not in own
