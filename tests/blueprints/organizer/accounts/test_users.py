"""Users, roles and provinces are managed on pages."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from extensions import db
from lib.clock import utc_now
from models.letters import Letter, LetterKind
from models.sign_ins import SignIn
from models.users import ApiToken, Role, User
from operations.accounts.tokens import create_api_token
from queries.accounts.users import user_by_address
from tests import factories
from tests.statements import count_statements

USERS = "/organizer/users"


@pytest.fixture
def admin(app, browser_of_pages) -> User:
    made = factories.user(name="Ayşe Yönetir", email="ayse@example.org")
    factories.sign_in(browser_of_pages.client, made)
    return made


def listed(browser, query: str = "") -> list[str]:
    page = browser.get(f"{USERS}{query}")
    rows = [e.text for e in page.all("th", scope="row")]
    return [row.split("@")[0].strip() for row in rows]


def test_users_are_listed_in_the_order_of_the_alphabet_with_their_state(browser_of_pages, admin):
    factories.user(Role.VIEWER, name="Çetin Çam", email="cetin@example.org", password_hash=None)
    factories.user(Role.VIEWER, name="Cem Can", email="cem@example.org", deactivated_at=utc_now())
    page = browser_of_pages.get(f"{USERS}?lang=en")
    names = [e.text for e in page.all("a") if e.attributes["href"].startswith(f"{USERS}/")]
    assert [n for n in names if n != "Invite a user"] == ["Ayşe Yönetir", "Cem Can", "Çetin Çam"]
    states = [e.text.strip() for e in page.all("td", data_label="State")]
    assert states == ["Active", "Deactivated", "Invitation sent"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?q=CETIN", ["cetin"]),
        ("?q=çetin+çam", ["cetin"]),
        ("?q=example.org&role=viewer", ["cetin", "isil"]),
        ("?province=06", ["isil"]),
        ("?state=invited", ["cetin"]),
        ("?q=hiç", []),
    ],
)
def test_the_list_is_searched(browser_of_pages, admin, query, found):
    factories.user(Role.VIEWER, name="Çetin Çam", email="cetin@example.org", password_hash=None)
    factories.user(Role.VIEWER, name="Işıl İnce", email="isil@example.org", province="06")
    page = browser_of_pages.get(USERS + query)
    addresses = [e.text for e in page.all("span", class_="whole")]
    assert addresses == [f"{name}@example.org" for name in found]


@pytest.mark.parametrize(
    "query", ["?role=boss", "?province=99", "?state=x", "?after=x", "?q=" + "x" * 999]
)
def test_a_filter_that_cannot_be_read_is_no_error_of_ours(browser_of_pages, admin, query):
    assert browser_of_pages.client.get(USERS + query).status_code < 500


def test_the_list_asks_as_much_for_three_users_as_for_one(browser_of_pages, admin):
    def asked() -> int:
        with count_statements() as counted:
            browser_of_pages.get(USERS)
        return len(counted)

    before = asked()
    for _ in range(3):
        factories.signed_in(factories.user(Role.VIEWER))
    assert asked() == before


def test_an_administrator_of_one_province_sees_and_gives_only_that(app, browser_of_pages):
    factories.user(), factories.user(Role.VIEWER, province="06")
    own = factories.user(Role.VIEWER, province="19", email="corum@example.org")
    factories.sign_in(browser_of_pages.client, factories.user(province="19", email="a@example.org"))
    page = browser_of_pages.get(USERS)
    assert {e.text for e in page.all("span", class_="whole")} == {
        "corum@example.org",
        "a@example.org",
    }
    sent = {"name": "Ad", "role": "viewer", "email": "yeni@example.org"}
    for province in ("06", ""):
        browser_of_pages.post(f"{USERS}/new", {**sent, "province": province})
        browser_of_pages.post(f"{USERS}/{own.id}/edit", {**sent, "province": province})
    assert user_by_address("yeni@example.org") is None
    assert browser_of_pages.submit(f"{USERS}/new", {**sent, "province": "19"}).status_code == 303
    assert user_by_address("yeni@example.org").province == "19"


def test_an_invited_user_gets_a_letter_and_no_password(browser_of_pages, admin):
    sent = {"name": "Yeni  Biri", "role": "moderator", "email": "Yeni@Example.org", "province": ""}
    answer = browser_of_pages.submit(f"{USERS}/new", sent)
    user = user_by_address("yeni@example.org")
    assert answer.location == f"{USERS}/{user.id}"
    assert (user.name, user.role, user.province) == ("Yeni Biri", Role.MODERATOR, None)
    assert user.password_hash is None
    letters = sa.select(Letter).where(Letter.kind == LetterKind.ACCOUNT_INVITED)
    assert [letter.to_address for letter in db.session.scalars(letters)] == ["yeni@example.org"]
    browser_of_pages.submit(f"{USERS}/{user.id}/invitation", {}, page=f"{USERS}/{user.id}")
    assert len(db.session.scalars(letters).all()) == 2


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("email", "ayse@EXAMPLE.org"),
        ("email", "kimse"),
        ("email", ""),
        ("name", "   "),
        ("name", "x" * 10_000),
        ("role", "boss"),
        ("role", ""),
        ("province", "99"),
        ("province", ""),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(browser_of_pages, admin, field, value):
    sent = {
        "name": "Ad",
        "role": "provincial-organizer",
        "email": "y@example.org",
        "province": "06",
    }
    page = browser_of_pages.post(f"{USERS}/new", {**sent, field: value})
    assert page.all("p", id=f"{field}-error")
    assert user_by_address("y@example.org") is None


def test_a_new_role_holds_from_the_next_page_on_and_signs_nobody_out(app, browser_of_pages, admin):
    user, browser = factories.user(Role.VIEWER), app.test_client()
    factories.sign_in(browser, user)
    assert browser.get("/organizer/events/new").status_code == 403
    address = f"{USERS}/{user.id}/edit"
    sent = {"name": user.name, "role": "provincial-organizer", "province": "19"}
    assert browser_of_pages.submit(address, sent).status_code == 303
    assert browser.get("/organizer/events/new").status_code == 200
    browser_of_pages.submit(address, {**sent, "role": "check-in-staff"})
    assert browser.get("/organizer/events/new").status_code == 403


def test_nobody_changes_their_own_role(browser_of_pages, admin):
    factories.user()
    sent = {"name": admin.name, "role": "viewer", "province": ""}
    page = browser_of_pages.post(f"{USERS}/{admin.id}/edit", sent)
    assert page.all("p", id="role-error")
    browser_of_pages.submit(f"{USERS}/{admin.id}/deactivation", {}, page=USERS)
    db.session.refresh(admin)
    assert admin.is_active and admin.role is Role.CENTRAL_ADMIN


def test_a_deactivated_user_is_out_at_once_and_can_come_back(app, browser_of_pages, admin):
    user, browser = factories.user(Role.VIEWER), app.test_client()
    factories.sign_in(browser, user)
    _token, text = create_api_token(user, name="x", at=utc_now())
    db.session.commit()
    bearer = {"Authorization": f"Bearer {text}"}
    assert browser.get("/api/v1/events", headers=bearer).status_code == 200
    page = f"{USERS}/{user.id}"
    assert browser_of_pages.submit(f"{page}/deactivation", {}, page=page).status_code == 303
    assert browser.get("/organizer/").location.startswith("/sign-in")
    assert browser.get("/api/v1/events", headers=bearer).status_code == 401
    assert browser_of_pages.submit(f"{page}/reactivation", {}, page=page).status_code == 303
    assert browser.get("/organizer/").location.startswith("/sign-in")
    assert browser.get("/api/v1/events", headers=bearer).status_code == 401
    factories.sign_in(browser, user)
    assert browser.get("/organizer/").status_code == 200


def test_somebody_is_signed_out_everywhere(app, browser_of_pages, admin):
    user, browser = factories.user(Role.VIEWER), app.test_client()
    factories.sign_in(browser, user)
    page = f"{USERS}/{user.id}"
    assert "Firefox, Linux" in browser_of_pages.get(page).words()
    browser_of_pages.submit(f"{page}/sign-outs", {}, page=page)
    assert browser.get("/organizer/").location.startswith("/sign-in")
    assert "Firefox, Linux" not in browser_of_pages.get(page).words()


def test_one_token_of_somebody_is_revoked(app, browser_of_pages, admin):
    user = factories.user(Role.VIEWER)
    one, two = (create_api_token(user, name=name, at=utc_now())[0] for name in ("Bir", "İki"))
    db.session.commit()
    page = f"{USERS}/{user.id}"
    browser_of_pages.submit(f"/organizer/api-tokens/{one.id}/revocation", {}, page=page)
    db.session.expire_all()
    assert one.revoked_at and db.session.get_one(ApiToken, two.id).revoked_at is None


def test_acts_about_users_ask_for_a_fresh_proof(app, browser_of_pages, admin):
    user = factories.user(Role.VIEWER)
    long_ago = utc_now() - timedelta(minutes=11)
    page = f"{USERS}/{user.id}"
    token = browser_of_pages.get(page).form_values()["csrf_token"]
    db.session.execute(sa.update(SignIn).values(proved_at=long_ago))
    db.session.commit()
    acts = ("invitation", "deactivation", "reactivation", "sign-outs", "factor-resets", "edit")
    for act in (*(f"{page}/{act}" for act in acts), f"{USERS}/new"):
        answer = browser_of_pages.client.post(act, data={"csrf_token": token})
        assert answer.location.startswith("/sign-in/second-factor"), act
    assert browser_of_pages.client.get(page).status_code == 200
    db.session.refresh(user)
    assert user.is_active
