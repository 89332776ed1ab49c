"""Conflicts as organizers and the desk see and settle them."""

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from extensions import db
from models.registrations import RegistrationStatus
from models.scans import Attendance, Scan
from models.users import Role
from operations.registrations.entries import change_status
from tests import factories
from tests.blueprints.check_in.phones import Phone
from tests.operations.check_in.doors import token_of
from tests.statements import count_statements


@pytest.fixture
def event(app):
    return factories.event()


@pytest.fixture
def two_phones(app, event):
    return [Phone(app.test_client(), event, name=name) for name in ("Sol kapı", "Sağ kapı")]


def _clash(event, phones, **person):
    code = token_of(factories.registration(event, **person))
    at = datetime.now(UTC) - timedelta(hours=1)
    ids = [phone.reads(code, at=at, told="admitted")["scan_id"] for phone in phones]
    db.session.rollback()
    return ids[-1]


def _refused(event, phone, **person):
    guest = factories.registration(event, **person)
    code = token_of(guest)
    change_status(guest, RegistrationStatus.CANCELLED, at=datetime.now(UTC), by=None)
    factories.commit()
    return phone.reads(code, told="admitted")["scan_id"]


def _pages(event, phone, scan_id):
    """Where it is listed and where it is settled, in the back office and at the desk."""
    office = f"/organizer/events/{event.id}/conflicts", f"/organizer/scans/{scan_id}/settlement"
    desk = f"{phone.address()}/conflicts", f"{phone.address()}/scans/{scan_id}/settlement"
    return {"office": office, "desk": desk}


def _sign_in(browser, role=Role.CENTRAL_ADMIN):
    factories.sign_in(browser.client, factories.user(role, name="Ayşe Yılmaz"))


@pytest.mark.parametrize("place", ["office", "desk"])
def test_case_is_told_and_settled_and_stays_below_with_who(
    browser_of_pages, event, two_phones, place
):
    _sign_in(browser_of_pages)
    scan_id = _clash(event, two_phones, given_name="Şükrü", institution="Valilik")
    listed, settled = _pages(event, two_phones[0], scan_id)[place]
    words = browser_of_pages.get(listed).words("main")
    for said in ("Şükrü", "Valilik", "Sol kapı", "Sağ kapı", "birbirinden habersiz"):
        assert said in words, said
    answer = browser_of_pages.submit(settled, {"way": "left"}, page=listed)
    assert (answer.status_code, answer.location) == (303, listed)
    words = browser_of_pages.get(listed).words("main")
    assert "Çözen: Ayşe Yılmaz" in words
    assert "Çözülecek çelişki yok" in words
    again = browser_of_pages.submit(settled, {"way": "annulled"}, page="/account")
    assert again.status_code == 303
    assert "başka biri çözdü" in browser_of_pages.get(listed).words("main")
    db.session.expire_all()
    assert db.session.get_one(Scan, scan_id).annulled_at is None


def test_whom_a_phone_let_in_alone_can_be_counted(browser_of_pages, event, two_phones):
    _sign_in(browser_of_pages)
    scan_id = _refused(event, two_phones[0])
    listed, settled = _pages(event, two_phones[0], scan_id)["office"]
    assert "kaydı iptal edilmiş" in browser_of_pages.get(listed).words("main")
    browser_of_pages.submit(settled, {"way": "admitted"}, page=listed)
    words = browser_of_pages.get(listed).words("main")
    assert "girmiş sayıldı" in words and "Kayıttaki durum: girdi" in words


def test_desk_annuls_only_what_it_read_itself(browser_of_pages, event, two_phones):
    _sign_in(browser_of_pages, Role.CHECK_IN_STAFF)
    scan_id = _clash(event, two_phones)
    listed, settled = _pages(event, two_phones[0], scan_id)["desk"]
    page = browser_of_pages.get(listed)
    assert [b.attributes["value"] for b in page.all("button", name="way")] == ["left"]
    browser_of_pages.submit(settled, {"way": "annulled"}, page=listed)
    db.session.expire_all()
    assert db.session.get_one(Scan, scan_id).annulled_at is None


@pytest.mark.parametrize("first_stands", [True, False])
def test_organizer_sees_both_readings_and_says_in_one_press_which_one_counts(
    browser_of_pages, event, two_phones, first_stands
):
    _sign_in(browser_of_pages)
    scan_id = _clash(event, two_phones)
    listed, settled = _pages(event, two_phones[0], scan_id)["office"]
    page = browser_of_pages.get(listed)
    first, later = [b.attributes["value"] for b in page.all("button", name="stands")]
    assert later == str(scan_id)
    assert "annulled" not in [b.attributes["value"] for b in page.all("button", name="way")]
    stands, falls = (first, later) if first_stands else (later, first)
    assert browser_of_pages.submit(settled, {"stands": stands}, page=listed).status_code == 303
    words = browser_of_pages.get(listed).words("main")
    assert "Seçtiğiniz okutma geçerli" in words and "Çözülecek çelişki yok" in words
    db.session.expire_all()
    assert db.session.get_one(Scan, int(falls)).annulled_at is not None
    assert db.session.get_one(Scan, int(stands)).annulled_at is None
    assert db.session.scalar(sa.select(sa.func.count(Attendance.id))) == 1


@pytest.mark.parametrize("stands", ["", "x", "0", "-1", "999999", str(10**30)])
def test_reading_that_is_none_of_the_two_counts_for_nothing(
    browser_of_pages, event, two_phones, stands
):
    _sign_in(browser_of_pages)
    scan_id = _clash(event, two_phones)
    listed, settled = _pages(event, two_phones[0], scan_id)["office"]
    assert browser_of_pages.submit(settled, {"stands": stands}, page=listed).status_code == 303
    assert "Yeniden kontrol edin" in browser_of_pages.get(listed).words("main")
    db.session.expire_all()
    assert db.session.get_one(Scan, scan_id).settled_at is None


def test_desk_does_not_choose_between_the_readings_of_others(browser_of_pages, event, two_phones):
    _sign_in(browser_of_pages, Role.CHECK_IN_STAFF)
    scan_id = _clash(event, two_phones)
    listed, settled = _pages(event, two_phones[0], scan_id)["desk"]
    page = browser_of_pages.get(listed)
    assert not page.all("button", name="stands")
    assert "düzenleyici karar verir" in page.words("main")
    browser_of_pages.submit(settled, {"stands": str(scan_id)}, page=listed)
    db.session.expire_all()
    assert db.session.scalars(sa.select(Scan.annulled_at)).all() == [None, None]


def test_way_that_there_is_not_is_refused(browser_of_pages, event, two_phones):
    _sign_in(browser_of_pages)
    scan_id = _clash(event, two_phones)
    listed, settled = _pages(event, two_phones[0], scan_id)["office"]
    assert browser_of_pages.submit(settled, {"way": "x"}, page=listed).status_code == 400


def test_unknown_code_that_let_somebody_in_is_a_case_without_a_name(
    browser_of_pages, event, two_phones
):
    _sign_in(browser_of_pages)
    scan_id = two_phones[0].reads("ABCD-2345", told="admitted")["scan_id"]
    listed, settled = _pages(event, two_phones[0], scan_id)["office"]
    page = browser_of_pages.get(listed)
    assert "Bilinmeyen kişi" in page.words("main")
    assert "admitted" not in [b.attributes["value"] for b in page.all("button", name="way")]
    browser_of_pages.submit(settled, {"way": "admitted"}, page=listed)
    assert "geçerli bir bilet yok" in browser_of_pages.get(listed).words("main")


def test_scan_of_another_door_or_province_is_not_there(app, browser_of_pages, event, two_phones):
    other = factories.event(province="06")
    theirs = [Phone(app.test_client(), other, name=name) for name in ("a", "b")]
    scan_id = _clash(other, theirs)
    factories.sign_in(
        browser_of_pages.client, factories.user(Role.PROVINCIAL_ORGANIZER, province="19")
    )
    for _listed, settled in _pages(event, two_phones[0], scan_id).values():
        answer = browser_of_pages.submit(settled, {"way": "left"}, page="/account")
        assert answer.status_code == 404


def test_cases_go_on_page_by_page(browser_of_pages, event, two_phones):
    _sign_in(browser_of_pages)
    for _ in range(21):
        two_phones[0].reads("ABCD-2345", told="admitted")
    listed = f"/organizer/events/{event.id}/conflicts"
    page = browser_of_pages.get(listed)
    assert len(page.all("h3")) == 20
    (after,) = [a.attributes["href"] for a in page.all("a", rel="next")]
    assert len(browser_of_pages.get(after).all("h3")) == 1


@pytest.mark.parametrize("conflicts", [1, 3])
def test_list_takes_the_same_statements_for_any_number(
    browser_of_pages, event, two_phones, conflicts
):
    _sign_in(browser_of_pages)
    for _ in range(conflicts):
        scan_id = _clash(event, two_phones)
    listed, settled = _pages(event, two_phones[0], scan_id)["office"]
    browser_of_pages.submit(settled, {"way": "left"}, page=listed)
    db.session.remove()
    with count_statements() as statements:
        browser_of_pages.get(listed)
    assert len(statements) == 9, statements
