from datetime import UTC, datetime, timedelta

import pyotp
import pytest
import sqlalchemy as sa

from blueprints.base.sign_in import TOKEN
from extensions import db
from models.audit import AuditAction, AuditEntry
from models.sign_ins import Factor, SignIn
from models.users import Role
from operations.accounts.recovery_codes import make_recovery_codes
from operations.accounts.sign_ins import begin_sign_in
from tests import factories
from tests.browser_of_pages import PageBrowser
from tests.factories import PASSWORD

STEP = "/sign-in/second-factor"


def number(seed: str, *, steps: int = 0) -> str:
    return pyotp.TOTP(seed).at(datetime.now(UTC), counter_offset=steps)


def wrong(seed: str) -> str:
    return f"{(int(number(seed)) + 123_456) % 1_000_000:06}"


def give_password(browser: PageBrowser, user, address: str = "/sign-in") -> str:
    return browser.submit(address, {"email": user.email, "password": PASSWORD}).location


@pytest.fixture
def user(app):
    return factories.user()


@pytest.fixture
def seed(user) -> str:
    return factories.authenticator(user)


def test_password_alone_signs_nobody_in_who_has_a_factor(browser_of_pages, user, seed):
    """Also where SECOND_FACTOR is optional, as in these tests."""
    assert give_password(browser_of_pages, user) == STEP
    assert browser_of_pages.client.get("/account").location == "/sign-in?next=/account"


def test_right_number_signs_in_and_leads_where_one_wanted_to_go(browser_of_pages, user, seed):
    step = give_password(browser_of_pages, user, "/sign-in?next=/organizer/events?q%3D1")
    answer = browser_of_pages.submit(step, {"code": number(seed)})
    assert (answer.status_code, answer.location) == (303, "/organizer/events?q=1")
    sign_in = db.session.scalars(sa.select(SignIn)).one()
    assert (sign_in.factor, sign_in.passed_at is None) == (Factor.AUTHENTICATOR, False)


def test_token_of_the_first_step_is_worth_nothing_after_the_second(
    app, browser_of_pages, user, seed
):
    give_password(browser_of_pages, user)
    with browser_of_pages.client.session_transaction() as session:
        before = session[TOKEN]
    browser_of_pages.submit(STEP, {"code": number(seed)})
    assert browser_of_pages.client.get("/account").status_code == 200
    thief = app.test_client()
    with thief.session_transaction() as session:
        session[TOKEN] = before
    assert thief.get("/account").status_code == 302


def test_wrong_number_is_refused_and_recorded(browser_of_pages, user, seed):
    give_password(browser_of_pages, user)
    page = browser_of_pages.post(f"{STEP}?lang=en", {"code": wrong(seed)})
    assert page.all("p", id="code-error")
    assert browser_of_pages.client.get("/account").status_code == 302
    failed = db.session.scalars(
        sa.select(AuditEntry).where(AuditEntry.action == AuditAction.SIGN_IN_FAILED)
    ).one()
    assert (failed.user_id, failed.subject_id, failed.details) == (None, user.id, {"step": 2})


def test_number_that_signed_in_here_signs_in_nowhere_else(app, browser_of_pages, user, seed):
    shown = number(seed)
    give_password(browser_of_pages, user)
    assert browser_of_pages.submit(STEP, {"code": shown}).status_code == 303
    elsewhere = PageBrowser(app.test_client())
    give_password(elsewhere, user)
    assert elsewhere.submit(STEP, {"code": shown}).status_code == 422


def test_number_may_have_spaces_and_nothing_typed_is_sent_back(browser_of_pages, user, seed):
    give_password(browser_of_pages, user)
    typed = f"{wrong(seed)[:3]} {wrong(seed)[3:]}"
    page = browser_of_pages.post(STEP, {"code": typed, "recovery_code": ""})
    assert not [e for e in page.elements if typed in e.attributes.get("value", "")]
    shown = number(seed)
    spaced = f" {shown[:3]} {shown[3:]} "
    assert browser_of_pages.submit(STEP, {"code": spaced}).status_code == 303


@pytest.mark.parametrize("odd", ["", "\x00", "\ud800".encode("utf-8", "surrogatepass"), "9" * 9999])
@pytest.mark.parametrize("field", ["code", "recovery_code"])
def test_odd_input_is_refused_not_an_error(browser_of_pages, user, seed, odd, field):
    give_password(browser_of_pages, user)
    page = browser_of_pages.post(STEP, {field: odd})
    assert page.all("div", class_="error-summary")


def test_recovery_code_signs_in_and_ends_all_other_sign_ins(app, browser_of_pages, user, seed):
    code = make_recovery_codes(user, at=factories.NOW)[0]
    begin_sign_in(user, browser="", factor=None, at=datetime.now(UTC))
    give_password(browser_of_pages, user)
    typed = code.lower().replace("-", " ")
    answer = browser_of_pages.submit(f"{STEP}?lang=en", {"recovery_code": typed})
    assert answer.location == "/organizer/"
    sign_in = db.session.scalars(sa.select(SignIn)).one()
    assert sign_in.factor is Factor.RECOVERY_CODE
    assert "9 codes are left" in browser_of_pages.get("/account").words()
    elsewhere = PageBrowser(app.test_client())
    give_password(elsewhere, user)
    assert elsewhere.submit(STEP, {"recovery_code": code}).status_code == 422


def test_who_has_passkeys_alone_is_asked_for_no_number(browser_of_pages, user):
    factories.passkey(user)
    code = make_recovery_codes(user, at=factories.NOW)[0]
    db.session.commit()
    assert give_password(browser_of_pages, user) == STEP
    page = browser_of_pages.get(STEP)
    assert not page.all("input", name="code") and not page.all("input", name="password")
    assert browser_of_pages.submit(STEP, {"code": number("A" * 32)}).status_code == 422
    assert browser_of_pages.submit(STEP, {"recovery_code": code}).status_code == 303


def test_second_step_waits_ten_minutes(browser_of_pages, user, seed):
    give_password(browser_of_pages, user)
    began = datetime.now(UTC) - timedelta(minutes=10)
    db.session.execute(sa.update(SignIn).values(began_at=began))
    db.session.commit()
    answer = browser_of_pages.client.get(f"{STEP}?next=/account")
    assert answer.location == "/sign-in?next=/account"


def test_there_is_no_second_step_without_a_first(browser_of_pages):
    assert browser_of_pages.client.get(STEP).location == "/sign-in"
    token = browser_of_pages.get("/sign-in").form_values()
    assert browser_of_pages.client.post(STEP, data=token).location == "/sign-in"


@pytest.mark.parametrize("elsewhere", ["https://example.com/", "//example.com", "/\\example.com"])
def test_it_leads_to_no_other_site(browser_of_pages, user, seed, elsewhere):
    give_password(browser_of_pages, user)
    answer = browser_of_pages.submit(f"{STEP}?next={elsewhere}", {"code": number(seed)})
    assert answer.location == "/organizer/"


def test_password_of_who_waits_is_no_second_step_when_the_factor_is_gone(browser_of_pages, user):
    """The factor was removed meanwhile: one signs in anew."""
    seed = factories.authenticator(user)
    give_password(browser_of_pages, user)
    token = browser_of_pages.get(STEP).form_values()
    factories.without_factors(user)
    sent = {**token, "password": PASSWORD, "code": number(seed)}
    assert browser_of_pages.client.post(STEP, data=sent).location == "/sign-in"
    assert browser_of_pages.client.get("/account").status_code == 302


@pytest.fixture
def limited(limited_app) -> PageBrowser:
    return PageBrowser(limited_app.test_client())


def test_sixth_try_within_ten_minutes_is_refused_also_if_right(limited, limited_app):
    user = factories.user()
    seed = factories.authenticator(user)
    give_password(limited, user)
    for _try in range(5):
        assert limited.submit(STEP, {"code": wrong(seed)}).status_code == 422
    answer = limited.submit(STEP, {"code": number(seed)})
    assert answer.status_code == 429
    assert 590 <= int(answer.headers["Retry-After"]) <= 601
    anew = PageBrowser(limited_app.test_client())
    give_password(anew, user)
    assert anew.submit(STEP, {"code": number(seed)}).status_code == 429


def test_right_numbers_are_not_counted(limited):
    user = factories.user()
    seed = factories.authenticator(user)
    give_password(limited, user)
    for _try in range(4):
        limited.submit(STEP, {"code": wrong(seed)})
    assert limited.submit(STEP, {"code": number(seed)}).status_code == 303
    limited.submit("/sign-out", {}, page="/account")
    give_password(limited, user)
    assert limited.submit(STEP, {"code": wrong(seed)}).status_code == 422
    assert limited.submit(STEP, {"code": number(seed, steps=1)}).status_code == 303


def test_strangers_who_know_the_password_do_not_slow_who_has_signed_in(limited, limited_app):
    user = factories.user()
    seed = factories.authenticator(user)
    factories.sign_in(limited.client, user)
    stranger = PageBrowser(limited_app.test_client())
    give_password(stranger, user)
    for _try in range(6):
        stranger.submit(STEP, {"code": wrong(seed)})
    assert limited.submit(STEP, {"code": number(seed)}).status_code == 303


def test_strangers_who_know_the_password_slow_no_browser_that_signed_in_before(
    limited, limited_app
):
    user = factories.user()
    seed = factories.authenticator(user)
    give_password(limited, user)
    limited.submit(STEP, {"code": number(seed)})
    limited.submit("/sign-out", {}, page="/account")
    stranger = PageBrowser(limited_app.test_client())
    give_password(stranger, user)
    refused = [stranger.submit(STEP, {"code": wrong(seed)}).status_code for _try in range(6)]
    assert refused == [422] * 5 + [429]
    give_password(limited, user)
    assert limited.submit(STEP, {"code": number(seed, steps=1)}).status_code == 303


def test_check_in_staff_with_a_factor_use_it_too(browser_of_pages):
    staff = factories.user(Role.CHECK_IN_STAFF)
    seed = factories.authenticator(staff)
    assert give_password(browser_of_pages, staff) == STEP
    assert browser_of_pages.submit(STEP, {"code": number(seed)}).location == "/check-in/"
