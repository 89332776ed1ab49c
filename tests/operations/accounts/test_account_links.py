"""Invitations and resets: each link sets a password once, within its time."""

import re
from datetime import timedelta

import pytest
import sqlalchemy as sa

from extensions import db
from lib.bearer_tokens import fingerprint
from lib.passwords import matches
from models.account_links import AccountLink, AccountLinkPurpose, ResetRequest
from models.audit import AuditAction, AuditEntry
from models.letters import Letter, LetterKind
from models.sign_ins import SignIn
from models.users import Role, User
from operations.accounts import account_links
from operations.accounts.account_links import (
    ASK_PAUSE,
    LINKS_KEPT,
    HasJoined,
    LinkGone,
    answer_reset_requests,
    ask_for_reset,
    forget_old_links,
    invite,
    use_link,
)
from operations.accounts.users import (
    change_password,
    create_invited_user,
    set_password_by_link,
)
from queries.accounts.account_links import usable_link
from tests import factories
from tests.factories import NOW
from tests.statements import count_statements
from tests.turns import at_once

NEW = "mavi kapının ardında yağmur"
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


def letters(kind):
    return db.session.scalars(
        sa.select(Letter).where(Letter.kind == kind).order_by(Letter.id)
    ).all()


def token_in(text):
    return re.findall(r"/sign-in/password/([\w-]+)", text)[0]


def ask(email, *, at=NOW):
    """The worker has forgotten older requests by then; how many requests it finds."""
    answer_reset_requests(at=at)
    ask_for_reset(email, at=at)
    found = answer_reset_requests(at=at)
    db.session.commit()
    return found


def reset(user, *, at=NOW):
    """The token that the user gets by letter."""
    ask(user.email, at=at)
    return token_in(letters(LetterKind.PASSWORD_FORGOTTEN)[-1].text)


def actions():
    return db.session.scalars(sa.select(AuditEntry.action).order_by(AuditEntry.id)).all()


def test_an_invited_user_gets_a_letter_with_the_link_and_no_password(app):
    admin = factories.user()
    user, link = create_invited_user(
        "yeni@example.org", name="Yeni", role=Role.VIEWER, province="06", at=NOW, by=admin
    )
    db.session.commit()
    (letter,) = letters(LetterKind.ACCOUNT_INVITED)
    assert letter.to_address == "yeni@example.org" and link in letter.text
    assert link.startswith("http://meydan.example.org/sign-in/password/")
    assert user.password_hash is None and not matches("", user.password_hash)
    assert actions()[-2:] == [AuditAction.USER_CREATED, AuditAction.USER_INVITED]
    (row,) = db.session.scalars(sa.select(AccountLink)).all()
    assert row.token_hash == fingerprint(token_in(link)) and token_in(link) not in row.token_hash


@pytest.mark.parametrize(
    ("purpose", "lasts"),
    [(AccountLinkPurpose.INVITATION, 72 * HOUR), (AccountLinkPurpose.RESET, 30 * MINUTE)],
)
def test_a_link_opens_until_its_time_is_over(app, purpose, lasts):
    if purpose is AccountLinkPurpose.INVITATION:
        user = factories.user(password_hash=None)
        token = token_in(invite(user, by=None, at=NOW))
    else:
        token = reset(factories.user())
    db.session.commit()
    link = usable_link(token, at=NOW + lasts - timedelta(seconds=1))
    assert link.purpose is purpose
    assert usable_link(token, at=NOW - HOUR) is link  # a clock that stepped back ends nothing
    assert usable_link(token, at=NOW + lasts) is None
    with pytest.raises(LinkGone):
        use_link(link, at=NOW + lasts)


def test_a_link_sets_the_password_once_and_signs_out_everywhere(app):
    user, other = factories.user(), factories.user()
    for someone in (user, other):
        factories.signed_in(someone)
    token = reset(user)
    link = usable_link(token, at=NOW)
    set_password_by_link(link, NEW, at=NOW + MINUTE)
    db.session.commit()
    assert matches(NEW, user.password_hash)
    assert db.session.scalars(sa.select(SignIn.user_id)).all() == [other.id]
    assert actions()[-2:] == [AuditAction.RESET_ASKED, AuditAction.PASSWORD_CHANGED]
    assert usable_link(token, at=NOW + MINUTE) is None
    with pytest.raises(LinkGone):
        set_password_by_link(link, "another long password", at=NOW + MINUTE)
    (told,) = letters(LetterKind.PASSWORD_CHANGED_TOLD)
    assert told.to_address == user.email and NEW not in told.text


def test_a_newer_link_or_a_changed_password_ends_the_older_links(app):
    user = factories.user()
    first = reset(user)
    second = reset(user, at=NOW + ASK_PAUSE)
    assert usable_link(first, at=NOW + ASK_PAUSE) is None
    assert usable_link(second, at=NOW + ASK_PAUSE) is not None
    change_password(user, NEW, at=NOW + ASK_PAUSE)
    assert usable_link(second, at=NOW + ASK_PAUSE) is None


def test_nobody_is_told_that_an_account_got_its_first_password(app):
    user = factories.user(password_hash=None)
    link = usable_link(token_in(invite(user, by=None, at=NOW)), at=NOW)
    set_password_by_link(link, NEW, at=NOW)
    assert letters(LetterKind.PASSWORD_CHANGED_TOLD) == []
    with pytest.raises(HasJoined):
        invite(user, by=None, at=NOW)


def test_a_closed_account_gets_no_link_and_its_links_open_nothing(app):
    user = factories.user()
    token = reset(user)
    link = usable_link(token, at=NOW)
    user.deactivated_at = NOW
    db.session.commit()
    assert usable_link(token, at=NOW) is None
    with pytest.raises(LinkGone):
        use_link(link, at=NOW)
    assert ask(user.email, at=NOW + HOUR) == 1
    assert len(letters(LetterKind.PASSWORD_FORGOTTEN)) == 1


@pytest.mark.parametrize("email", ["nobody@example.org", "invited@example.org"])
def test_who_has_no_password_gets_no_letter(app, email):
    factories.user(email="invited@example.org", password_hash=None)
    assert ask(email) == 1
    assert db.session.scalars(sa.select(Letter)).all() == []


def test_asking_costs_the_same_for_every_address(app):
    user = factories.user()
    counts = []
    for email in (user.email, "nobody@example.org"):
        with count_statements() as statements:
            ask_for_reset(email, at=NOW)
        counts.append(len(statements))
    assert counts == [1, 1]
    rows = db.session.execute(sa.select(ResetRequest.asked_at, ResetRequest.answered_at)).all()
    assert rows == [(NOW, None)] * 2


def test_an_address_is_written_to_once_in_a_while_however_often_it_is_asked_for(app):
    user = factories.user()
    assert [ask(user.email, at=NOW + minute * MINUTE) for minute in range(5)] == [1, 0, 0, 0, 0]
    assert len(letters(LetterKind.PASSWORD_FORGOTTEN)) == 1
    assert ask(user.email, at=NOW + ASK_PAUSE) == 1
    assert len(letters(LetterKind.PASSWORD_FORGOTTEN)) == 2


def test_links_that_open_nothing_any_more_are_forgotten_after_thirty_days(app):
    """Two of each: one of the older day goes, one of the newer stays."""
    limit = NOW - LINKS_KEPT
    for number, day in enumerate((limit, limit + MINUTE)):
        run_out, used = (factories.user(email=f"{name}{number}@example.org") for name in "ab")
        add_link(run_out, expires_at=day, used_at=None)
        add_link(used, expires_at=NOW + MINUTE, used_at=day)
    add_link(factories.user(email="c@example.org"), expires_at=NOW, used_at=None)
    assert forget_old_links(at=NOW) == 2
    left = db.session.scalars(sa.select(User.email).join(AccountLink)).all()
    assert sorted(left) == ["a1@example.org", "b1@example.org", "c@example.org"]
    assert forget_old_links(at=NOW) == 0


def add_link(user, **values):
    purpose, token = AccountLinkPurpose.INVITATION, fingerprint(user.email)
    db.session.add(AccountLink(user=user, purpose=purpose, token_hash=token, made_at=NOW, **values))
    db.session.flush()


def used_at_once(app, token):
    link_id = usable_link(token, at=NOW).id

    def use():
        try:
            use_link(db.session.get_one(AccountLink, link_id), at=NOW)
        except LinkGone:
            return "gone"
        return "used"

    return sorted(at_once(app, use, times=2))


@pytest.mark.race
def test_of_two_requests_with_one_link_one_uses_it(app):
    assert used_at_once(app, reset(factories.user())) == ["gone", "used"]


@pytest.mark.race
def test_without_the_guard_both_would_use_it(app, monkeypatch):
    token = reset(factories.user())
    monkeypatch.setattr(account_links, "_UNUSED", sa.true())
    assert used_at_once(app, token) == ["used", "used"]
