"""A filter that cannot be read is refused by every list and act: else it would concern everybody."""

import pytest
import sqlalchemy as sa

from extensions import db
from models.letters import Mailing
from models.participants import Tag
from models.registrations import Registration, RegistrationStatus
from tests import factories

UNREADABLE = [
    "status=nonsense",
    "tag=x",
    "sector=cs",
    "session=9x",
    "answer=1",
    "people=a",
    "q=%C2%B4",
]
LISTS = (
    *("registrations", "registrations.csv", "registrations.xlsx", "registrations/bulk", "badges"),
    *("badges.pdf", "status-changes/new", "tags/new", "mailings/new"),
)
ACTS = (
    *("status-changes", "status-changes/preview", "tags", "mailings", "mailings/new"),
    *("mailings/preview", "mailings/test-letters"),
)
TYPED = {
    "status": "cancelled",
    "act": "add",
    "name": "Basın",
    "subject": "Konu",
    "body": "Metin",
    "whom": "all",
}


@pytest.fixture
def browser(browser_of_pages):
    factories.sign_in(browser_of_pages.client, factories.user())
    browser_of_pages.get("/organizer/?lang=en")
    return browser_of_pages


@pytest.mark.parametrize("query", UNREADABLE)
def test_lists_and_files_name_the_value(browser, query):
    event = factories.event()
    name = query.partition("=")[0]
    for path in LISTS:
        page = browser.get(f"/organizer/events/{event.id}/{path}?whom=all&{query}", status=400)
        assert f"“{name}=" in page.words("main"), path


@pytest.mark.parametrize("query", UNREADABLE)
def test_acts_concern_nobody(browser, query):
    event = factories.event()
    person = factories.registration(event)
    hidden = browser.get(f"/organizer/events/{event.id}/mailings/new").form_values()
    for path in ACTS:
        answer = browser.client.post(
            f"/organizer/events/{event.id}/{path}?{query}", data={**hidden, **TYPED}
        )
        assert answer.status_code == 400, path
    db.session.expire_all()
    assert db.session.get_one(Registration, person.id).status is RegistrationStatus.CONFIRMED
    for rows in (Tag, Mailing):
        assert not db.session.scalar(sa.select(sa.func.count()).select_from(rows))


def test_a_door_that_is_no_door_of_the_event_is_refused(browser):
    event = factories.event()
    for path in ("attendance/people", "attendance.csv", "attendance.xlsx"):
        for value in ("x", "999"):
            browser.get(f"/organizer/events/{event.id}/{path}?checkpoint={value}", status=400)


@pytest.mark.parametrize(
    "path",
    [
        "/organizer/letters?status=lost",
        "/organizer/letters?event=x",
        "/organizer/events?when=never",
        "/organizer/events?status=lost",
        "/problems?province=99",
    ],
)
def test_other_lists_name_the_value_too(browser, path):
    assert path.partition("?")[2] in browser.get(path, status=400).words("main")
