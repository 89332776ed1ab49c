"""/account/factors: what one has, setting up, removing."""

import re
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import pyotp
import pytest
import sqlalchemy as sa
from flask import Flask

from extensions import db
from models.sign_ins import SignIn
from models.users import Role, User
from operations.accounts.sign_ins import begin_sign_in
from queries.accounts.factors import factors_of, has_factor
from tests import factories
from tests.browser_of_pages import Document, PageBrowser
from tests.conftest import make_app
from tests.factories import PASSWORD

PAGE = "/account/factors"
SET_UP = f"{PAGE}/authenticator"


@pytest.fixture
def user(app, browser_of_pages) -> User:
    made = factories.user()
    factories.sign_in(browser_of_pages.client, made)
    return made


def shown_seed(page: Document) -> str:
    return "".join(page.all("code")[0].text.split())


def set_up(browser: PageBrowser, address: str = SET_UP) -> Document:
    """The page that shows the recovery codes."""
    page = browser.get(address)
    number = pyotp.TOTP(shown_seed(page)).now()
    answer = browser.client.post(address, data={**page.form_values(), "code": number})
    assert answer.status_code == 200
    return Document(answer.text)


def codes_on(page: Document) -> list[str]:
    return [code.text for code in page.all("code")]


def test_app_is_set_up_by_its_first_right_number(browser_of_pages, user):
    codes = codes_on(set_up(browser_of_pages))
    assert has_factor(user)
    assert len(set(codes)) == 10 == factors_of(user).unused_codes
    words = browser_of_pages.get(f"{PAGE}?lang=en").words()
    assert "10 unused codes are left" in words
    assert not set(codes) & set(words.split())


def test_page_draws_the_address_for_the_app(browser_of_pages, user):
    page = browser_of_pages.get(SET_UP)
    address = next(a for a in page.all("a") if a.attributes["href"].startswith("otpauth:"))
    read = pyotp.parse_uri(address.attributes["href"])
    assert (read.issuer, read.name, read.secret) == ("Meydan", user.email, shown_seed(page))
    assert [svg for svg in page.all("svg") if svg.attributes.get("role") == "img"]


def test_wrong_number_sets_nothing_up_and_keeps_the_seed(browser_of_pages, user):
    page = browser_of_pages.get(SET_UP)
    seed = shown_seed(page)
    late = pyotp.TOTP(seed).at(datetime.now(UTC) + timedelta(minutes=5))
    for typed in (late, "", "\x00", "9" * 9_999, "\ud800".encode("utf-8", "surrogatepass")):
        answer = browser_of_pages.client.post(SET_UP, data={**page.form_values(), "code": typed})
        assert answer.status_code == 422
        again = Document(answer.text)
        assert (shown_seed(again), again.form_values()["seed"] != seed) == (seed, True)
    assert not has_factor(user)


def test_seed_is_taken_from_no_other_page_than_ones_own(app, browser_of_pages, user):
    """Whoever knew the seed would know the numbers."""
    stranger = PageBrowser(app.test_client())
    factories.sign_in(stranger.client, factories.user())
    theirs = stranger.get(SET_UP)
    number = pyotp.TOTP(shown_seed(theirs)).now()
    own = browser_of_pages.get(SET_UP).form_values()
    for seed in (theirs.form_values()["seed"], shown_seed(theirs), "", "\ud800"):
        sent = {**own, "seed": seed.encode("utf-8", "surrogatepass"), "code": number}
        answer = browser_of_pages.client.post(SET_UP, data=sent)
        assert answer.status_code == 422
        assert shown_seed(Document(answer.text)) != shown_seed(theirs)
    assert not has_factor(user)


def test_setting_up_ends_the_other_sign_ins_and_not_this_one(browser_of_pages, user):
    begin_sign_in(user, browser="", factor=None, at=datetime.now(UTC))
    set_up(browser_of_pages)
    assert db.session.scalars(sa.select(sa.func.count(SignIn.id))).one() == 1
    assert browser_of_pages.client.get("/account").status_code == 200


def test_another_phone_takes_the_place_of_the_first(browser_of_pages, user):
    set_up(browser_of_pages)
    first = factors_of(user).authenticator.seed
    page = browser_of_pages.get(SET_UP)
    sent = {**page.form_values(), "code": pyotp.TOTP(shown_seed(page)).now()}
    assert browser_of_pages.client.post(SET_UP, data=sent).location == PAGE
    db.session.expire_all()
    assert factors_of(user).authenticator.seed != first


def test_app_can_be_removed_where_no_factor_is_needed(browser_of_pages, user):
    set_up(browser_of_pages)
    answer = browser_of_pages.submit(f"{SET_UP}/removal", {}, page=PAGE)
    assert answer.location == PAGE
    assert not has_factor(user)
    assert "Recovery codes" not in browser_of_pages.get(f"{PAGE}?lang=en").words()


def test_new_codes_are_made_for_who_has_a_factor_alone(browser_of_pages, user):
    address = f"{PAGE}/recovery-codes"
    answer = browser_of_pages.submit(address, {}, page=PAGE)
    assert (answer.location, factors_of(user).unused_codes) == (PAGE, 0)
    old = codes_on(set_up(browser_of_pages))
    new = codes_on(Document(browser_of_pages.submit(address, {}, page=PAGE).text))
    assert len({*old, *new}) == 20 and factors_of(user).unused_codes == 10


def test_pages_with_secrets_are_kept_by_no_browser(browser_of_pages, user):
    assert browser_of_pages.client.get(SET_UP).headers["Cache-Control"] == "no-store"
    answer = browser_of_pages.submit(f"{PAGE}/recovery-codes", {}, page=PAGE)
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.fixture
def strict(app):
    """The site where SECOND_FACTOR is required."""
    made = make_app(app.config["SQLALCHEMY_DATABASE_URI"], second_factor="required")
    with made.app_context():
        yield PageBrowser(made.test_client())
        db.session.remove()
        db.engine.dispose()


def test_first_sign_in_after_the_upgrade_leads_to_a_factor_and_then_on(strict):
    sent = {"email": factories.user().email, "password": PASSWORD}
    answer = strict.submit("/sign-in?next=/organizer/events", sent)
    assert answer.location == "/account/factors?next=/organizer/events"
    page = strict.get(f"{answer.location}&lang=en")
    assert "a password alone is not enough here" in page.words()
    way = next(a.attributes["href"] for a in page.all("a") if SET_UP in a.attributes["href"])
    assert way == f"{SET_UP}?next=/organizer/events"
    shown = set_up(strict, way)
    on = next(a.attributes["href"] for a in shown.all("a", class_="button button--primary"))
    assert on == "/organizer/events"
    assert strict.client.get(on).status_code == 200


def test_page_asked_for_before_a_factor_is_set_up_is_gone_on_to(strict):
    factories.sign_in(strict.client, factories.user())
    asked = strict.client.get("/organizer/events?q=Van&lang=tr")
    assert asked.location == f"{PAGE}?next=/organizer/events?q%3DVan%26lang%3Dtr"
    way = next(
        a.attributes["href"]
        for a in strict.get(asked.location).all("a")
        if SET_UP in a.attributes["href"]
    )
    on = set_up(strict, way).all("a", class_="button button--primary")[0].attributes["href"]
    assert on == "/organizer/events?q=Van&lang=tr"


def test_who_has_none_reaches_only_the_pages_that_set_one_up(strict):
    """Whatever the role and the method: every other route for staff leads there. Calls with a token
    take no cookie for one (401)."""
    for role in set(Role) - {Role.CHECK_IN_STAFF}:
        factories.sign_in(strict.client, factories.user(role))
        form = strict.get(SET_UP).form_values()
        answers = {
            (method, path): strict.client.open(
                path, method=method, data=form if method == "POST" else None
            )
            for method, path in _for_staff(strict.client.application)
        }
        reached = {
            path
            for (_method, path), answer in answers.items()
            if urlsplit(answer.location or "").path != PAGE and answer.status_code != 401
        }
        assert {PAGE, SET_UP} <= reached, role
        assert all(path.startswith((PAGE, "/account/passkeys")) for path in reached), reached


def _for_staff(site: Flask) -> set[tuple[str, str]]:
    return {
        (method, re.sub("<.*?>", "1", rule.rule))
        for rule in site.url_map.iter_rules()
        for method in {"GET", "POST"} & (rule.methods or set())
        if getattr(site.view_functions[rule.endpoint], "access", "all") != "all"
        and not rule.rule.startswith("/api/")
    }


def test_check_in_staff_need_none(strict):
    factories.sign_in(strict.client, factories.user(Role.CHECK_IN_STAFF))
    assert strict.client.get("/check-in/").status_code == 200
    assert strict.client.get("/account").status_code == 200


def test_last_factor_stays_where_one_is_needed(strict):
    user = factories.user()
    factories.sign_in(strict.client, user)
    set_up(strict)
    assert not strict.get(PAGE).all("form", action=f"{SET_UP}/removal")
    assert strict.submit(f"{SET_UP}/removal", {}, page=PAGE).location == PAGE
    assert has_factor(user)
    factories.passkey(user)
    strict.submit(f"{SET_UP}/removal", {}, page=PAGE)
    assert factors_of(user).authenticator is None and has_factor(user)
