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
        ("?status=&kind=", {failed, queued}),
    ):
        page = browser.get(f"/organizer/letters{query}")
        links = {e.attributes["href"] for e in page.all("a")}
        letters = {link for link in links if link.removeprefix("/organizer/letters/").isdigit()}
        assert letters == {f"/organizer/letters/{there.letter.id}" for there in shown}, query


@pytest.mark.parametrize(("text", "shown"), [("isil", 1), ("%", 0), (" ", 1)])
def test_a_search_finds_names_as_people_type_them_and_signs_find_nothing(browser, text, shown):
    scene({"given_name": "Işıl", "email": "isil@example.org"})
    page = browser.get("/organizer/letters", query_string={"q": text})
    links = [e.attributes["href"].removeprefix("/organizer/letters/") for e in page.all("a")]
    assert sum(link.isdigit() for link in links) == shown


def test_list_takes_the_same_statements_for_one_row_and_for_three(browser):
    for more in (1, 2):
        for _ in range(more):
            scene()
        db.session.remove()
        with count_statements() as seen:
            browser.get("/organizer/letters")
        assert len(seen) == 3, seen


def test_one_events_letters_are_searched_by_name_and_address(browser):
    there = scene({"given_name": "Işıl", "email": "isil@example.org"})
    scene({"given_name": "Işıl"})
    for query, found in (
        ("", True),
        ("&q=IŞIL", True),
        ("&q=isil", True),
        ("&q=isil@example.org", True),
        ("&q=Ömer", False),
        ("&status=sent", False),
        ("&status=failed&q=ışıl", True),
    ):
        page = browser.get(f"/organizer/letters?event={there.event.id}{query}")
        links = {e.attributes["href"] for e in page.all("a")}
        letters = {link for link in links if link.removeprefix("/organizer/letters/").isdigit()}
        assert letters == ({f"/organizer/letters/{there.letter.id}"} if found else set()), query


def test_all_failed_letters_of_an_event_are_sent_again_and_no_others(browser):
    there, other = scene(), scene()
    there.letter.last_error = "550 no such user"
    db.session.commit()
    page = browser.get(f"/organizer/letters?event={there.event.id}")
    assert "550 no such user" in page.words()
    address = f"/organizer/events/{there.event.id}/resending"
    assert browser.client.post(address, data=page.form_values()).status_code == 303
    for one in (there, other):
        db.session.refresh(one.letter)
    assert (there.letter.status, there.letter.last_error) == (LetterStatus.QUEUED, "")
    assert other.letter.status is LetterStatus.FAILED


def test_letters_about_no_event_are_read_only_by_who_is_bound_to_no_province(browser_of_pages):
    from letters.compose import enqueue_to
    from models.letters import LetterKind
    from models.users import Role
    from tests.factories import NOW

    letter = enqueue_to(
        LetterKind.REGISTRATION_CANCELLED,
        to_address="isil@example.org",
        to_name="Işıl",
        locale="tr",
        at=NOW,
    )
    db.session.commit()
    page = f"/organizer/letters/{letter.id}"
    factories.sign_in(browser_of_pages.client, factories.user())
    browser_of_pages.get(page)
    assert page in {
        e.attributes["href"] for e in browser_of_pages.get("/organizer/letters").all("a")
    }
    factories.sign_in(
        browser_of_pages.client, factories.user(Role.PROVINCIAL_ORGANIZER, province="19")
    )
    assert browser_of_pages.client.get(page).status_code == 404
    assert browser_of_pages.client.get(f"{page}/as-mail").status_code == 404
    listed = browser_of_pages.get("/organizer/letters").all("a")
    assert page not in {e.attributes["href"] for e in listed}


def test_a_letter_is_shown_as_mail_in_a_frame_where_nothing_runs(browser):
    there = scene({"given_name": "<script>alert(1)</script>"})
    page = browser.get(f"/organizer/letters/{there.letter.id}")
    [frame] = page.all("iframe")
    answer = browser.client.get(frame.attributes["src"])
    assert "<script>" not in answer.text
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
