"""Ticks of the printed list, typed in later with their door times."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa

from extensions import db
from lib.short_codes import new_short_code, printed
from models.registrations import RegistrationStatus
from models.scans import Attendance
from operations.check_in.scans import annul, check_in
from queries.check_in.checkpoints import checkpoints_of
from tests import factories
from tests.blueprints.check_in.desks import Desk, scans
from tests.statements import count_statements

DAY = date(2024, 5, 14)


def local(clock):
    return datetime.combine(DAY, clock, ZoneInfo("Europe/Istanbul")).astimezone(UTC)


@pytest.fixture
def desk(browser_of_pages):
    """Of an event that was on that day."""
    return Desk(browser_of_pages, starts_at=local(time(9)), ends_at=local(time(17)))


def send(desk, lines, *, clock="", day=DAY, status=200):
    typed = {"lines": lines, "clock": clock, "day": str(day)}
    page = f"{desk.address}/ticks/new"
    return desk.browser.post(
        page,
        typed,
        status=status,
    )


def faults(page):
    """What is said of each line, by its number."""
    (shown,) = page.all("ol", role="list")
    lines = [e.text for e in page.all("li") if e.text and e.text in shown.text]
    return {int("".join(filter(str.isdigit, line.split(":")[0]))): line for line in lines}


def code(person):
    return person.ticket.short_code


def admitted():
    rows = db.session.execute(sa.select(Attendance.registration_id, Attendance.admitted_at))
    return dict(rows.all())


def test_ticks_admit_at_the_times_that_stand_on_paper(desk):
    one, two, three = (factories.registration(desk.event) for _ in range(3))
    lines = f"{printed(code(one))} 9.05\n\n{code(two).lower()}\t09:10\n{code(three)}"
    page = send(desk, lines, clock="9.30")
    assert admitted() == {
        one.id: local(time(9, 5)),
        two.id: local(time(9, 10)),
        three.id: local(time(9, 30)),
    }
    assert {(scan.told, scan.device, scan.user_id) for scan in scans()} == {
        ("admitted", "paper list", desk.staff.id)
    }
    assert page.all("div", role="status")


def test_day_of_the_ticks_is_read_as_people_write_it(desk):
    one = factories.registration(desk.event)
    send(desk, f"{printed(code(one))} 9.05", day=f"{DAY:%d.%m.%Y}")
    assert admitted() == {one.id: local(time(9, 5))}


def test_day_of_the_event_stands_in_the_form(desk):
    page = desk.browser.get(f"{desk.address}/ticks/new")
    assert page.all("input", name="day")[0].attributes["value"] == str(DAY)


def test_same_list_twice_changes_nothing(desk):
    people = [factories.registration(desk.event) for _ in range(3)]
    lines = "\n".join(f"{code(person)} 9.0{n}" for n, person in enumerate(people))
    first = send(desk, lines)
    before = admitted()
    again = send(desk, "\n".join(reversed(lines.splitlines())) + "\n" + lines)
    assert (admitted(), len(scans())) == (before, 3)
    assert again.words("main") == first.words("main")


def test_one_faulty_line_keeps_all_out_and_is_told_with_what_was_typed(desk):
    good, other = factories.registration(desk.event), factories.registration(factories.event())
    unknown = new_short_code()
    lines = "\n".join(
        [
            f"{code(good)} 9.05",
            "Ali Veli 9.06",
            f"{code(good)} 25.00",
            code(good),
            f"{unknown} 9.07",
            f"{code(other)} 9.08",
            "1234-5678",
        ]
    )
    page = send(desk, lines, status=422)
    assert not scans()
    told = faults(page)
    assert list(told) == [2, 3, 4, 5, 6, 7]
    assert "Ali Veli 9.06" in told[2] and "25.00" in told[3] and "1234-5678" in told[7]
    assert page.all("textarea")[0].text.strip().splitlines() == lines.splitlines()
    assert other.name not in page.words("main")


def test_code_of_another_event_reads_like_one_that_nobody_has(desk):
    other, unknown = code(factories.registration(factories.event())), new_short_code()
    told = faults(send(desk, f"{other} 9.05\n{unknown} 9.05", status=422))
    assert told[1].replace(other, "").replace("1", "2") == told[2].replace(unknown, "").replace(
        "1", "2"
    )


@pytest.mark.parametrize(
    ("clock", "day"), [("9", DAY), ("x", DAY), ("", "2020-01-01"), ("", "x"), ("", "")]
)
def test_default_time_and_day_are_checked(desk, clock, day):
    person = factories.registration(desk.event)
    page = send(desk, f"{code(person)} 9.05", clock=clock, day=day, status=422)
    assert page.all("p", id="clock-error") or page.all("p", id="day-error")
    assert not scans()


def test_time_that_is_still_to_come_is_told(browser_of_pages):
    desk = Desk(browser_of_pages)  # of an event that has begun
    person = factories.registration(desk.event)
    tomorrow = desk.event.day_of(datetime.now(UTC)) + timedelta(days=1)
    page = send(desk, f"{code(person)} 9.05", day=tomorrow, status=422)
    assert "henüz gelmedi" in faults(page)[1]
    assert not scans()


@pytest.mark.parametrize("lines", ["", "   \n \n"])
def test_nothing_typed_is_told(desk, lines):
    assert send(desk, lines, status=422).all("p", id="lines-error")


def test_more_than_five_hundred_lines_are_too_many(desk):
    person = factories.registration(desk.event)
    page = send(desk, f"{code(person)} 9.05\n" * 501, status=422)
    assert "501" in page.words("main") and not scans()
    assert send(desk, f"{code(person)} 9.05\n" * 500)


def test_answer_counts_who_was_in_and_who_is_refused_and_shows_conflicts(desk):
    fresh, known, gone = (
        factories.registration(desk.event, family_name=n) for n in ("Yeni", "Eski", "Giden")
    )
    door = checkpoints_of(desk.event)[0]
    check_in(
        door,
        code=code(known),
        nonce="phone",
        scanned_at=local(time(9)),
        at=local(time(9)),
        by=factories.user(),
    )
    gone_code, gone.status = code(gone), RegistrationStatus.CANCELLED
    db.session.commit()
    page = send(desk, f"{code(fresh)} 9.05\n{code(known)} 9.06\n{gone_code} 9.07")
    words = page.words("main")
    assert "Işıl Eski" in words and "Işıl Giden" in words and "Işıl Yeni" not in words
    assert page.all("a", href=f"{desk.address}/conflicts")
    kept = sorted((str(scan.verdict), scan.conflict) for scan in scans() if scan.told)
    assert kept == [("admitted", False), ("already_admitted", True), ("refused", True)]


@pytest.mark.parametrize(("site", "given_back"), [("same-origin", True), ("cross-site", False)])
def test_ticks_are_given_back_when_the_session_has_ended_meanwhile(desk, site, given_back):
    lines = "\n".join(f"{new_short_code()} 9.0{n}" for n in range(5))
    sent = {"csrf_token": "old", "lines": lines, "day": str(DAY)}
    client = desk.browser.client
    answer = client.post(f"{desk.address}/ticks/new", data=sent, headers={"Sec-Fetch-Site": site})
    assert answer.status_code == (422 if given_back else 400)
    assert (lines in answer.text) is given_back


def test_earlier_tick_on_paper_becomes_the_admission(desk):
    person = factories.registration(desk.event)
    door = checkpoints_of(desk.event)[0]
    check_in(
        door,
        code=code(person),
        nonce="n",
        scanned_at=local(time(10)),
        at=local(time(10)),
        by=desk.staff,
    )
    db.session.commit()
    send(desk, f"{code(person)} 9.05")
    assert admitted() == {person.id: local(time(9, 5))}


@pytest.mark.parametrize("people", [1, 3])
def test_empty_page_takes_the_same_statements_for_any_number(desk, people):
    for _ in range(people):
        factories.registration(desk.event)
    db.session.remove()
    with count_statements() as statements:
        desk.browser.get(f"{desk.address}/ticks/new")
    assert len(statements) == 3, statements


def test_tick_that_was_undone_is_told_and_not_counted_when_its_list_comes_again(desk):
    one, other = (factories.registration(desk.event) for _ in range(2))
    lines = f"{code(one)} 9.05\n{code(other)} 9.06"
    send(desk, lines)
    mistaken = next(scan for scan in scans() if scan.registration_id == one.id)
    annul(mistaken, by=desk.staff, at=datetime.now(UTC))
    db.session.commit()
    page = send(desk, lines)
    assert set(admitted()) == {other.id}
    assert "1 kişi" in page.all("div", role="status")[0].text
    (doubtful,) = page.all("li", class_="card")
    assert one.name in doubtful.text
    assert "geri alındı" in doubtful.text


def test_tick_that_was_undone_is_no_conflict_any_more(desk):
    person = factories.registration(desk.event)
    phone = {"scanned_at": local(time(9, 30)), "at": local(time(9, 30)), "device": "phone"}
    check_in(desk.door, code=code(person), nonce="n", by=desk.staff, **phone)
    db.session.commit()
    conflicts = f"/check-in/{desk.door.id}/conflicts"

    def leads_to_conflicts(page):
        return conflicts in {link.attributes["href"] for link in page.all("a")}

    assert leads_to_conflicts(send(desk, f"{code(person)} 9.05"))
    (mistaken,) = [scan for scan in scans() if scan.answered_conflict]
    annul(mistaken, by=desk.staff, at=datetime.now(UTC))
    db.session.commit()
    assert not leads_to_conflicts(send(desk, f"{code(person)} 9.05"))
