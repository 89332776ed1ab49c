import pytest
import sqlalchemy as sa

from extensions import db
from models.audit import AuditAction, AuditEntry
from models.letters import LetterStatus
from tests import factories
from tests.blueprints.organizer.scene import scene
from tests.statements import count_statements


@pytest.fixture
def browser(browser_of_pages):
    factories.sign_in(browser_of_pages.client, factories.user())
    return browser_of_pages


def test_letter_is_read_as_it_was_written(browser):
    there = scene({"given_name": "Işıl"})
    page = browser.get(f"/organizer/letters/{there.letter.id}")
    assert there.letter.text.strip() in page.all("pre")[0].text
    assert there.letter.to_address in page.words()


def test_failed_letter_is_sent_again_once(browser):
    there = scene()
    address = f"/organizer/letters/{there.letter.id}"
    for _click in range(2):
        page = browser.get(address)
        answer = browser.client.post(
            f"{address}/resending",
            data={"csrf_token": page.all("input", name="csrf_token")[0].attributes["value"]},
        )
        assert (answer.status_code, answer.location) == (303, address)
    db.session.refresh(there.letter)
    assert there.letter.status is LetterStatus.QUEUED
    resent = sa.select(sa.func.count()).where(AuditEntry.action == AuditAction.LETTER_RESENT)
    assert db.session.scalar(resent) == 1


def test_filters_narrow_the_list(browser):
    failed, queued = scene(), scene()
    queued.letter.status = LetterStatus.QUEUED
    db.session.commit()
    for query, shown in (
        ("", {failed, queued}),
        ("?status=failed", {failed}),
        ("?status=queued&kind=registration_confirmed", {queued}),
        ("?kind=feedback_invited", set()),
        ("?status=x&kind=x", {failed, queued}),
    ):
        page = browser.get(f"/organizer/letters{query}")
        links = {e.attributes["href"] for e in page.all("a")}
        letters = {link for link in links if link.removeprefix("/organizer/letters/").isdigit()}
        assert letters == {f"/organizer/letters/{there.letter.id}" for there in shown}, query


def test_list_takes_the_same_statements_for_one_row_and_for_three(browser):
    for more in (1, 2):
        for _ in range(more):
            scene()
        db.session.remove()
        with count_statements() as seen:
            browser.get("/organizer/letters")
        assert len(seen) == 2, seen
