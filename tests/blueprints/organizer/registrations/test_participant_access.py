"""Who may tag, note, merge and take lists away: every role, here and in another province."""

import pytest

from extensions import db
from models.participants import Note, Tag
from models.registrations import Registration
from models.users import Role
from operations.registrations.notes import write_note
from operations.registrations.tags import tag_registration
from queries.registrations.tags import tags_of
from tests import factories

ORGANIZERS = {Role.CENTRAL_ADMIN, Role.PROVINCIAL_ORGANIZER}


class Rows:
    """Two people of one event, perhaps the same, with a tag and a note."""

    def __init__(self, province: str) -> None:
        by = factories.user()
        self.event = factories.event(province=province)
        self.person, self.twin = (
            factories.registration(self.event, family_name="Çağ", by=by) for _ in range(2)
        )
        tag_registration(self.person, "Basın", by=by, at=factories.NOW)
        self.note = write_note(self.person, "Arandı", by=by, at=factories.NOW)
        db.session.commit()
        (self.tag,) = tags_of(self.event)

    @property
    def pages(self) -> list[str]:
        return [
            f"/organizer/registrations/{self.person.id}/mergers/{self.twin.id}",
            f"/organizer/events/{self.event.id}/registrations/bulk?whom=all&then=tag",
        ]

    @property
    def acts(self) -> list[str]:
        person = f"/organizer/registrations/{self.person.id}"
        return [
            f"{person}/mergers/{self.twin.id}",
            f"{person}/tags/{self.tag.id}/removal",
            f"{person}/notes/{self.note.id}/removal",
        ]


def state() -> tuple[int, ...]:
    db.session.rollback()
    merged = db.session.query(Registration).filter(Registration.merged_into_id.is_not(None))
    return merged.count(), db.session.query(Tag).count(), db.session.query(Note).count()


@pytest.mark.parametrize("role", list(Role))
def test_each_role_does_what_it_may_in_its_province_and_nothing_elsewhere(browser_of_pages, role):
    here, there = Rows("19"), Rows("06")
    client = browser_of_pages.client
    factories.sign_in(client, factories.user(role, province="19"))
    fields = {"csrf_token": browser_of_pages.get("/account").form_values()["csrf_token"]}
    allowed = role in ORGANIZERS
    for page in here.pages:
        assert (client.get(page).status_code in (200, 303)) == allowed, page
    for page in there.pages:
        assert client.get(page).status_code == (404 if allowed else 403), page
    for act in there.acts:
        answer = client.post(act, data=fields)
        assert answer.status_code == (404 if allowed else 403), act
    assert state() == (0, 2, 2)
    for act in reversed(here.acts):
        answer = client.post(act, data={**fields, "email": "kept"})
        assert answer.status_code == (303 if allowed else 403), act
    assert state() == ((1, 1, 1) if allowed else (0, 2, 2))


def test_rows_of_different_people_do_not_go_together(browser_of_pages):
    one, other = Rows("19"), Rows("19")
    client = browser_of_pages.client
    factories.sign_in(client, factories.user())
    fields = {"csrf_token": browser_of_pages.get("/account").form_values()["csrf_token"]}
    for address in (
        f"/organizer/registrations/{one.person.id}/mergers/{other.person.id}",
        f"/organizer/registrations/{one.person.id}/mergers/{one.person.id}",
        f"/organizer/registrations/{one.person.id}/tags/{other.tag.id}/removal",
        f"/organizer/registrations/{one.twin.id}/notes/{one.note.id}/removal",
    ):
        assert client.post(address, data=fields).status_code == 404, address
    assert state() == (0, 2, 2)


def test_evaluators_read_neither_notes_nor_the_own_page_nor_confidential_answers(browser_of_pages):
    here = Rows("19")
    factories.sign_in(browser_of_pages.client, factories.user(Role.EVALUATOR, province="19"))
    page = browser_of_pages.get(f"/organizer/registrations/{here.person.id}")
    assert "Arandı" not in page.words()
    assert "Basın" in page.words()
    assert not [e for e in page.all("a") if "/registrations/Wz" in e.attributes["href"]]
