"""Letters about accounts: complete in both languages, and gone from sight where they hold a key."""

import re
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from commands.sending import send_letters
from commands.work import Worker
from extensions import db
from letters.accounts import enqueue_account_link, enqueue_account_notice, enqueue_audit_head
from lib.clock import utc_now
from models.letters import HOLD_KEYS, Letter, LetterKind, LetterStatus
from operations.letters import delivery
from queries.letters.outbox import LetterFilter, letter_counts, letter_for
from tests import factories
from tests.smtp import sending_to

LINK = "http://meydan.example.org/the-key"
NOTICES = (
    LetterKind.PASSWORD_CHANGED_TOLD,
    LetterKind.RECOVERY_CODE_USED,
    LetterKind.FACTORS_CHANGED,
    LetterKind.FACTORS_RESET,
)


def key_letter(kind=LetterKind.PASSWORD_FORGOTTEN, user=None):
    now = utc_now()
    user = user or factories.user()
    made = enqueue_account_link(kind, user, link=LINK, deadline=now + timedelta(hours=1), at=now)
    db.session.commit()
    return made


def whole(letter):
    for words in (letter.subject, letter.text, letter.html):
        assert words and not re.search(r"{[a-z_]*}|%\(|None|Undefined", words), words


@pytest.mark.parametrize("locale", ["tr", "en"])
def test_letters_about_accounts_have_nothing_left_to_fill_in(app, locale):
    user = factories.user(locale=locale, name="Işıl İnce")
    for kind in HOLD_KEYS:
        letter = key_letter(kind, user)
        whole(letter)
        assert LINK in letter.text and LINK in letter.html
    for kind in NOTICES:
        letter = enqueue_account_notice(kind, user, at=factories.NOW)
        whole(letter)
        assert "Işıl İnce" in letter.text and letter.locale == locale


def test_the_head_of_the_record_goes_to_a_witness_once(app):
    told: dict[str, Any] = {"number": 7, "head": "ab" * 32, "sealed_at": factories.NOW}
    told["at"] = factories.NOW
    letter = enqueue_audit_head("witness@example.org", **told, once_key="head:1")
    whole(letter)
    assert letter.text.count("ab" * 32) == 2 and letter.locale == "tr"
    assert enqueue_audit_head("witness@example.org", **told, once_key="head:1") is None


@pytest.mark.parametrize("kind", HOLD_KEYS)
def test_letters_that_hold_a_key_are_shown_to_nobody(app, browser_of_pages, kind):
    letter, admin = key_letter(kind), factories.user()
    shown = enqueue_account_notice(LetterKind.FACTORS_CHANGED, admin, at=utc_now())
    db.session.commit()
    assert letter_for(letter.id, admin) is None
    assert letter_for(shown.id, admin) is shown
    assert LetterFilter().page(admin, limit=9).items == [shown]
    assert LetterFilter(text=letter.to_address).page(admin, limit=9).items == []
    assert letter_counts(admin)[LetterStatus.QUEUED] == 1
    factories.sign_in(browser_of_pages.client, admin)
    for page in ("", "/as-mail"):
        answer = browser_of_pages.client.get(f"/organizer/letters/{letter.id}{page}")
        assert answer.status_code == 404
    words = browser_of_pages.client.get("/organizer/letters").text
    assert f'value="{kind}"' not in words and 'value="factors_changed"' in words


def test_letters_that_hold_a_key_are_not_sent_again(browser_of_pages):
    letter = key_letter()
    letter.status = LetterStatus.SENT
    db.session.commit()
    factories.sign_in(browser_of_pages.client, factories.user())
    address = f"/organizer/letters/{letter.id}/resending"
    assert browser_of_pages.submit(address, {}, page="/account").status_code == 404


def test_the_key_is_kept_only_until_the_letter_is_sent(app, smtp_server):
    letter = key_letter()
    with sending_to(app, smtp_server.host, smtp_server.port):
        send_letters(Worker())
    [message] = smtp_server.messages
    assert LINK in message.get_body(("plain",)).get_content()
    letter = db.session.scalars(sa.select(Letter)).one()
    assert (letter.status, letter.text, letter.html) == (LetterStatus.SENT, "", "")


def test_the_key_is_kept_for_another_try_and_not_after_the_last(app):
    letter, now = key_letter(), utc_now()
    for outcome, kept in ((delivery.PutOff(451, "later"), True), (delivery.BAD_ADDRESS, False)):
        delivery.claim_letter(worker="me", at=now + timedelta(hours=1))
        delivery.conclude(letter, outcome, worker="me", at=now)
        db.session.commit()
        db.session.refresh(letter)
        assert (LINK in letter.text) is kept and (LINK in letter.html) is kept


def test_no_other_letter_is_emptied(app, smtp_server):
    letter = enqueue_account_notice(LetterKind.FACTORS_RESET, factories.user(), at=utc_now())
    db.session.commit()
    with sending_to(app, smtp_server.host, smtp_server.port):
        send_letters(Worker())
    kept = db.session.scalar(sa.select(Letter.text).where(Letter.id == letter.id))
    assert kept == letter.text != ""
