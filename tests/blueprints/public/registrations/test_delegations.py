import io
from datetime import timedelta
from typing import Any

import openpyxl
import pytest
import sqlalchemy as sa

from extensions import db
from lib.clock import utc_now
from models.delegations import Delegation
from models.letters import Letter, LetterKind
from models.places import Quota
from models.registrations import Registration, RegistrationSource, RegistrationStatus
from models.sectors import Sector
from operations.registrations.delegations import revoke_link
from tests import factories
from tests.factories.delegations import delegation, path, table, xlsx
from tests.statements import count_statements

PERSON = {"given_name": "Işıl", "family_name": "Çağlar", "email": "isil@example.org"}
HEADINGS = ["Ad", "Soyad", "E-posta", "Telefon", "Kurumdaki görevi"]


def people() -> list[Registration]:
    return list(db.session.scalars(sa.select(Registration).order_by(Registration.id)))


def letters(kind: LetterKind) -> list[Letter]:
    return list(db.session.scalars(sa.select(Letter).where(Letter.kind == kind)))


def send(browser, of: Delegation, content: bytes, name: str = "aday.xlsx"):
    return browser.submit(f"{path(of)}/tables", table(content, name), page=path(of))


def test_the_contact_gets_a_letter_with_the_link(browser_of_pages):
    asked = delegation()
    [letter] = letters(LetterKind.DELEGATION_INVITED)
    assert (letter.to_address, letter.registration_id) == ("sukran@corum.example.org", None)
    assert f"http://meydan.example.org{path(asked)}" in letter.text
    assert "Çorum İl Millî Eğitim Müdürlüğü" in letter.html
    assert "Çorum İl Millî" in browser_of_pages.get(path(asked)).words()


def test_one_person_is_nominated_and_asked_to_complete_their_data(browser_of_pages):
    asked = delegation()
    answer = browser_of_pages.submit(f"{path(asked)}/nominees", PERSON, page=path(asked))
    assert (answer.status_code, answer.location) == (303, path(asked))
    [person] = people()
    assert (person.source, person.status) == (RegistrationSource.DELEGATION, "confirmed")
    assert (person.sector, person.institution) == (Sector.PUBLIC, asked.institution)
    assert (person.delegation_id, person.awaits_completion, person.notice_version) == (
        asked.id,
        True,
        None,
    )
    [letter] = db.session.scalars(sa.select(Letter).where(Letter.registration_id == person.id))
    assert letter.kind is LetterKind.PARTICIPANT_NOMINATED
    assert "/completion" in letter.text and person.access_code is None
    page = browser_of_pages.get(path(asked)).words()
    assert "Işıl Çağlar" in page and ("1 / 10" in page or "1 of 10" in page)


@pytest.mark.parametrize("name", ["aday.csv", "aday.xlsx"])
def test_a_table_is_taken_as_a_whole(browser_of_pages, name):
    asked = delegation()
    rows: list[list[Any]] = [
        HEADINGS,
        ["Işıl", "Çağlar", "isil@example.org", "0532 123 45 67", "Şube müdürü"],
        ["Ümit", "Öz", None, 5321234568, None],
    ]
    csv = "\n".join(";".join("" if c is None else str(c) for c in row) for row in rows)
    content = xlsx(*rows) if name.endswith("xlsx") else csv.encode("cp1254")
    assert send(browser_of_pages, asked, content, name).status_code == 303
    assert [(p.name, p.email, p.phone, p.institution_role) for p in people()] == [
        ("Işıl Çağlar", "isil@example.org", "+905321234567", "Şube müdürü"),
        ("Ümit Öz", None, "+905321234568", ""),
    ]
    assert [p.access_code is None for p in people()] == [True, False]
    assert len(letters(LetterKind.PARTICIPANT_NOMINATED)) == 1


def test_the_template_is_one_that_we_read(browser_of_pages):
    asked = delegation()
    for language, first in (("tr", "Ad"), ("en", "Given name")):
        answer = browser_of_pages.client.get(f"{path(asked)}/template.xlsx?lang={language}")
        sheet = openpyxl.load_workbook(io.BytesIO(answer.data)).active
        headings = [cell.value for cell in sheet[1]]
        assert headings[0] == first
        row = ["İnci", f"Ak {language}", f"inci.{language}@example.org", "05321234567", "Uzman"]
        assert send(browser_of_pages, asked, xlsx(headings, row)).status_code == 303
    csv = browser_of_pages.client.get(f"{path(asked)}/template.csv?lang=tr").data
    assert csv.decode("utf-8-sig").startswith("Ad;Soyad;E-posta;Telefon")
    assert [p.given_name for p in people()] == ["İnci", "İnci"]


BAD = xlsx(
    HEADINGS,
    ["Işıl", "Çağlar", "isil@example.org", "0532 123 45 67", ""],
    ["", "Öz", "umit@", "12", ""],
    ["Ayşe", "Şen 10000000146", "ayse@example.org", "", "x" * 201],
)
WORDS = {
    "en": [
        "Leave out identity numbers",
        "Row 3",
        "Fill in this cell.",
        "Enter an email address such as",
        "Row 4",
        "Use at most 200 characters.",
    ]
}


@pytest.mark.parametrize("language", ["en"])
def test_every_wrong_cell_is_named_and_nobody_is_taken(browser_of_pages, language):
    asked = delegation()
    browser_of_pages.get(f"{path(asked)}?lang={language}")
    hidden = browser_of_pages.get(path(asked)).form_values()
    page = browser_of_pages._read(
        browser_of_pages.client.post(f"{path(asked)}/tables", data={**hidden, **table(BAD)}), 422
    )
    assert people() == []
    for words in WORDS[language]:
        assert words in page.words()
    refused = [
        e.attributes["id"] for e in page.elements if e.attributes.get("class") == "cell--refused"
    ]
    assert refused == [
        "cell-3-given_name",
        "cell-3-email",
        "cell-3-phone",
        "cell-4-family_name",
        "cell-4-institution_role",
    ]
    assert "Row 2" not in page.words()


def test_who_stands_there_twice_or_is_on_the_list_is_pointed_out(browser_of_pages):
    asked = delegation()
    factories.registration(
        asked.event, given_name="IŞIL", family_name="Çağlar", email="isil@example.org"
    )
    rows = [
        ["Işıl", "Çağlar", "isil@example.org"],
        ["Ümit", "Öz", "umit@example.org"],
        ["ÜMİT", "ÖZ", "umit@example.org"],
        ["Ümit", "Öz", "another@example.org"],
    ]
    answer = send(browser_of_pages, asked, xlsx(HEADINGS[:3], *rows))
    assert answer.status_code == 422
    assert 'id="cell-2-family_name"' in answer.text and 'id="cell-4-family_name"' in answer.text
    assert 'id="cell-5-family_name"' not in answer.text
    assert len(people()) == 1


def test_those_who_share_an_address_get_codes_and_no_letter(browser_of_pages):
    asked = delegation()
    factories.registration(asked.event, email="known@example.org")
    rows = [
        ["Ayşe", "Şen", "ortak@example.org"],
        ["Ümit", "Öz", "ORTAK@example.org"],
        ["Can", "Ak", "known@example.org"],
        ["İnci", "Er", "inci@example.org"],
    ]
    assert send(browser_of_pages, asked, xlsx(HEADINGS[:3], *rows)).status_code == 303
    nominated = people()[1:]
    assert [p.access_code is not None for p in nominated] == [True, True, True, False]
    assert [p.email for p in nominated] == [None, None, None, "inci@example.org"]
    assert [x.to_address for x in letters(LetterKind.PARTICIPANT_NOMINATED)] == ["inci@example.org"]
    pdf = browser_of_pages.client.get(f"{path(asked)}/codes.pdf")
    assert (pdf.mimetype, pdf.data[:5]) == ("application/pdf", b"%PDF-")


@pytest.mark.parametrize("content", [b"", b"\x00\x01", b"PK\x03\x04nothing", b"Ad;Soyad\n"])
def test_files_that_are_no_tables_are_refused_in_words(browser_of_pages, content):
    asked = delegation()
    page = send(browser_of_pages, asked, content)
    assert page.status_code == 422 and "error-summary" in page.text


def test_a_file_that_is_too_large_is_refused_in_words(browser_of_pages):
    asked = delegation()
    token = browser_of_pages.get(path(asked)).form_values()["csrf_token"]

    def sent(size: int) -> int:
        body = (
            (
                f'--x\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n{token}\r\n'
                '--x\r\nContent-Disposition: form-data; name="table"; filename="a.csv"\r\n\r\n'
            ).encode()
            + b"x" * size
            + b"\r\n--x--\r\n"
        )
        answer = browser_of_pages.client.post(
            f"{path(asked)}/tables", data=body, content_type="multipart/form-data; boundary=x"
        )
        answer.request.close()
        return int(answer.status_code)

    assert sent(5 * 1024 * 1024 + 1) == 422
    assert sent(11 * 1024 * 1024) == 413


def test_columns_that_are_missing_or_double_are_named(browser_of_pages):
    asked = delegation()
    page = send(
        browser_of_pages, asked, xlsx(["Ad", "İsim", "E-posta"], ["A", "B", "c@example.org"])
    )
    assert page.status_code == 422
    assert "Soyad" in page.text and "İsim" in page.text


def test_more_than_asked_for_are_refused(browser_of_pages):
    asked = delegation(size=2)
    rows = [["Ayşe", f"Şen {n}", ""] for n in range(3)]
    assert send(browser_of_pages, asked, xlsx(HEADINGS[:3], *rows)).status_code == 409
    assert people() == []
    assert send(browser_of_pages, asked, xlsx(HEADINGS[:3], *rows[:2])).status_code == 303
    answer = browser_of_pages.client.post(
        f"{path(asked)}/nominees",
        data={
            **PERSON,
            "csrf_token": browser_of_pages.get(path(asked)).form_values()["csrf_token"],
        },
    )
    assert answer.status_code == 409 and len(people()) == 2


def test_a_delegation_larger_than_the_places_is_taken_as_a_whole_or_not_at_all(browser_of_pages):
    asked = delegation(factories.event(capacity=2))
    rows = [["Ayşe", f"Şen {n}", ""] for n in range(3)]
    assert send(browser_of_pages, asked, xlsx(HEADINGS[:3], *rows)).status_code == 409
    assert people() == [] and db.session.scalar(sa.select(Quota.taken)) == 0


def test_with_a_waiting_list_the_first_get_the_places_and_the_rest_waits(browser_of_pages):
    asked = delegation(factories.event(capacity=2, waitlist=True))
    rows = [["Ayşe", f"Şen {n}", ""] for n in range(3)]
    assert send(browser_of_pages, asked, xlsx(HEADINGS[:3], *rows)).status_code == 303
    assert [p.status for p in people()] == ["confirmed", "confirmed", "waitlisted"]
    assert db.session.scalar(sa.select(Quota.taken)) == 2


def test_nominees_of_an_event_with_a_selection_await_its_decision(browser_of_pages):
    asked = delegation(factories.event(approval=True))
    browser_of_pages.submit(f"{path(asked)}/nominees", PERSON, page=path(asked))
    assert [p.status for p in people()] == [RegistrationStatus.PENDING]
    assert len(letters(LetterKind.PARTICIPANT_NOMINATED)) == 1


def test_a_nomination_is_taken_back_until_the_deadline(browser_of_pages):
    asked = delegation(nominations_close_at=utc_now() + timedelta(hours=1))
    browser_of_pages.submit(f"{path(asked)}/nominees", PERSON, page=path(asked))
    [person] = people()
    removal = f"{path(asked)}/nominees/{person.id}/removal"
    other = delegation(asked.event, contact_email="baska@example.org")
    foreign = f"{path(other)}/nominees/{person.id}/removal"
    assert browser_of_pages.submit(foreign, {}, page=path(other)).status_code == 404
    hidden = browser_of_pages.get(path(asked)).form_values()
    asked.nominations_close_at = utc_now()
    db.session.commit()
    browser_of_pages.client.post(removal, data=hidden)
    assert people()[0].status is RegistrationStatus.CONFIRMED
    refused = browser_of_pages.client.post(
        f"{path(asked)}/nominees", data={**hidden, **PERSON, "given_name": "Ece"}
    )
    assert refused.status_code == 409
    asked.nominations_close_at = None
    db.session.commit()
    for _click in range(2):
        assert browser_of_pages.client.post(removal, data=hidden).status_code == 303
    db.session.expire_all()
    assert people()[0].status is RegistrationStatus.CANCELLED
    assert db.session.scalar(sa.select(Quota.taken)) == 0


def test_a_revoked_link_opens_nothing(browser_of_pages):
    asked = delegation()
    old = path(asked)
    revoke_link(asked, by=factories.user(), at=utc_now())
    db.session.commit()
    for page in ("", "/template.xlsx", "/template.csv", "/codes.pdf"):
        assert browser_of_pages.client.get(f"{old}{page}").status_code == 410
    assert browser_of_pages.get(old, status=410)
    assert browser_of_pages.get(f"{old}x", status=404)
    assert browser_of_pages.get(path(asked))


def test_the_page_asks_as_little_of_the_database_for_three_people_as_for_one(browser_of_pages):
    counts = []
    for asked, number in ((delegation(), 1), (delegation(), 3)):
        rows = [["Ayşe", f"Şen {n}", f"a{asked.id}.{n}@example.org"] for n in range(number)]
        send(browser_of_pages, asked, xlsx(HEADINGS[:3], *rows))
        with count_statements() as statements:
            browser_of_pages.get(path(asked))
        counts.append(len(statements))
    assert counts == [3, 3]


def test_the_contact_does_not_see_what_people_wrote_themselves(browser_of_pages):
    asked = delegation()
    browser_of_pages.submit(f"{path(asked)}/nominees", PERSON, page=path(asked))
    [person] = people()
    person.awaits_completion, person.email = False, "gizli@example.org"
    db.session.commit()
    assert "gizli" not in browser_of_pages.get(path(asked)).words()
