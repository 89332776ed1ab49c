import pytest

from extensions import db
from operations.registrations.institutions import suggest_institutions
from queries.registrations.institutions import institutions_given, suggested_institutions
from tests import factories
from tests.browser_of_pages import PageBrowser


def given(*people):
    """(institution, e-mail) of each registration."""
    event = factories.event()
    for institution, email in people:
        factories.registration(event, institution=institution, email=email)


def known():
    suggest_institutions(institutions_given())
    db.session.commit()


def test_a_name_is_suggested_once_two_people_gave_it(app):
    given(
        ("Çorum Valiliği", "a@example.org"),
        ("ÇORUM VALİLİĞİ", "b@example.org"),
        ("Çorum Valiliği", "c@example.org"),
        ("Ben Ali Veli", "d@example.org"),
        ("Ben Ali Veli", "d@example.org"),
        ("Kimsesiz", None),
        ("Kimsesiz", None),
    )
    assert institutions_given() == {"corum valiligi": "Çorum Valiliği"}


@pytest.mark.parametrize("text", ["ali@example.org", "0532 123 45 67", "10000000146", "ab"])
def test_what_is_no_name_is_never_suggested(app, text):
    given((text, "a@example.org"), (text, "b@example.org"))
    assert institutions_given() == {}


def test_a_name_that_is_no_longer_given_is_forgotten(app):
    suggest_institutions({"eski": "Eski", "ayni": "Ayni"})
    suggest_institutions({"ayni": "Aynı", "yeni": "Yeni"})
    db.session.commit()
    assert suggested_institutions("eski") == []
    assert list(suggested_institutions("aynı")) == ["Aynı"]


@pytest.mark.parametrize("typed", ["ığdır", "IĞDIR", "igdir", "İğdir"])
def test_typing_in_a_hurry_finds_it_and_beginnings_come_first(app, typed):
    suggest_institutions({"a igdir dernegi": "A Iğdır Derneği", "igdir valiligi": "Iğdır Valiliği"})
    assert list(suggested_institutions(typed)) == ["Iğdır Valiliği", "A Iğdır Derneği"]


def test_signs_are_taken_literally_and_ten_are_enough(app):
    suggest_institutions({f"kurum {n:02d}": f"Kurum {n:02d}" for n in range(12)})
    db.session.commit()
    client = app.test_client()
    assert len(client.get("/institutions.json?q=kurum").json["names"]) == 10
    for typed in ("%", "__", "\\\\", "k", "", "\0\0", "x" * 5000):
        assert client.get("/institutions.json", query_string={"q": typed}).json == {"names": []}


def test_the_persons_institution_is_suggested_on_the_form(app):
    page = PageBrowser(app.test_client()).get(f"/events/{factories.event().slug}/register")
    [field] = page.all("input", name="institution")
    assert field.attributes["data-suggestions"] == "/institutions.json"
