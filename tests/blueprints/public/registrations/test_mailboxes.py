import re
from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine

from extensions import db
from letters.compose import registration_token
from letters.mailboxes import mailbox_token
from lib.clock import utc_now
from models.letters import Letter, LetterKind
from models.registrations import Registration, RegistrationStatus
from operations.registrations.corrections import change_details
from operations.registrations.mailboxes import HELD_FOR
from operations.registrations.transfers import pass_on
from tests import factories
from tests.blueprints.public.registrations.test_completions import OWN
from tests.blueprints.public.registrations.test_online import FILLED

MAILBOX = "dernek@example.org"


def register(browser, event, name: str, **changes):
    sent = {**FILLED, "family_name": name, "email": MAILBOX, "phone": "", **changes}
    return browser.submit(f"/events/{event.slug}/register", sent)


@pytest.fixture
def held(browser_of_pages):
    """Two who wait for their mailbox, after three who need not."""
    event = factories.event()
    for name in ("Bir", "İki", "Üç", "Dört", "Beş"):
        assert register(browser_of_pages, event, name).status_code == 303
    return db.session.scalars(sa.select(Registration).order_by(Registration.id)).all()[3:]


def link_in_letter() -> str:
    [text] = db.session.scalars(
        sa.select(Letter.text).where(Letter.kind == LetterKind.MAILBOX_ASKED)
    )
    found = re.search(r"http://meydan\.example\.org(/mailboxes/\S+)", text)
    assert found
    return found[1]


def test_reader_of_the_mailbox_confirms_those_that_they_know(browser_of_pages, held):
    link = link_in_letter()
    page = browser_of_pages.get(link)
    assert "Dört" in page.words() and "Beş" in page.words()
    db.session.expire_all()
    assert all(one.awaits_mailbox for one in held)  # a look alone confirms nothing
    answer = browser_of_pages.submit(link, {"registrations": str(held[1].id)})
    assert answer.status_code == 303
    db.session.expire_all()
    assert [one.status for one in held] == [
        RegistrationStatus.OFFERED,
        RegistrationStatus.CONFIRMED,
    ]
    assert [one.ticket is not None for one in held] == [False, True]
    page = browser_of_pages.get(link)
    assert "Dört" in page.words()
    assert "registrations" not in page.form_values()  # the one left out is not ticked
    again = browser_of_pages.submit(link, {"registrations": str(held[1].id)})
    assert again.status_code == 303


def test_nothing_ticked_and_numbers_of_others_confirm_nothing(browser_of_pages, held):
    link = link_in_letter()
    assert browser_of_pages.submit(link, {}).status_code == 422
    for other in ("999", "x", str(2**70), "-1"):
        browser_of_pages.submit(link, {"registrations": other})
    db.session.expire_all()
    assert all(one.awaits_mailbox for one in held)


def test_own_page_says_what_to_do_and_gives_no_place(browser_of_pages, held):
    own = f"/registrations/{registration_token(held[0])}"
    assert MAILBOX in browser_of_pages.get(own).words()
    assert browser_of_pages.submit(f"{own}/acceptance", {}, page=own).status_code == 409
    assert browser_of_pages.submit(f"{own}/revocation", {}, page=own).status_code == 404
    browser_of_pages.submit(f"{own}/letters", {}, page=own)
    db.session.expire_all()
    assert held[0].status is RegistrationStatus.OFFERED
    link_in_letter()  # there is still one
    with time_machine.travel(utc_now() + HELD_FOR + timedelta(minutes=1)):
        browser_of_pages.get(own)
        assert "Dört" not in browser_of_pages.get(mailbox_link(held[0])).words()


def mailbox_link(registration) -> str:
    return f"/mailboxes/{mailbox_token(registration)}"


def test_link_to_one_mailbox_confirms_no_other_one(browser_of_pages, held):
    """The address on one's own page can be changed to somebody else's after the link has come."""
    link = mailbox_link(held[0])
    details = factories.person(family_name="Dört", email="kurban@example.org")
    change_details(held[0], details, at=utc_now(), by=None)
    db.session.commit()
    assert browser_of_pages.client.get(link).status_code == 404
    assert held[0].awaits_mailbox
    assert browser_of_pages.client.get("/mailboxes/abc").status_code == 404


def test_organizer_sees_who_waits_for_the_mailbox(browser_of_pages, held):
    factories.sign_in(browser_of_pages.client, factories.user())
    event = held[0].event
    for address in (
        f"/organizer/registrations/{held[0].id}",
        f"/organizer/events/{event.id}/registrations?lacks=mailbox",
    ):
        assert "e-postayla" in browser_of_pages.get(address).words().lower()
    own = browser_of_pages.get(f"/organizer/registrations/{held[0].id}").words()
    assert "yalnızca listede kalırsa" in own
    page = browser_of_pages.get(f"/organizer/events/{event.id}/registrations?lacks=mailbox")
    assert "Işıl Dört" in page.words() and "Işıl Bir" not in page.words()


def test_own_page_says_beside_the_address_why_it_cannot_be_that_one(browser_of_pages, held):
    event = held[0].event
    event.transferable = True
    db.session.commit()
    own = register(browser_of_pages, event, "Altı", email="ben@example.org").location
    for page, name in ((f"{own}/details", "Altı"), (f"{own}/transfer", "Yedi")):
        filled = {**FILLED, "family_name": name, "email": MAILBOX, "phone": ""}
        refused = browser_of_pages.submit(page, filled)
        assert refused.status_code == 409
        assert "birkaç kişi" in refused.text
        assert f'value="{MAILBOX}"' in refused.text


def test_page_that_completes_says_it_too(browser_of_pages, held):
    """Whoever was given a place completes their details, and could name another mailbox there."""
    held[0].event.transferable = True
    giver = factories.registration(held[0].event)
    taker = pass_on(giver, factories.person(email="ben@example.org"), at=utc_now())
    db.session.commit()
    page = f"/registrations/{registration_token(taker)}/completion"
    refused = browser_of_pages.submit(page, {**OWN, "email": MAILBOX})
    assert refused.status_code == 409
    assert "birkaç kişi" in refused.text
    assert browser_of_pages.submit(page, OWN).status_code == 303
