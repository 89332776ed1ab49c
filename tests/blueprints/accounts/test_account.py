import pytest

from extensions import db
from lib.passwords import matches
from models.users import Role, User
from tests import factories
from tests.browser_of_pages import Document
from tests.factories import PASSWORD

NEW = "yepyeni bir şifre"


@pytest.fixture
def user(app, browser_of_pages) -> User:
    made = factories.user()
    factories.sign_in(browser_of_pages.client, made)
    return made


@pytest.mark.parametrize("role", list(Role))
def test_everyone_has_an_account_page(browser_of_pages, role):
    factories.sign_in(browser_of_pages.client, factories.user(role, province="19"))
    words = browser_of_pages.get("/account?lang=en").words()
    assert "Çorum" in words


def test_strangers_are_asked_to_sign_in(browser_of_pages):
    for address in ("/account", "/account/password"):
        answer = browser_of_pages.client.get(address)
        assert answer.location == f"/sign-in?next={address}"


def test_name_and_language_are_saved(browser_of_pages, user):
    answer = browser_of_pages.submit("/account", {"name": "Şule  Işık", "language": "en"})
    assert answer.status_code == 303
    db.session.refresh(user)
    assert (user.name, user.locale) == ("Şule Işık", "en")
    page = browser_of_pages.get("/account")
    assert page.all("html")[0].attributes["lang"] == "en"
    assert "Your account is saved." in page.words()


@pytest.mark.parametrize("name", ["", "   ", "x" * 10_000, "\x00"])
def test_impossible_name_is_refused_beside_the_field(browser_of_pages, user, name):
    page = browser_of_pages.post("/account", {"name": name, "language": "en"})
    assert page.all("p", id="name-error")
    assert page.all("option", value="en")[0].attributes.get("selected") is not None


def test_password_change_ends_the_other_sessions_and_not_this_one(app, browser_of_pages, user):
    elsewhere = app.test_client()
    factories.sign_in(elsewhere, user)
    assert elsewhere.get("/account").status_code == 200
    answer = browser_of_pages.submit("/account/password", {"current": PASSWORD, "new": NEW})
    assert answer.status_code == 303
    assert browser_of_pages.client.get("/account").status_code == 200
    assert elsewhere.get("/account").location.startswith("/sign-in")
    db.session.refresh(user)
    assert matches(NEW, user.password_hash)


@pytest.mark.parametrize(
    ("current", "new", "refused"),
    [
        ("wrong", NEW, "current"),
        (PASSWORD, "kısa", "new"),
        (PASSWORD, "x" * 10_000, "new"),
        (PASSWORD, "Parola2026!!", "new"),
        (PASSWORD, "Çorum-Meydan-19", "new"),
    ],
)
def test_password_stays_when_the_change_is_refused(browser_of_pages, user, current, new, refused):
    page = browser_of_pages.post("/account/password", {"current": current, "new": new})
    assert page.all("p", id=f"{refused}-error")
    db.session.refresh(user)
    assert matches(PASSWORD, user.password_hash)


def test_a_refusal_says_what_is_wrong_with_the_password(browser_of_pages, user):
    for new, said in (
        ("short", "Use at least 12 characters."),
        ("Parola2026!!", "words, years or rows of keys"),
        (f"{user.name.split()[0]} Meydan 2026", "your name, your address, a province"),
    ):
        form = {"current": PASSWORD, "new": new}
        page = browser_of_pages.post("/account/password?lang=en", form)
        assert said in page.all("p", id="new-error")[0].text


@pytest.mark.parametrize(
    ("address", "fields"),
    [
        ("/account/password", ["current", "new"]),
        ("/organizer/users/new", ["email", "name", "role"]),
    ],
)
def test_refusals_are_summed_up_in_the_order_of_the_fields(browser_of_pages, address, fields):
    factories.sign_in(browser_of_pages.client, factories.user(Role.CENTRAL_ADMIN))
    page = Document(browser_of_pages.submit(address, {}).text)
    links = [a.attributes.get("href", "") for a in page.all("a")]
    assert [link for link in links if link.startswith("#")] == [
        "#main",
        *(f"#{field}" for field in fields),
    ]


def test_typed_passwords_are_never_sent_back(browser_of_pages, user):
    page = browser_of_pages.post("/account/password", {"current": "gizli-1", "new": "gizli-2"})
    assert not [e for e in page.elements if "gizli" in e.attributes.get("value", "")]
