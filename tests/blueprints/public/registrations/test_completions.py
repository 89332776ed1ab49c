from datetime import timedelta

import pytest
import sqlalchemy as sa

from extensions import db
from letters.compose import registration_token
from lib.access_codes import printed
from lib.clock import utc_now
from models.audit import AuditAction, AuditEntry
from models.forms import QuestionKind
from models.letters import Letter, LetterKind
from models.registrations import Consent, ConsentPurpose, Registration, RegistrationStatus
from operations.base.details import Wishes
from operations.registrations.corrections import change_wishes
from operations.registrations.delegations import nominate, remind_to_complete
from operations.registrations.entries import change_status
from operations.registrations.transfers import pass_on
from tests import factories
from tests.browser_of_pages import PageBrowser
from tests.factories.delegations import delegation
from tests.factories.forms import question

OWN = {
    "given_name": "Işıl",
    "family_name": "Çağlar",
    "email": "isil@example.org",
    "phone": "0532 765 43 21",
    "institution_role": "Şube müdürü",
    "province": "19",
    "photos": "y",
}


def nominee(of=None, **values) -> Registration:
    of = of or delegation()
    person = factories.person(
        **{
            "sector": of.sector,
            "institution": of.institution,
            "email": "isil@example.org",
            **values,
        }
    )
    [made] = nominate(of, [person], at=utc_now())
    db.session.commit()
    return made


def page_of(person: Registration) -> str:
    return f"/registrations/{registration_token(person)}"


def kinds_of_letters(person: Registration) -> list[LetterKind]:
    return list(
        db.session.scalars(
            sa.select(Letter.kind).where(Letter.registration_id == person.id).order_by(Letter.id)
        )
    )


def test_whoever_was_nominated_completes_their_data_and_gets_the_ticket(browser_of_pages):
    person = nominee()
    own = page_of(person)
    answer = browser_of_pages.client.get(own)
    assert (answer.status_code, answer.location) == (303, f"{own}/completion")
    page = browser_of_pages.get(f"{own}/completion")
    assert person.institution in page.words() and not page.all("input", name="sector")
    assert not [e for e in page.all("input", type="checkbox") if "checked" in e.attributes]
    answer = browser_of_pages.submit(f"{own}/completion", OWN)
    assert (answer.status_code, answer.location) == (303, own)
    db.session.expire_all()
    assert (person.awaits_completion, person.phone, person.institution_role) == (
        False,
        "+905327654321",
        "Şube müdürü",
    )
    assert person.notice_version
    assert list(db.session.scalars(sa.select(Consent.purpose))) == [ConsentPurpose.PHOTOS]
    assert kinds_of_letters(person) == [
        LetterKind.PARTICIPANT_NOMINATED,
        LetterKind.REGISTRATION_CONFIRMED,
    ]
    done = sa.select(AuditEntry).where(AuditEntry.action == AuditAction.REGISTRATION_COMPLETED)
    assert db.session.scalars(done).one().subject_id == person.id
    assert browser_of_pages.get(own)
    assert browser_of_pages.client.get(f"{own}/completion").location == own


def test_a_second_click_changes_nothing(browser_of_pages):
    person = nominee()
    address = f"{page_of(person)}/completion"
    hidden = browser_of_pages.get(address).form_values()
    for name in ("Işıl", "Başka"):
        answer = browser_of_pages.client.post(address, data={**hidden, **OWN, "given_name": name})
        assert answer.status_code == 303
    db.session.expire_all()
    assert person.given_name == "Işıl" and len(kinds_of_letters(person)) == 2


def test_choices_that_came_with_a_place_are_shown_and_stay_with_it(browser_of_pages):
    event = factories.event(transferable=True)
    seat = question(
        event, QuestionKind.SINGLE_CHOICE, required=True, choices={"Otobüs": 1, "Kendim": None}
    )
    giver = factories.registration(event)
    wishes = Wishes(questions=[seat], answers={seat.id: (seat.choices[0].id,)})
    change_wishes(giver, wishes, at=utc_now(), by=None)
    person = pass_on(giver, factories.person(), at=utc_now())
    db.session.commit()
    page = f"{page_of(person)}/completion"
    shown = browser_of_pages.get(page).all("input", name=f"q{seat.id}")
    assert ["checked" in box.attributes for box in shown] == [True, False]
    assert not [box for box in shown if "disabled" in box.attributes]
    refused = browser_of_pages.post(
        page, {**OWN, "given_name": "", f"q{seat.id}": str(seat.choices[1].id)}
    )
    boxes = refused.all("input", name=f"q{seat.id}")
    assert not [box for box in boxes if "disabled" in box.attributes]
    sent = {**OWN, f"q{seat.id}": str(seat.choices[0].id)}
    assert browser_of_pages.submit(page, sent).status_code == 303
    db.session.rollback()
    assert [claim.quota.choice_id for claim in person.claims] == [seat.choices[0].id]


@pytest.mark.parametrize(("field", "typed"), [("given_name", ""), ("email", ""), ("province", "")])
def test_what_is_missing_is_asked_for(browser_of_pages, field, typed):
    person = nominee()
    browser_of_pages.post(f"{page_of(person)}/completion", {**OWN, field: typed})
    assert person.awaits_completion


def test_without_an_address_of_their_own_the_code_opens_the_page(browser_of_pages):
    person = nominee(email=None)
    assert person.access_code and kinds_of_letters(person) == []
    for typed in (printed(person.access_code).lower(), f" {person.access_code} "):
        answer = browser_of_pages.submit("/code", {"code": typed})
        assert (answer.status_code, answer.location) == (303, f"{page_of(person)}/completion")
    answer = browser_of_pages.submit(f"{page_of(person)}/completion", {**OWN, "email": ""})
    assert answer.status_code == 303
    db.session.expire_all()
    assert not person.awaits_completion and person.email is None
    assert browser_of_pages.submit("/code", {"code": person.access_code}).location == page_of(
        person
    )


@pytest.mark.parametrize("typed", ["", "AAAAA-BBBBB-CCCCC", "x", "0" * 15, "%' OR 1=1", "A" * 500])
def test_a_wrong_code_opens_nothing(browser_of_pages, typed):
    nominee(email=None)
    browser_of_pages.post("/code", {"code": typed})


def test_codes_cannot_be_guessed_quickly_but_right_ones_are_not_counted(limited_app):
    person = nominee(email=None)
    client = limited_app.test_client()
    hidden = PageBrowser(client).get("/code").form_values()

    def post(code: str | None) -> int:
        answer = client.post("/code", data={**hidden, "code": code})
        return int(answer.status_code)

    assert {post(person.access_code) for _ in range(30)} == {303}
    assert [post("AAAAABBBBBCCCCC") for _ in range(21)] == [422] * 20 + [429]


def test_a_nominee_chosen_before_completing_is_asked_to_complete_rather_than_sent_a_ticket(app):
    person = nominee(delegation(factories.event(approval=True)))
    change_status(person, RegistrationStatus.CONFIRMED, at=utc_now(), by=factories.user())
    db.session.commit()
    assert kinds_of_letters(person) == [LetterKind.PARTICIPANT_NOMINATED] * 2


def test_those_who_have_not_completed_are_written_to_again_but_not_twice_at_once(app):
    asked = delegation()
    late, done, coded = (
        nominee(asked),
        nominee(asked, email="b@example.org"),
        nominee(asked, email=None),
    )
    done.awaits_completion = False
    db.session.execute(sa.update(Letter).values(created_at=utc_now() - timedelta(days=1)))
    db.session.commit()
    assert remind_to_complete(asked, by=None, at=utc_now()) == 1
    assert remind_to_complete(asked, by=None, at=utc_now()) == 0
    assert [len(kinds_of_letters(p)) for p in (late, done, coded)] == [2, 1, 0]


def test_a_person_who_cannot_come_cancels_before_completing(browser_of_pages):
    person = nominee()
    page = f"{page_of(person)}/completion"
    answer = browser_of_pages.submit(f"{page_of(person)}/cancellation", {}, page=page)
    assert answer.status_code == 303
    db.session.expire_all()
    assert person.status is RegistrationStatus.CANCELLED
    assert browser_of_pages.get(page_of(person))
