import pytest
import sqlalchemy as sa

from extensions import db
from models.letters import Letter, LetterKind
from models.registrations import Registration, RegistrationSource
from models.users import Role
from tests import factories

PERSON = {"given_name": "Işıl", "family_name": "Çağ", "sector": "cso"}


@pytest.fixture
def event(app):
    return factories.event()


@pytest.fixture
def list_address(event):
    return f"/events/{event.id}/registrations"


def letters_of(registration_id):
    return [
        letter.kind
        for letter in db.session.scalars(
            sa.select(Letter).where(Letter.registration_id == registration_id).order_by(Letter.id)
        )
    ]


def test_someone_is_registered_with_ticket_and_page(program, list_address, browser_of_pages):
    made = program.post(
        list_address,
        {
            **PERSON,
            "email": "Isil@Example.ORG",
            "phone": "0532 123 45 67",
            "province": "6",
            "institution": "Iğdır Gençlik Derneği",
            "locale": "en",
            "answers": {},
        },
    )
    assert made["status"] == "confirmed"
    assert (made["email"], made["phone"]) == ("isil@example.org", "+905321234567")
    assert (made["province"], made["locale"]) == ("06", "en")
    assert len(made["ticket_code"]) == 121
    assert len(made["short_code"]) == 9
    browser_of_pages.get(made["self_service_url"].removeprefix("http://meydan.example.org"))
    assert letters_of(made["id"]) == [LetterKind.REGISTRATION_CONFIRMED]
    assert program.get(f"/registrations/{made['id']}") == made
    assert db.session.get_one(Registration, made["id"]).source is RegistrationSource.API


def test_without_an_address_nobody_is_written_to(program, list_address):
    for empty in ({}, {"email": None}, {"email": ""}):
        made = program.post(list_address, {**PERSON, **empty})
        assert (made["email"], letters_of(made["id"])) == (None, [])


def test_the_ticket_admits_at_the_door(program, list_address, event):
    made = program.post(list_address, PERSON)
    door = program.get(f"/events/{event.id}")["checkpoints"][0]["id"]
    for nonce, code in enumerate((made["ticket_code"], made["short_code"])):
        seen = program.post(
            "/check-ins", {"code": code, "checkpoint_id": door, "nonce": str(nonce)}, 200
        )
        assert seen["participant"]["registration_id"] == made["id"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("given_name", ""),
        ("given_name", " \n"),
        ("given_name", "a" * 101),
        ("given_name", 5),
        ("given_name", None),
        ("family_name", "\udfff"),
        ("family_name", "a\x00"),
        ("email", "isil"),
        ("email", "isil@localhost"),
        ("email", f"{'a' * 250}@example.org"),
        ("email", ["a@example.org"]),
        ("phone", "call me"),
        ("phone", "1" * 41),
        ("phone", "12"),
        ("sector", "ngo"),
        ("sector", None),
        ("province", "99"),
        ("locale", "de"),
        ("answers", []),
        ("answers", "x"),
        ("institution", "a" * 10_000),
    ],
)
def test_a_bad_field_is_named(program, list_address, field, value):
    assert list(program.post(list_address, {**PERSON, field: value}, 422)["errors"]) == [field]


def test_answers_to_questions_that_nobody_asked_are_refused(program, list_address):
    refused = program.post(list_address, {**PERSON, "answers": {"diet": "none"}}, 422)
    assert list(refused["errors"]) == ["answers.diet"]


@pytest.mark.parametrize(
    "name", ["Ğ", "김", "مريم", "Ó", "👩‍👩‍👧", "O'Neill-Şahin", "a\u0301" * 50]
)
def test_names_of_any_script_are_kept(program, list_address, name):
    made = program.post(list_address, {**PERSON, "given_name": name})
    assert program.get(f"/registrations/{made['id']}")["given_name"] == made["given_name"]


def test_a_full_event_says_so_or_puts_on_the_waiting_list(program):
    full = factories.event(capacity=1)
    factories.registration(full)
    refused = program.post(f"/events/{full.id}/registrations", PERSON, 409)
    assert (refused["type"], refused["title"]) == ("/api/v1/docs#event-full", "Event full")
    program.patch(f"/events/{full.id}", {"waitlist": True})
    made = program.post(f"/events/{full.id}/registrations", PERSON)
    assert (made["status"], made["ticket_code"], made["short_code"]) == ("waitlisted", None, None)
    assert made["self_service_url"]


def test_an_event_that_was_called_off_takes_nobody(program, event, list_address):
    program.patch(f"/events/{event.id}", {"status": "cancelled"})
    assert program.post(list_address, PERSON, 409)["type"].endswith("#not-registrable")


def test_an_application_is_decided(program):
    event = factories.event(approval=True)
    made = program.post(f"/events/{event.id}/registrations", {**PERSON, "email": "a@example.org"})
    address = f"/registrations/{made['id']}"
    assert (made["status"], made["ticket_code"]) == ("pending", None)
    declined = program.patch(address, {"status": "declined", "reason": "Kontenjan\ndoldu"})
    assert (declined["status"], declined["status_reason"]) == ("declined", "Kontenjan\ndoldu")
    assert program.patch(address, {"status": "waitlisted"})["status"] == "waitlisted"
    confirmed = program.patch(address, {"status": "confirmed"})
    assert confirmed["ticket_code"]
    assert program.patch(address, {"status": "cancelled"})["ticket_code"] is None
    refused = program.patch(address, {"status": "pending"}, 409)
    assert refused["type"].endswith("#invalid-transition")
    assert letters_of(made["id"]) == [
        LetterKind.REGISTRATION_RECEIVED,
        LetterKind.REGISTRATION_DECLINED,
        LetterKind.REGISTRATION_WAITLISTED,
        LetterKind.REGISTRATION_CONFIRMED,
        LetterKind.REGISTRATION_CANCELLED,
    ]


def test_the_same_status_again_changes_nothing_and_writes_no_letter(program, list_address):
    made = program.post(list_address, {**PERSON, "email": "a@example.org"})
    assert program.patch(f"/registrations/{made['id']}", {"status": "confirmed"}) == made
    assert letters_of(made["id"]) == [LetterKind.REGISTRATION_CONFIRMED]


def test_confirming_into_a_full_event_is_refused(program):
    event = factories.event(capacity=1, waitlist=True)
    factories.registration(event)
    waiting = factories.registration(event)
    refused = program.patch(f"/registrations/{waiting.id}", {"status": "confirmed"}, 409)
    assert refused["type"].endswith("#event-full")
    assert program.get(f"/registrations/{waiting.id}")["status"] == "waitlisted"


def test_a_cancellation_moves_up_who_waits_where_nobody_is_asked(program):
    event = factories.event(capacity=1, waitlist=True, offer_hours=None)
    first, second = factories.registration(event), factories.registration(event)
    program.patch(f"/registrations/{first.id}", {"status": "cancelled"})
    assert program.get(f"/registrations/{second.id}")["status"] == "confirmed"


def test_only_the_details_that_are_given_change(program, list_address):
    made = program.post(list_address, {**PERSON, "phone": "0532 123 45 67"})
    address = f"/registrations/{made['id']}"
    assert program.patch(address, {"family_name": "Çağlar"}) == {**made, "family_name": "Çağlar"}
    assert program.patch(address, {"phone": None})["phone"] is None
    for field in ("given_name", "sector", "locale"):
        assert list(program.patch(address, {field: None}, 422)["errors"]) == [field]


def test_a_refused_status_keeps_the_details_too(program, list_address):
    made = program.post(list_address, PERSON)
    program.patch(f"/registrations/{made['id']}", {"status": "pending", "family_name": "X"}, 409)
    assert program.get(f"/registrations/{made['id']}")["family_name"] == "Çağ"


@pytest.mark.parametrize(
    "typed", ["IŞIL", "ışıl", "isil", "Işıl Çağ", "dernegi", "DERNEĞİ", "çağ  ış"]
)
def test_search_knows_turkish_letters(program, list_address, typed):
    program.post(list_address, {**PERSON, "institution": "Iğdır Gençlik Derneği"})
    program.post(list_address, {"given_name": "Mehmet", "family_name": "Öz", "sector": "public"})
    found = program.call("GET", list_address, query_string={"q": typed})["items"]
    assert [row["given_name"] for row in found] == ["Işıl"]


def test_search_takes_signs_literally(program, list_address):
    program.post(list_address, PERSON)
    for typed in ("%", "_", "\\", "'", "\x00%", "a" * 201):
        assert program.answer("GET", list_address, query_string={"q": typed}).status_code < 500
    assert program.call("GET", list_address, query_string={"q": "%"})["items"] == []


def test_the_list_is_narrowed_by_status_and_sector(program):
    event = factories.event(capacity=1, waitlist=True)
    factories.registration(event)
    waiting = factories.registration(event)
    address = f"/events/{event.id}/registrations"
    assert [r["id"] for r in program.get(f"{address}?status=waitlisted")["items"]] == [waiting.id]
    assert program.get(f"{address}?sector=public")["items"] == []
    assert "status" in program.get(f"{address}?status=gone", 422)["errors"]


def test_the_list_follows_the_turkish_alphabet(program, list_address):
    for name in ("Zor", "Çam", "Can", "Iğdır", "İnan", "Işık", "Dere"):
        program.post(list_address, {**PERSON, "family_name": name})
    names = [row["family_name"] for row in program.get(list_address)["items"]]
    assert names == ["Can", "Çam", "Dere", "Iğdır", "Işık", "İnan", "Zor"]


def test_an_evaluator_reads_but_does_not_decide(program_of, program, list_address):
    made = program.post(list_address, PERSON)
    evaluator = program_of(Role.EVALUATOR)
    assert evaluator.get(list_address)["items"][0]["self_service_url"] is None
    evaluator.patch(f"/registrations/{made['id']}", {"status": "cancelled"}, 403)


@pytest.mark.parametrize("field", ["given_name", "family_name", "institution", "institution_role"])
def test_no_identity_number_is_taken(program, list_address, field):
    refused = program.post(list_address, {**PERSON, field: "TC 10000000146"}, 422)
    assert list(refused["errors"]) == [field]
    made = program.post(list_address, PERSON)
    program.patch(f"/registrations/{made['id']}", {field: "TC 10000000146"}, 422)


@pytest.mark.parametrize(
    "same",
    [
        {"given_name": "ISIL", "family_name": "cag", "phone": "0532 111 11 11"},
        {"given_name": "Işıl", "family_name": "ÇAĞ", "email": "other@example.org"},
    ],
)
def test_the_same_person_is_already_registered(program, list_address, same):
    whole = {**PERSON, "email": "i@example.org", "phone": "0532 000 00 01"}
    made = program.post(list_address, whole)
    refused = program.post(list_address, {**whole, **same}, 409)
    assert refused["type"].endswith("#already-registered")
    assert refused["id"] == made["id"]
    program.patch(f"/registrations/{made['id']}", {"status": "cancelled"})
    again = program.post(list_address, {**whole, **same})
    back = program.patch(f"/registrations/{made['id']}", {"status": "confirmed"}, 409)
    assert (back["type"].rpartition("#")[2], back["id"]) == ("already-registered", again["id"])


def test_a_correction_makes_nobody_somebody_else_on_the_list(program, list_address):
    one = program.post(list_address, {**PERSON, "email": "i@example.org"})
    other = program.post(list_address, {**PERSON, "family_name": "Öz", "email": "i@example.org"})
    refused = program.patch(f"/registrations/{other['id']}", {"family_name": "Cag"}, 409)
    assert (refused["type"].rpartition("#")[2], refused["id"]) == ("already-registered", one["id"])


@pytest.mark.parametrize("family_name", [None, "", "-", "–"])
def test_one_name_alone_is_a_name(program, list_address, family_name):
    person = {"given_name": "Suharto", "sector": "public", "email": "s@example.org"}
    made = program.post(list_address, {**person, "family_name": family_name})
    assert (made["given_name"], made["family_name"]) == ("Suharto", "")
    letter = db.session.scalars(sa.select(Letter)).one()
    assert letter.to_name == "Suharto"
    assert "Suharto" in letter.text
    assert program.patch(f"/registrations/{made['id']}", {"family_name": "Öz"})
    assert program.patch(f"/registrations/{made['id']}", {"family_name": "-"}) == made


def test_a_family_name_may_be_left_out(program, list_address):
    made = program.post(list_address, {"given_name": "Suharto", "sector": "public"})
    assert made["family_name"] == ""
    program.post(list_address, {"given_name": "-", "sector": "public"}, 422)
