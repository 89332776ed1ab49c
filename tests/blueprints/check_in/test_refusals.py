"""Every reason for which somebody is not let in, as the door reads it in both languages."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from extensions import db
from lib.ticket_tokens import TicketSigner, TicketToken
from models.checkpoints import Checkpoint
from models.events import EventStatus
from models.registrations import RegistrationStatus
from models.scans import Direction, RefusalReason
from models.users import Role
from operations.check_in.devices import revoke_device
from operations.check_in.scans import check_in
from operations.registrations.entries import change_status
from queries.check_in.checkpoints import checkpoints_of
from tests import factories
from tests.blueprints.check_in.phones import Phone, reading
from tests.operations.check_in.doors import ticket_of, token_of

R = RefusalReason
SAYS = {
    R.UNKNOWN_CODE: ("Bu kod hiçbir bilete ait değil.", "This code belongs to no ticket."),
    R.BAD_SIGNATURE: ("Bu karekod bu siteden alınmamış.", "This QR code was not issued by us."),
    R.WRONG_EVENT: ("Bu bilet başka bir etkinliğe ait.", "This ticket is for another event."),
    R.NOT_CONFIRMED: ("Bu kişinin kaydı onaylı değil.", "The registration is not confirmed."),
    R.CANCELLED: ("Bu kişinin kaydı iptal edilmiş.", "The registration was cancelled."),
    R.REVOKED: ("Bu biletin yerine yenisi verilmiş.", "This ticket was replaced by a newer one."),
    R.WRONG_CHECKPOINT: (
        "Bu bilet başka bir giriş noktası için.",
        "This ticket is for another check-in point.",
    ),
    R.EVENT_CALLED_OFF: ("Etkinlik iptal edildi.", "The event has been cancelled."),
    R.OUTSIDE_WINDOW: (
        "Bu giriş noktası şu anda kapalı.",
        "This check-in point is closed at this time.",
    ),
    R.NOT_INSIDE: ("Bu kişi içeride görünmüyor.", "This person is not inside."),
    R.ROOM_FULL: ("Salon dolu.", "The room is full."),
    R.DEVICE_REVOKED: (
        "Bu telefonun giriş kontrolü yetkisi sona ermişti.",
        "This phone could no longer check people in.",
    ),
}
WAIT = ("Biri çıkana kadar bekletin.", "Ask them to wait until someone leaves.")
TO_DESK = ("Kişiyi kayıt masasına yönlendirin.", "Send the person to the registration desk.")
BY_HAND = [reason for reason in R if reason is not R.DEVICE_REVOKED]


@pytest.fixture
def event(app):
    return factories.event()


@pytest.fixture
def staff(browser_of_pages):
    factories.sign_in(browser_of_pages.client, factories.user(Role.CHECK_IN_STAFF, province="19"))


def refused(event, reason):
    """A code that the event's door refuses so, and the way in which it is read."""
    door, now = checkpoints_of(event)[0], datetime.now(UTC)
    person = factories.registration(event)
    code, way = token_of(person), "entry"
    if reason is R.UNKNOWN_CODE:
        code = "ABCD-2345"
    elif reason is R.BAD_SIGNATURE:
        forger = TicketSigner(["another secret, of 32 characters"])
        code = forger.sign(TicketToken(event.id, ticket_of(person).public_id))
    elif reason is R.WRONG_EVENT:
        code = token_of(factories.registration(factories.event()))
    elif reason in (R.NOT_CONFIRMED, R.CANCELLED):
        declined = reason is R.NOT_CONFIRMED
        new = RegistrationStatus.DECLINED if declined else RegistrationStatus.CANCELLED
        change_status(person, new, at=now, by=factories.user())
    elif reason is R.REVOKED:
        ticket_of(person).revoked_at = now
    elif reason is R.WRONG_CHECKPOINT:
        door.sectors = ["public"]
    elif reason is R.EVENT_CALLED_OFF:
        event.status = EventStatus.CANCELLED
    elif reason is R.OUTSIDE_WINDOW:
        door.closes_at = now - timedelta(minutes=1)
    elif reason is R.NOT_INSIDE:
        door.reentry, way = True, "exit"
        out, staff = Direction.EXIT, factories.user()
        check_in(door, code=code, nonce="n", direction=out, scanned_at=now, at=now, by=staff)
    elif reason is R.ROOM_FULL:
        door.capacity = 0
    db.session.commit()
    return code, way


def test_every_reason_has_its_words(app):
    assert set(SAYS) == set(R)


@pytest.mark.parametrize("language", ["tr", "en"])
@pytest.mark.parametrize("reason", BY_HAND)
def test_door_says_why_in_the_language_of_its_page(
    browser_of_pages, staff, event, reason, language
):
    code, way = refused(event, reason)
    page = f"/check-in/{checkpoints_of(event)[0].id}?lang={language}"
    typed = {"code": code, "direction": way}
    answer = browser_of_pages.submit(page.replace("?", "/scans?"), typed, page=page)
    shown = browser_of_pages.get(f"{answer.location}&lang={language}")
    (verdict,) = shown.all("section", id="said")
    next_step = WAIT if reason is R.ROOM_FULL else TO_DESK
    for told in (SAYS[reason], next_step):
        assert told[language == "en"] in verdict.text


def test_whose_right_door_is_known_is_sent_there_and_not_to_the_desk(
    browser_of_pages, staff, event
):
    code, _way = refused(event, R.WRONG_CHECKPOINT)
    db.session.add(Checkpoint(event=event, name="STK salonu", sectors=["cso"]))
    db.session.commit()
    page = f"/check-in/{checkpoints_of(event)[0].id}?lang=tr"
    typed = {"code": code, "direction": "entry"}
    answer = browser_of_pages.submit(page.replace("?", "/scans?"), typed, page=page)
    (verdict,) = browser_of_pages.get(f"{answer.location}&lang=tr").all("section", id="said")
    assert "Doğru giriş noktası: STK salonu" in verdict.text
    assert TO_DESK[0] not in verdict.text


@pytest.mark.parametrize("reason", BY_HAND)
def test_phone_is_told_the_reason(app, event, reason):
    code, way = refused(event, reason)
    said = Phone(app.test_client(), event).reads(code, direction=way)
    assert (said["verdict"], said["reason"]) == ("refused", reason)


def test_phone_that_may_no_longer_check_in_is_the_reason_of_what_it_reads(app, event):
    phone = Phone(app.test_client(), event)
    revoke_device(phone.device, by=None, at=datetime.now(UTC) - timedelta(minutes=1))
    db.session.commit()
    answer = phone.send(reading(token_of(factories.registration(event))))
    assert answer.get_json()["answers"][0]["verdict"] == "refused"


@pytest.mark.parametrize("language", ["tr", "en"])
def test_scanner_knows_the_words_of_every_reason_without_a_network(browser_of_pages, language):
    shell = browser_of_pages.client.get(f"/check-in/shell?lang={language}").text
    told = shell.partition('id="door-words">')[2].partition("</script>")[0]
    reasons = json.loads(told)["words"]["reasons"]
    assert reasons == {reason.value: says[language == "en"] for reason, says in SAYS.items()}
