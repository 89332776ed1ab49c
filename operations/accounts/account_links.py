"""Emailed links with which people set the password of their account: invitations and resets."""

from datetime import datetime, timedelta
from secrets import token_urlsafe

import sqlalchemy as sa

from extensions import db
from letters.accounts import enqueue_account_link
from letters.compose import site_address
from lib.bearer_tokens import fingerprint
from lib.inserts import insert_into
from lib.refusals import Refusal
from models.account_links import LASTS, AccountLink, AccountLinkPurpose, ResetRequest
from models.audit import AuditAction
from models.letters import LetterKind
from models.users import User
from operations.base.audit import record

ASK_PAUSE = timedelta(minutes=5)
"""For so long an address gets no second letter."""
LINKS_KEPT = timedelta(days=30)
"""How long a link stays that opens nothing any more."""
_BATCH = 20
_SWEPT_AT_ONCE = 500
_UNUSED = AccountLink.used_at.is_(None)
_LETTERS = {
    AccountLinkPurpose.INVITATION: LetterKind.ACCOUNT_INVITED,
    AccountLinkPurpose.RESET: LetterKind.PASSWORD_FORGOTTEN,
}


class LinkGone(Refusal):
    """The link was used, has expired or was replaced, or the account is closed."""


class HasJoined(Refusal):
    """The user has chosen a password already: they need no invitation."""


def invite(user: User, *, by: User | None, at: datetime) -> str:
    """Email the link with which the user chooses their first password; the link.

    Earlier invitations open nothing any more. Raises HasJoined.
    """
    if user.password_hash is not None:
        raise HasJoined
    link = _send_link(user, AccountLinkPurpose.INVITATION, at=at)
    record(AuditAction.USER_INVITED, at=at, by=by, subject_id=user.id)
    db.session.flush()
    return link


def ask_for_reset(email: str, *, at: datetime) -> None:
    """Have the worker email a link for a new password to this address, if it has an account.

    It is one statement, whether the address is known or not, and it adds nothing where the address
    asked just before.
    """
    db.session.execute(
        insert_into(ResetRequest, dialect=db.engine.dialect.name)
        .values(email=email, asked_at=at)
        .on_conflict_do_nothing(index_elements=[ResetRequest.email])
    )


def answer_reset_requests(*, at: datetime) -> int:
    """Write the letters for one batch of requests; how many requests were looked at.

    An answered request stays as long as its address may ask for nothing new, then it is deleted.
    """
    db.session.execute(
        sa.delete(ResetRequest).where(
            ResetRequest.answered_at.is_not(None), ResetRequest.asked_at <= at - ASK_PAUSE
        )
    )
    requests = db.session.scalars(
        sa.select(ResetRequest)
        .where(ResetRequest.answered_at.is_(None))
        .order_by(ResetRequest.asked_at)
        .limit(_BATCH)
        .with_for_update(skip_locked=True)
    ).all()
    for request in requests:
        request.answered_at = at
        if user := _who_may_reset(request.email):
            _send_link(user, AccountLinkPurpose.RESET, at=at)
            record(AuditAction.RESET_ASKED, at=at, by=None, subject_id=user.id)
    db.session.flush()
    return len(requests)


def use_link(link: AccountLink, *, at: datetime) -> None:
    """Use the link up: one statement, so that of two requests at once one does. Raises LinkGone."""
    is_open = sa.select(User.id).where(
        User.id == AccountLink.user_id, User.deactivated_at.is_(None)
    )
    used = db.session.scalar(
        sa.update(AccountLink)
        .where(
            AccountLink.id == link.id,
            _UNUSED,
            AccountLink.expires_at > at,
            is_open.exists(),
        )
        .values(used_at=at)
        .returning(AccountLink.id),
        execution_options={"synchronize_session": False},
    )
    if used is None:
        raise LinkGone


def void_links(user: User, *, at: datetime) -> None:
    """Let no link that was emailed so far set the user's password."""
    db.session.execute(
        sa.update(AccountLink).where(AccountLink.user_id == user.id, _UNUSED).values(used_at=at),
        execution_options={"synchronize_session": False},
    )


def forget_old_links(*, at: datetime) -> int:
    """Delete some links that were used, replaced or ran out long ago; how many."""
    before = at - LINKS_KEPT
    old = sa.or_(AccountLink.used_at <= before, AccountLink.expires_at <= before)
    some = sa.select(AccountLink.id).where(old).limit(_SWEPT_AT_ONCE)
    deleted = db.session.execute(
        sa.delete(AccountLink).where(AccountLink.id.in_(some)),
        execution_options={"synchronize_session": False},
    )
    return deleted.rowcount  # type: ignore[attr-defined, no-any-return]


def _send_link(user: User, purpose: AccountLinkPurpose, *, at: datetime) -> str:
    void_links(user, at=at)
    token, until = token_urlsafe(32), at + LASTS[purpose]
    db.session.add(
        AccountLink(
            user=user,
            purpose=purpose,
            token_hash=fingerprint(token),
            made_at=at,
            expires_at=until,
        )
    )
    link = site_address("accounts.account_links.edit", token=token)
    enqueue_account_link(_LETTERS[purpose], user, link=link, deadline=until, at=at)
    return link


def _who_may_reset(email: str) -> User | None:
    """Whoever was invited and never came needs a new invitation, not a new password."""
    known = sa.select(User).where(
        User.email == email, User.deactivated_at.is_(None), User.password_hash.is_not(None)
    )
    return db.session.scalar(known)
