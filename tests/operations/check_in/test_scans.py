from datetime import timedelta

import pytest
import sqlalchemy as sa

from extensions import db, keys
from lib.ticket_tokens import TicketSigner, TicketToken
from models.audit import AuditAction, AuditEntry
from models.registrations import RegistrationStatus
from models.scans import RefusalReason, Scan, Verdict
from operations.base.tickets import issue_ticket
from operations.check_in.scans import ClockAhead, annul, check_in, may_undo
from operations.events.events import call_off
from operations.registrations.entries import change_status
from queries.check_in.checkpoints import checkpoints_of
from tests import factories
from tests.factories import NOW
from tests.operations.check_in.doors import Door, minute, ticket_of, token_of
from tests.statements import count_statements

ADMITTED, ALREADY, LEFT, REFUSED = (
    Verdict.ADMITTED,
    Verdict.ALREADY_ADMITTED,
    Verdict.LEFT,
    Verdict.REFUSED,
)


def _come_to(said):
    return (said.scan.verdict, said.scan.reason)


def test_ticket_admits_once_and_the_second_look_says_since_when(app):
    door = Door()
    person = door.person()
    first, second = door.reads(person, 0), door.reads(person, 7)
    assert _come_to(first) == (ADMITTED, None)
    assert first.admitted_at == minute(0)
    assert _come_to(second) == (ALREADY, None)
    assert second.admitted_at == minute(0)
    assert not second.scan.conflict
    assert second.participant == person


@pytest.mark.parametrize("written", ["{0}", "{1}-{2}", "  {3} ", "{4}-{5}"])
def test_short_code_admits_however_it_is_typed(app, written):
    door = Door()
    code = ticket_of(door.person()).short_code
    low = code.lower()
    typed = written.format(code, code[:4], code[4:], low, low[:4], low[4:])
    assert door.reads(typed, 0).scan.verdict is ADMITTED


def test_token_in_lower_case_admits(app):
    door = Door()
    assert door.reads(token_of(door.person()).lower(), 0).scan.verdict is ADMITTED


def test_happy_path_takes_three_statements(app):
    door = Door()
    person = door.person()
    code = token_of(person)
    db.session.commit()
    with count_statements() as statements:
        check_in(door.checkpoint, code=code, nonce="n", scanned_at=NOW, at=NOW, by=door.staff)
        db.session.commit()
    assert len(statements) == 3, statements


@pytest.mark.parametrize(
    "code", ["", "1", "hello", "ABCD-EFGH", "ığüş", "x" * 10_000, "\x00\ud800"]
)
def test_what_is_no_code_is_refused_as_unknown_and_kept(app, code):
    door = Door()
    door.person()
    for force in (False, True):
        said = door.reads(code, 0, force=force)
        assert _come_to(said) == (REFUSED, RefusalReason.UNKNOWN_CODE)
        assert said.participant is None
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Scan)) == 2


def test_database_ids_are_no_codes(app):
    door = Door()
    person = door.person()
    for number in (person.id, ticket_of(person).id):
        assert door.reads(str(number), 0).scan.reason is RefusalReason.UNKNOWN_CODE


def test_signed_token_of_an_unknown_ticket_is_refused_even_by_force(app):
    door = Door()
    token = keys.tickets.sign(TicketToken(door.event.id, b"8 bytes!"))
    said = door.reads(token, 0, force=True)
    assert _come_to(said) == (REFUSED, RefusalReason.UNKNOWN_CODE)


def test_token_that_someone_else_signed_is_refused_even_by_force(app):
    door = Door()
    person = door.person()
    forger = TicketSigner(["another secret that is long enough"])
    forged = forger.sign(TicketToken(door.event.id, ticket_of(person).public_id))
    tampered = token_of(person)[:-1] + ("0" if token_of(person)[-1] != "0" else "1")
    for code in (forged, tampered):
        said = door.reads(code, 0, force=True)
        assert _come_to(said) == (REFUSED, RefusalReason.BAD_SIGNATURE)
    assert door.admitted_at(person) is None


def test_ticket_of_another_event_is_refused_even_by_force_and_names_nobody(app):
    door = Door()
    elsewhere = Door().person()
    for code in (token_of(elsewhere), ticket_of(elsewhere).short_code):
        said = door.reads(code, 0, force=True)
        assert _come_to(said) == (REFUSED, RefusalReason.WRONG_EVENT)
        assert said.participant is None


def test_revoked_ticket_is_refused_even_by_force_and_the_new_one_admits(app):
    door = Door()
    person = door.person()
    lost = token_of(person)
    ticket_of(person).revoked_at = minute(-10)
    db.session.flush()
    db.session.refresh(person)
    issue_ticket(person, at=minute(-10))
    db.session.commit()
    assert _come_to(door.reads(lost, 0, force=True)) == (REFUSED, RefusalReason.REVOKED)
    assert door.reads(person, 1).scan.verdict is ADMITTED


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        (RegistrationStatus.CANCELLED, RefusalReason.CANCELLED),
        (RegistrationStatus.DECLINED, RefusalReason.NOT_CONFIRMED),
        (RegistrationStatus.WAITLISTED, RefusalReason.NOT_CONFIRMED),
    ],
)
def test_person_without_a_confirmed_place_is_refused_unless_forced(app, status, reason):
    door = Door()
    person = door.person()
    change_status(person, status, at=minute(-60), by=door.staff)
    db.session.commit()
    assert _come_to(door.reads(person, 0)) == (REFUSED, reason)
    forced = door.reads(person, 1, force=True)
    assert (forced.scan.verdict, forced.scan.forced) == (ADMITTED, True)
    assert door.admitted_at(person) == minute(1)


def test_door_of_an_event_that_was_called_off_lets_nobody_in_but_by_force(app):
    door = Door()
    refused, forced, alone = (door.person() for _ in range(3))
    call_off(door.event, by=door.staff, at=minute(-60))
    called_off = (REFUSED, RefusalReason.EVENT_CALLED_OFF)
    assert _come_to(door.reads(refused, 0)) == called_off
    said = door.reads(forced, 1, force=True)
    assert (said.scan.verdict, said.scan.forced) == (ADMITTED, True)
    # Whom a phone let in alone came in before it had heard of it.
    said = door.reads(alone, 2, arriving=90, told=ADMITTED)
    assert (said.scan.verdict, said.scan.conflict) == (ADMITTED, False)


@pytest.mark.parametrize(
    ("at", "verdict"), [(-1, REFUSED), (0, ADMITTED), (29, ADMITTED), (30, REFUSED)]
)
def test_door_time_and_not_arrival_decides_whether_the_door_was_open(app, at, verdict):
    door = Door(opens_at=minute(0), closes_at=minute(30))
    said = door.reads(door.person(), at, arriving=500)
    assert said.scan.verdict is verdict
    assert (said.scan.reason is RefusalReason.OUTSIDE_WINDOW) == (verdict is REFUSED)


def test_force_opens_a_closed_door_and_is_marked_only_where_it_was_needed(app):
    door = Door(closes_at=minute(30))
    early, late = door.person(), door.person()
    assert not door.reads(early, 0, force=True).scan.forced
    assert door.reads(late, 40, force=True).scan.forced


def test_forced_second_entry_is_marked_and_leaves_the_admission_alone(app):
    door = Door()
    person = door.person()
    door.reads(person, 0)
    again = door.reads(person, 5, force=True)
    assert (again.scan.verdict, again.scan.forced, again.scan.conflict) == (ADMITTED, True, False)
    assert again.admitted_at == door.admitted_at(person) == minute(0)


def test_multiple_entry_admits_every_time_and_counts_one_person(app):
    door = Door(multiple=True)
    person = door.person()
    said = [door.reads(person, at, device=f"phone {at}") for at in (0, 1, 2)]
    assert [s.scan.verdict for s in said] == [ADMITTED] * 3
    assert not any(s.scan.conflict for s in said)
    assert door.admitted_at(person) == minute(0)


def test_device_whose_clock_is_ahead_is_told_so_and_nothing_is_kept(app):
    door = Door()
    person = door.person()
    door.reads(person, 5, arriving=0)
    with pytest.raises(ClockAhead):
        check_in(
            door.checkpoint,
            code=token_of(person),
            nonce="ahead",
            by=None,
            scanned_at=minute(5) + timedelta(seconds=1),
            at=minute(0),
        )
    db.session.rollback()
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Scan)) == 1


def test_earlier_scan_that_arrives_late_becomes_the_admission_and_a_conflict(app):
    door = Door()
    person, colleague = door.person(), factories.user()
    online = door.reads(person, 10)
    offline = door.reads(person, 5, arriving=60, by=colleague)
    assert (offline.scan.verdict, offline.conflict) == (ADMITTED, True)
    assert offline.admitted_at == door.admitted_at(person) == minute(5)
    assert door.attendance(person).scan_id == offline.scan.id
    # The later of two that clash is the one to settle; what it was told then stays.
    assert (online.scan.verdict, online.conflict) == (ADMITTED, False)
    assert (online.scan.conflict, offline.scan.conflict) == (True, False)


def test_later_scan_that_a_device_answered_alone_is_a_conflict(app):
    door = Door()
    person = door.person()
    door.reads(person, 5, device="phone 1")
    offline = door.reads(person, 10, arriving=60, device="phone 2")
    assert (offline.scan.verdict, offline.scan.conflict) == (ALREADY, True)
    assert door.admitted_at(person) == minute(5)


def test_one_devices_own_queue_in_the_wrong_order_is_no_conflict(app):
    door = Door()
    person = door.person()
    assert not door.reads(person, 10, arriving=60, device="phone").scan.conflict
    assert not door.reads(person, 5, arriving=60, device="phone").scan.conflict
    assert door.admitted_at(person) == minute(5)


def test_reading_that_waits_for_our_answer_never_overtakes_one_that_we_gave(app):
    door = Door()
    person = door.person()
    door.reads(person, 0.001, device="phone 1")
    second = door.reads(person, 0, device="phone 2")
    assert second.scan.verdict is ALREADY
    assert second.admitted_at == minute(0.001)


def test_annulled_admission_leaves_no_attendance_and_the_ticket_admits_again(app):
    door = Door()
    person = door.person()
    mistaken = door.reads(person, 0)
    annul(mistaken.scan, by=door.staff, at=minute(1))
    db.session.commit()
    assert door.attendance(person) is None
    assert mistaken.scan.annulled_by_id == door.staff.id
    assert door.reads(person, 2).scan.verdict is ADMITTED
    audited = db.session.scalars(
        sa.select(AuditEntry).where(AuditEntry.action == AuditAction.SCAN_ANNULLED)
    ).all()
    assert [entry.subject_id for entry in audited] == [mistaken.scan.id]


def test_next_admission_takes_over_from_an_annulled_one(app):
    door = Door()
    person = door.person()
    later = door.reads(person, 10, device="phone 1")
    earlier = door.reads(person, 5, arriving=60, device="phone 2")
    annul(earlier.scan, by=door.staff, at=minute(61))
    db.session.commit()
    assert door.attendance(person).scan_id == later.scan.id
    assert door.admitted_at(person) == minute(10)


def test_reading_that_found_somebody_inside_counts_once_the_entry_before_is_annulled(app):
    door = Door()
    person = door.person()
    mistaken, again = door.reads(person, 0), door.reads(person, 5, device="phone 2")
    annul(mistaken.scan, by=door.staff, at=minute(6))
    db.session.commit()
    assert (again.scan.verdict, again.admitted_at) == (ALREADY, minute(0))
    assert (door.admitted_at(person), door.attendance(person).scan_id) == (minute(5), again.scan.id)


def test_annulling_twice_changes_nothing_more(app):
    door = Door()
    said = door.reads(door.person(), 0)
    annul(said.scan, by=door.staff, at=minute(1))
    annul(said.scan, by=factories.user(), at=minute(9))
    db.session.commit()
    assert said.scan.annulled_at == minute(1)
    assert said.scan.annulled_by_id == door.staff.id


def test_refused_scan_can_be_annulled(app):
    door = Door()
    said = door.reads("nothing", 0)
    assert annul(said.scan, by=door.staff, at=minute(1)).annulled_at == minute(1)


def test_own_scan_may_be_undone_for_a_quarter_of_an_hour(app):
    door = Door()
    scan = door.reads(door.person(), 0).scan
    assert may_undo(scan, by=door.staff, at=minute(15))
    assert not may_undo(scan, by=door.staff, at=minute(15.1))
    assert not may_undo(scan, by=factories.user(), at=minute(1))


def test_every_event_has_a_door_from_its_start(app):
    assert [checkpoint.name for checkpoint in checkpoints_of(factories.event())] == ["Giriş"]
