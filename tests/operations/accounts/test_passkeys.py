import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import sqlalchemy as sa

from extensions import db
from lib.passkeys import Site
from models.factors import Challenge, Passkey
from models.users import User
from operations.accounts.passkeys import (
    CounterFell,
    PasskeyRefused,
    add_passkey,
    ask_for_new_passkey,
    ask_for_signature,
    check_signature,
    forget_challenges,
)
from tests import factories
from tests.factories import NOW
from tests.passkeys import SoftwareKey

SITE = Site("meydan.example.org", "https://meydan.example.org")
LATER = NOW + timedelta(minutes=5)


def key(**more) -> SoftwareKey:
    return SoftwareKey(SITE.host, SITE.origin, **more)


def added(user: User, device: SoftwareKey) -> Passkey:
    made = device.made(ask_for_new_passkey(user, SITE, at=NOW))
    passkey = add_passkey(user, made, SITE, name="Telefon", at=NOW)
    db.session.commit()
    return passkey


def signed(device: SoftwareKey, user: User | None = None, **changed) -> Passkey:
    answer = device.signed(ask_for_signature(user, SITE, at=NOW), **changed)
    return check_signature(user, answer, SITE, at=NOW)


def test_a_passkey_names_its_owner_and_counts(app):
    user, device = factories.user(), key()
    passkey = added(user, device)
    assert passkey.transports == ["internal"]
    assert signed(device).user is user
    db.session.refresh(passkey)
    assert (passkey.sign_count, passkey.last_used_at) == (2, NOW)


def test_a_key_that_never_counts_is_fine_each_time(app):
    user, device = factories.user(), key(count=0)
    added(user, device)
    assert signed(device).user is user and signed(device).user is user


@pytest.mark.parametrize("count", [0, 1, 5])
def test_a_count_that_does_not_rise_from_above_nought_is_refused(app, count):
    device = key(count=5)
    passkey = added(factories.user(), device)
    device.count = count
    with pytest.raises(CounterFell) as fallen:
        signed(device)
    assert fallen.value.passkey is passkey


def test_a_key_is_asked_for_that_is_discoverable_and_verifies(app):
    asked = json.loads(ask_for_new_passkey(factories.user(), SITE, at=NOW))
    chosen = asked["authenticatorSelection"]
    assert (chosen["residentKey"], chosen["userVerification"]) == ("required", "required")
    assert json.loads(ask_for_signature(None, SITE, at=NOW))["userVerification"] == "required"


def test_nobody_is_believed_whom_the_device_did_not_verify(app):
    device = key(verifies=False)
    with pytest.raises(PasskeyRefused):
        added(factories.user(), device)
    device.verifies = True
    added(factories.user(), device)
    device.verifies = False
    with pytest.raises(PasskeyRefused):
        signed(device)


def test_a_challenge_is_answered_once_and_in_time(app):
    device = key()
    added(factories.user(), device)
    options = ask_for_signature(None, SITE, at=NOW)
    answer = device.signed(options)
    check_signature(None, answer, SITE, at=NOW)
    with pytest.raises(PasskeyRefused):
        check_signature(None, answer, SITE, at=NOW)
    late = device.signed(ask_for_signature(None, SITE, at=NOW))
    with pytest.raises(PasskeyRefused):
        check_signature(None, late, SITE, at=LATER)


def test_a_challenge_is_good_for_whom_it_was_made(app):
    user, other, device = factories.user(), factories.user(), key()
    added(user, device)
    for asked_of, checked_for in ((None, user), (user, None), (other, user), (other, other)):
        answer = device.signed(ask_for_signature(asked_of, SITE, at=NOW))
        with pytest.raises(PasskeyRefused):
            check_signature(checked_for, answer, SITE, at=NOW)


@pytest.mark.parametrize(
    "changed",
    [
        {"signature": b"no signature"},
        {"userHandle": (0).to_bytes(8, "big")},
        {"authenticatorData": b"short"},
        {"clientDataJSON": b"[]"},
        {"clientDataJSON": b"\xff"},
        {"authenticatorData": 5},
    ],
)
def test_a_false_part_is_refused(app, changed):
    device = key()
    added(factories.user(), device)
    with pytest.raises(PasskeyRefused):
        signed(device, **changed)


@pytest.mark.parametrize(
    "site", [Site("evil.example", SITE.origin), Site(SITE.host, "https://evil.example")]
)
def test_a_key_of_another_site_is_refused(app, site):
    device = key()
    added(factories.user(), device)
    device.host, device.origin = site.host, site.origin
    with pytest.raises(PasskeyRefused):
        signed(device)


@pytest.mark.parametrize("text", ["", "{}", "[", "null", '{"response": 3}', "[" * 100_000, "ş" * 9])
def test_what_is_no_credential_is_refused(app, text):
    user = factories.user()
    with pytest.raises(PasskeyRefused):
        add_passkey(user, text, SITE, name="", at=NOW)
    with pytest.raises(PasskeyRefused):
        check_signature(None, text, SITE, at=NOW)


def test_a_key_belongs_to_one_account(app):
    device = key()
    added(factories.user(), device)
    with pytest.raises(PasskeyRefused):
        added(factories.user(), device)


def test_who_was_deactivated_is_refused(app):
    user, device = factories.user(), key()
    added(user, device)
    user.deactivated_at = NOW
    with pytest.raises(PasskeyRefused):
        signed(device)


def test_challenges_that_nobody_answered_are_forgotten(app):
    ask_for_signature(None, SITE, at=NOW)
    ask_for_signature(None, SITE, at=LATER)
    assert forget_challenges(at=LATER) == 1
    assert len(db.session.scalars(sa.select(Challenge)).all()) == 1


@pytest.mark.race
def test_of_two_copies_that_sign_at_once_one_is_believed(app):
    """Both say the same count: that is how a copy shows."""
    device = key()
    added(factories.user(), device)
    answers = []
    for _copy in range(2):
        answers.append(device.signed(ask_for_signature(None, SITE, at=NOW)))
        device.count = 2
    db.session.commit()

    def check(answer: str) -> bool:
        with app.app_context():
            try:
                check_signature(None, answer, SITE, at=NOW)
                db.session.commit()
            except CounterFell:
                return False
            finally:
                db.session.remove()
            return True

    with ThreadPoolExecutor(2) as both:
        assert sorted(both.map(check, answers)) == [False, True]
