from time import perf_counter

import pytest
import sqlalchemy as sa

from extensions import db
from models.attempts import Attempts
from models.users import Role
from tests import factories
from tests.browser_of_pages import PageBrowser
from tests.conftest import make_app
from tests.factories import PASSWORD


def sign_in(browser: PageBrowser, email: str, password: str = PASSWORD, address: str = "/sign-in"):
    return browser.submit(address, {"email": email, "password": password})


def test_organizer_lands_in_the_back_office(browser_of_pages):
    user = factories.user()
    answer = sign_in(browser_of_pages, user.email)
    assert (answer.status_code, answer.location) == (303, "/organizer/")
    assert user.name in browser_of_pages.get("/account").words()


def test_check_in_staff_land_at_the_door(browser_of_pages):
    user = factories.user(Role.CHECK_IN_STAFF)
    assert sign_in(browser_of_pages, user.email).location == "/check-in/"


def test_address_may_be_typed_in_any_case(browser_of_pages):
    user = factories.user(email="ayse@example.org")
    assert sign_in(browser_of_pages, " AYSE@Example.org ").status_code == 303
    assert user.is_active


def test_unknown_address_and_wrong_password_read_the_same(browser_of_pages):
    user = factories.user()
    pages = [
        browser_of_pages.post("/sign-in?lang=en", {"email": email, "password": "wrong"}).words(
            "main"
        )
        for email in (user.email, "nobody@example.org", "no address")
    ]
    assert pages[0] == pages[1] == pages[2]
    assert "The email address or the password is wrong. Check both and try again." in pages[0]


def test_unknown_address_takes_as_long_as_a_wrong_password(browser_of_pages):
    """The hash of nobody's password is compared, not skipped: it costs what real ones cost."""
    sign_in(browser_of_pages, "nobody@example.org")  # makes nobody's hash
    began = perf_counter()
    sign_in(browser_of_pages, "nobody@example.org")
    assert perf_counter() - began > 0.02


def test_deactivated_account_cannot_sign_in(browser_of_pages):
    user = factories.user(deactivated_at=factories.NOW)
    assert sign_in(browser_of_pages, user.email).status_code == 422


def test_typed_address_is_kept_when_refused(browser_of_pages):
    page = browser_of_pages.post("/sign-in", {"email": "ayse@example.org", "password": ""})
    assert page.all("input", id="email")[0].attributes["value"] == "ayse@example.org"


@pytest.mark.parametrize("odd", ["\x00", "\ud800".encode("utf-8", "surrogatepass"), "İ" * 4_000])
def test_odd_input_is_refused_not_an_error(browser_of_pages, odd):
    browser_of_pages.post("/sign-in", {"email": odd, "password": odd})


def test_next_page_is_kept_through_the_sign_in(browser_of_pages):
    user = factories.user()
    wanted = browser_of_pages.client.get("/organizer/events?q=%C3%87orum").location
    assert wanted.startswith("/sign-in?next=")
    answer = sign_in(browser_of_pages, user.email, address=wanted)
    assert answer.location == "/organizer/events?q=%C3%87orum"


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://example.com/",
        "//example.com/",
        "/\\example.com",
        "\\\\example.com",
        "/%09/example.com",
        "/%0A/example.com",
        "javascript:alert(1)",
        "example.com",
        " //example.com",
        "/ /example.com",
    ],
)
def test_next_page_on_another_site_is_not_followed(browser_of_pages, elsewhere):
    user = factories.user()
    answer = sign_in(browser_of_pages, user.email, address=f"/sign-in?next={elsewhere}")
    assert answer.location == "/organizer/"


def test_session_is_a_new_one_and_ends_after_twelve_hours(browser_of_pages):
    user = factories.user()
    with browser_of_pages.client.session_transaction() as session:
        session["left_by_someone"] = "else"
        session["lang"] = "en"
    answer = sign_in(browser_of_pages, user.email)
    with browser_of_pages.client.session_transaction() as session:
        assert "left_by_someone" not in session
        assert session["lang"] == "en"
        assert session.permanent
    assert "Expires=" in answer.headers["Set-Cookie"]
    assert "HttpOnly" in answer.headers["Set-Cookie"]


def test_site_speaks_the_language_of_the_account(browser_of_pages):
    user = factories.user(locale="en")
    sign_in(browser_of_pages, user.email)
    page = browser_of_pages.get("/account")
    assert page.all("html")[0].attributes["lang"] == "en"


def test_whoever_is_signed_in_already_is_taken_to_work(browser_of_pages):
    factories.sign_in(browser_of_pages.client, factories.user())
    assert browser_of_pages.client.get("/sign-in").location == "/organizer/"


def test_signing_out_ends_the_session(browser_of_pages):
    factories.sign_in(browser_of_pages.client, factories.user())
    answer = browser_of_pages.submit("/sign-out", {}, page="/account")
    assert answer.location == "/sign-in"
    assert browser_of_pages.client.get("/account").location.startswith("/sign-in")


def test_signing_out_needs_a_form_of_ours(browser_of_pages):
    factories.sign_in(browser_of_pages.client, factories.user())
    assert browser_of_pages.client.post("/sign-out").status_code == 400
    assert browser_of_pages.client.get("/sign-out").status_code == 405


@pytest.fixture
def limited(limited_app) -> PageBrowser:
    return PageBrowser(limited_app.test_client())


def test_eleventh_attempt_at_one_account_within_a_minute_is_refused(limited):
    user = factories.user()
    for _attempt in range(10):
        assert sign_in(limited, user.email, "wrong").status_code == 422
    assert sign_in(limited, user.email).status_code == 429
    assert sign_in(limited, user.email.upper()).status_code == 429
    other = factories.user()
    assert sign_in(limited, other.email).status_code == 303


def test_attempts_are_counted_for_all_processes_together(limited_app):
    """Another process is another app on the same database."""
    user = factories.user()
    other = make_app(limited_app.config["SQLALCHEMY_DATABASE_URI"], rate_limits_enabled=True)
    for number in range(10):
        site = (limited_app, other)[number % 2]
        with site.app_context():
            browser = PageBrowser(site.test_client())
            assert sign_in(browser, user.email, "wrong").status_code == 422
    for site in (limited_app, other):
        with site.app_context():
            assert sign_in(PageBrowser(site.test_client()), user.email).status_code == 429
            db.session.remove()
    with other.app_context():
        db.engine.dispose()


def test_refusal_says_when_to_come_back_and_no_row_or_log_names_who_came(limited, caplog):
    caplog.set_level("INFO")
    user = factories.user()
    for _attempt in range(11):
        answer = sign_in(limited, user.email, "wrong")
    assert answer.status_code == 429
    assert 1 <= int(answer.headers["Retry-After"]) <= 61
    keys = db.session.scalars(sa.select(Attempts.key)).all()
    assert len(keys) == 3
    told = "".join(keys) + caplog.text
    assert "ratelimit" in caplog.text
    assert "127.0.0.1" not in told and user.email not in told


def test_form_that_has_expired_can_be_counted_too(limited):
    """Such a request may write nothing, and holds no lock that counting would wait for."""
    user = factories.user()
    sent = {"email": user.email, "password": PASSWORD, "csrf_token": "gone"}
    headers = {"Sec-Fetch-Site": "same-origin"}
    answer = limited.client.post("/sign-in", data=sent, headers=headers)
    assert answer.status_code == 422
    assert db.session.scalars(sa.select(Attempts.count)).all() == [1, 1, 1]
