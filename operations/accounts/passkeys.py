"""Passkeys: made by the user's device, asked for a signature, removed."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from secrets import token_bytes

import sqlalchemy as sa

from extensions import db
from lib import passkeys
from lib.passkeys import BadCredential, Site
from lib.refusals import Refusal
from models.audit import AuditAction
from models.factors import Challenge, Passkey
from models.sign_ins import Factor, SignIn
from models.users import User
from operations.accounts.factors import factors_changed, lock_factors, refuse_last_factor
from operations.accounts.recovery_codes import first_recovery_codes
from operations.accounts.sign_ins import note_proof
from operations.base.audit import record
from queries.accounts.passkeys import passkey_by_credential, passkeys_of

ANSWERED_WITHIN = timedelta(minutes=5)
MOST = 20
"""Passkeys of one user."""
_SWEPT_AT_ONCE = 500


class PasskeyRefused(Refusal):
    """The browser's answer is not believed, came too late, or came twice."""


class CounterFell(Refusal):
    """The key has signed less often than it had before: there may be a copy of it."""

    def __init__(self, passkey: Passkey) -> None:
        super().__init__()
        self.passkey = passkey


class TooManyPasskeys(Refusal):
    """The user has as many as one may have."""


def ask_for_new_passkey(user: User, site: Site, *, at: datetime) -> str:
    """What the user's browser is asked to make, as JSON. Raises TooManyPasskeys."""
    known = passkeys_of(user)
    if len(known) >= MOST:
        raise TooManyPasskeys
    return passkeys.making_options(
        site,
        user_handle=_handle(user),
        address=user.email,
        name=user.name,
        challenge=_new_challenge(user, at=at),
        has=[passkey.credential_id for passkey in known],
    )


def set_up_passkey(
    user: User, answer: str, site: Site, *, name: str, keep: SignIn, at: datetime
) -> Sequence[str]:
    """Take the key as a factor; recovery codes if the user has none left. Raises PasskeyRefused."""
    lock_factors(user)
    add_passkey(user, answer, site, name=name, at=at)
    codes = first_recovery_codes(user, at=at)
    note_proof(keep, Factor.PASSKEY, at=at)
    factors_changed(user, keep=keep, at=at)
    return codes


def add_passkey(user: User, answer: str, site: Site, *, name: str, at: datetime) -> Passkey:
    """Keep the key that the browser made. Raises PasskeyRefused."""
    try:
        challenge = passkeys.challenge_of(answer)
        _use_challenge(challenge, user, at=at)
        made = passkeys.made_key(answer, site, challenge=challenge)
    except BadCredential:
        raise PasskeyRefused from None
    if passkey_by_credential(made.credential_id) is not None:
        raise PasskeyRefused
    passkey = Passkey(
        user=user,
        name=name,
        credential_id=made.credential_id,
        public_key=made.public_key,
        sign_count=made.sign_count,
        transports=made.transports,
        created_at=at,
    )
    db.session.add(passkey)
    db.session.flush()
    record(AuditAction.PASSKEY_ADDED, at=at, by=user, subject_id=passkey.id)
    db.session.flush()
    return passkey


def ask_for_signature(user: User | None, site: Site, *, at: datetime) -> str:
    """What a browser is asked to sign, as JSON. Without a user: whoever signs it signs in."""
    return passkeys.signing_options(site, challenge=_new_challenge(user, at=at))


def check_signature(user: User | None, answer: str, site: Site, *, at: datetime) -> Passkey:
    """The passkey that signed, with its user. Its count is written.

    Raises PasskeyRefused, and CounterFell where the count says that there may be a copy.
    """
    try:
        signed = passkeys.signature(answer)
        _use_challenge(signed.challenge, user, at=at)
        passkey = passkey_by_credential(signed.credential_id)
        if passkey is None or not passkey.user.is_active:
            raise PasskeyRefused
        if user is not None and passkey.user_id != user.id:
            raise PasskeyRefused
        if signed.user_handle not in (None, _handle(passkey.user)):
            raise PasskeyRefused
        count = passkeys.counted(signed, site, public_key=passkey.public_key)
    except BadCredential:
        raise PasskeyRefused from None
    _write_count(passkey, count, at=at)
    return passkey


def refuse_copied_passkey(passkey: Passkey, *, at: datetime) -> None:
    """Write down that this key's count fell."""
    record(AuditAction.PASSKEY_REFUSED, at=at, by=passkey.user, subject_id=passkey.id)
    db.session.flush()


def rename_passkey(passkey: Passkey, name: str) -> None:
    passkey.name = name
    db.session.flush()


def remove_passkey(passkey: Passkey, *, needs_one: bool, keep: SignIn, at: datetime) -> None:
    """Raises LastFactor if its user needs one and has no other."""
    user = passkey.user
    lock_factors(user)
    if needs_one:
        refuse_last_factor(user)
    record(AuditAction.PASSKEY_REMOVED, at=at, by=user, subject_id=passkey.id)
    db.session.delete(passkey)
    factors_changed(user, keep=keep, at=at)


def forget_challenges(*, at: datetime) -> int:
    """Delete some challenges that nobody answered in time; how many."""
    old = sa.select(Challenge.challenge).where(Challenge.expires_at <= at).limit(_SWEPT_AT_ONCE)
    deleted = db.session.execute(sa.delete(Challenge).where(Challenge.challenge.in_(old)))
    return deleted.rowcount  # type: ignore[attr-defined, no-any-return]


def _new_challenge(user: User | None, *, at: datetime) -> bytes:
    challenge = token_bytes(32)
    expires_at = at + ANSWERED_WITHIN
    db.session.add(Challenge(challenge=challenge, user_id=user and user.id, expires_at=expires_at))
    db.session.flush()
    return challenge


def _use_challenge(challenge: bytes, user: User | None, *, at: datetime) -> None:
    """Each is answered once, by whom it was made for. Raises PasskeyRefused.

    One statement: of two answers in the same moment, one finds it.
    """
    used = sa.delete(Challenge).where(
        Challenge.challenge == challenge,
        Challenge.expires_at > at,
        Challenge.user_id.is_(None) if user is None else Challenge.user_id == user.id,
    )
    if db.session.execute(used).rowcount != 1:  # type: ignore[attr-defined]
        raise PasskeyRefused


def _write_count(passkey: Passkey, count: int, *, at: datetime) -> None:
    """Guarded in the statement itself: two answers of one count are not both believed. Keys that
    never count say 0 each time. Raises CounterFell."""
    never_counted = sa.and_(Passkey.sign_count == 0, sa.literal(count) == 0)
    written = (
        sa.update(Passkey)
        .where(Passkey.id == passkey.id, sa.or_(Passkey.sign_count < count, never_counted))
        .values(sign_count=count, last_used_at=at)
    )
    if db.session.execute(written).rowcount != 1:  # type: ignore[attr-defined]
        raise CounterFell(passkey)


def _handle(user: User) -> bytes:
    """By what a passkey names its owner: a number, nothing about the person."""
    return user.id.to_bytes(8, "big")
