"""Letters to people who work with the programme, about their accounts; and to the witnesses of the
audit record."""

from datetime import datetime

from flask import current_app

from extensions import site_zone
from letters.compose import enqueue_to, site_address
from lib.dates import moment_text
from models.letters import Letter, LetterKind
from models.users import User


def enqueue_account_link(
    kind: LetterKind, user: User, *, link: str, deadline: datetime, at: datetime
) -> Letter | None:
    """ACCOUNT_INVITED or PASSWORD_FORGOTTEN: the link with which a password is set, until then."""
    return enqueue_to(
        kind,
        to_address=user.email,
        to_name=user.name,
        locale=_locale(user),
        at=at,
        link=link,
        deadline=deadline,
        address=user.email,
    )


def enqueue_account_notice(kind: LetterKind, user: User, *, at: datetime) -> Letter | None:
    """Tell the owner of an account what was just done to it: PASSWORD_CHANGED_TOLD,
    RECOVERY_CODE_USED, FACTORS_CHANGED or FACTORS_RESET."""
    return enqueue_to(
        kind,
        to_address=user.email,
        to_name=user.name,
        locale=_locale(user),
        at=at,
        link=site_address("accounts.account.edit"),
        happened=moment_text(at, site_zone(), _locale(user)),
    )


def enqueue_audit_head(
    witness: str, *, number: int, head: str, sealed_at: datetime, at: datetime, once_key: str
) -> Letter | None:
    """The newest seal, in the site's language: who keeps the letter can tell later whether the
    record up to it was changed."""
    locale = current_app.config["BABEL_DEFAULT_LOCALE"]
    return enqueue_to(
        LetterKind.AUDIT_HEAD,
        to_address=witness,
        to_name="",
        locale=locale,
        at=at,
        once_key=once_key,
        number=number,
        head=head,
        sealed=moment_text(sealed_at, site_zone(), locale),
    )


def _locale(user: User) -> str:
    return user.locale or current_app.config["BABEL_DEFAULT_LOCALE"]
