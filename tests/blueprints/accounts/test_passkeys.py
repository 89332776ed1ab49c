import pytest
import sqlalchemy as sa

from extensions import db
from lib.passkeys import Site
from models.audit import AuditAction, AuditEntry
from models.factors import Challenge
from models.sign_ins import Factor, SignIn
from models.users import User
from operations.accounts.factors import LastFactor
from operations.accounts.passkeys import add_passkey, ask_for_new_passkey, remove_passkey
from queries.accounts.factors import factors_of
from queries.accounts.passkeys import passkey_of
from tests import factories
from tests.factories import NOW
from tests.passkeys import SoftwareKey

SITE = Site("localhost", "http://localhost")


def key_of(user: User) -> SoftwareKey:
    device = SoftwareKey(SITE.host, SITE.origin)
    made = device.made(ask_for_new_passkey(user, SITE, at=NOW))
    add_passkey(user, made, SITE, name="Telefon", at=NOW)
    db.session.commit()
    return device


@pytest.fixture
def client(app):
    return app.test_client()


def options(client):
    token = {"csrf_token": csrf(client)}
    answer = client.post("/sign-in/passkey/options", data=token, base_url=SITE.origin)
    assert answer.mimetype == "application/json"
    return answer.text


def csrf(client):
    return csrf_of("/sign-in", client)


def csrf_of(address: str, client):
    page = client.get(address, base_url=SITE.origin).text
    return page.partition('name="csrf_token" type="hidden" value="')[2].partition('"')[0]


def send(client, credential: str, address: str = "/sign-in/passkey"):
    sent = {"csrf_token": csrf(client), "credential": credential}
    return client.post(address, data=sent, base_url=SITE.origin)


def test_a_passkey_signs_in_alone(client):
    user = factories.user()
    device = key_of(user)
    answer = send(client, device.signed(options(client)), "/sign-in/passkey?next=/account")
    assert (answer.status_code, answer.location) == (303, "/account")
    sign_in = db.session.scalars(sa.select(SignIn)).one()
    assert (sign_in.user, sign_in.factor) == (user, Factor.PASSKEY)
    assert sign_in.passed_at and sign_in.proved_at
    assert user.name in client.get("/account", base_url=SITE.origin).text


def test_the_same_answer_again_signs_nobody_in(app, client):
    answer = key_of(factories.user()).signed(options(client))
    assert send(client, answer).location == "/organizer/"
    thief = app.test_client()
    assert send(thief, answer).location == "/sign-in"
    assert thief.get("/account", base_url=SITE.origin).status_code == 302


def test_a_copy_is_refused_and_recorded(client):
    user = factories.user()
    device = key_of(user)
    device.count = 1
    assert send(client, device.signed(options(client))).location == "/sign-in"
    kept = sa.select(AuditEntry.user_id).where(AuditEntry.action == AuditAction.PASSKEY_REFUSED)
    assert db.session.scalars(kept).all() == [user.id]
    assert db.session.scalar(sa.select(sa.func.count(SignIn.id))) == 0


@pytest.mark.parametrize("credential", ["", "{}", "x" * 20_000, "\x00", "[" * 9_000])
def test_what_is_no_credential_is_told_in_words(client, credential):
    answer = send(client, credential)
    assert (answer.status_code, answer.location) == (303, "/sign-in")
    assert "passkey" in client.get("/sign-in?lang=en", base_url=SITE.origin).text


def test_options_without_a_token_of_the_form_are_refused(client):
    assert client.post("/sign-in/passkey/options", base_url=SITE.origin).status_code == 400
    assert db.session.scalars(sa.select(Challenge)).all() == []


def signed_in(client) -> User:
    user = factories.user()
    factories.sign_in(client, user)
    return user


def make_one(client, device: SoftwareKey):
    page = {"csrf_token": csrf_of("/account/factors", client)}
    asked = client.post("/account/passkeys/options", data=page, base_url=SITE.origin)
    sent = {**page, "credential": device.made(asked.text), "name": "Telefon"}
    return client.post("/account/passkeys", data=sent, base_url=SITE.origin)


def test_first_passkey_comes_with_recovery_codes_and_ends_the_other_sign_ins(client):
    user = signed_in(client)
    factories.signed_in(user)
    answer = make_one(client, SoftwareKey(SITE.host, SITE.origin))
    assert (answer.status_code, answer.text.count("<code")) == (200, 10)
    sign_in = db.session.scalars(sa.select(SignIn)).one()
    assert sign_in.factor is Factor.PASSKEY
    again = make_one(client, SoftwareKey(SITE.host, SITE.origin))
    assert again.location == "/account/factors"
    assert len(factors_of(user).passkeys) == 2


def test_passkeys_are_made_and_removed_after_a_fresh_proof_alone(client):
    user = signed_in(client)
    key_of(user)
    sent = {"csrf_token": csrf_of("/account", client)}
    number = factors_of(user).passkeys[0].id
    for address in ("options", f"{number}/removal", f"{number}/name", ""):
        path = f"/account/passkeys/{address}".rstrip("/")
        answer = client.post(path, data=sent, base_url=SITE.origin)
        assert answer.location.startswith("/sign-in/second-factor"), path
    assert len(factors_of(user).passkeys) == 1


def test_the_last_factor_is_removed_only_where_none_is_needed(app, client):
    user = factories.user()
    key_of(user)
    number = factors_of(user).passkeys[0].id
    with pytest.raises(LastFactor):
        remove_passkey(factors_of(user).passkeys[0], needs_one=True, keep=here_of(user), at=NOW)
    remove_passkey(factors_of(user).passkeys[0], needs_one=False, keep=here_of(user), at=NOW)
    assert passkey_of(user, number) is None


def here_of(user: User) -> SignIn:
    factories.signed_in(user, factor=Factor.PASSKEY)
    return db.session.scalars(sa.select(SignIn).order_by(SignIn.began_at.desc()).limit(1)).one()
