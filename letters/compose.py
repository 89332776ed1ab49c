"""Making letters: rendered once, in the reader's language, and put in the outbox."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from secrets import token_hex
from typing import Any
from urllib.parse import urlsplit

from flask import current_app

from extensions import db, keys, site_zone
from letters.kinds import TRAITS
from letters.rendering import Written, written, written_from_pieces
from letters.wordings import Worded, Words
from lib import zones
from lib.inserts import insert_into
from lib.short_codes import printed
from models.contacts import Contact
from models.events import Event
from models.letters import Letter, LetterKind
from models.registrations import Registration
from queries.events.contacts import site_contact
from queries.letters.wordings import own_wording


def site_address(endpoint: str, **values: str | int) -> str:
    """An absolute address of this site; it begins with BASE_URL and nothing else."""
    base = current_app.config["BASE_URL"]
    path = current_app.url_map.bind(urlsplit(base).netloc).build(endpoint, values)
    return f"{base}{path}"


def registration_address(registration: Registration) -> str:
    """The address of the person's own page; it stops working when `link_version` is increased."""
    return site_address("public.registrations.show", token=registration_token(registration))


def registration_token(registration: Registration) -> str:
    return keys.links.sign("registration", registration.id, registration.link_version)


def enqueue(
    kind: LetterKind,
    registration: Registration,
    *,
    at: datetime,
    once_key: str | None = None,
    **context: Any,
) -> Letter | None:
    """Put the letter in the outbox, in the transaction of the change that it tells of.

    A registration without an address gets none. The Message-ID is drawn once and kept, so it
    stays the same however often the letter is sent. A letter with a `once_key` is written once
    for ever: who comes second, even in the same moment, gets None. `deadline` (an aware time)
    is written in the site's zone; `link` is where the letter's button leads, if not to the
    person's own page. The rest of the context is the templates'.
    """
    worded = own_wording(registration.event, kind)
    values = letter_values(kind, registration, at=at, worded=worded, **context)
    return _put({**values, "once_key": once_key}) if values else None


def enqueue_to(
    kind: LetterKind,
    *,
    to_address: str,
    to_name: str,
    locale: str,
    at: datetime,
    event: Event | None = None,
    once_key: str | None = None,
    **context: Any,
) -> Letter | None:
    """As `enqueue`, for somebody who is on no list, such as the contact of a delegation."""
    worded = own_wording(event, kind) if event else None
    words = Words.of(worded, locale) if worded else None

    def made(message_id: str) -> Written:
        personal = {"name": to_name, "given_name": to_name, "picture_id": picture_id(message_id)}
        return written(kind, locale, whole_context(event, locale, {**personal, **context}), words)

    return enqueue_written(
        kind,
        made,
        to_address=to_address,
        to_name=to_name,
        locale=locale,
        event=event,
        at=at,
        once_key=once_key,
    )


def enqueue_written(
    kind: LetterKind,
    made: Callable[[str], Written],
    *,
    to_address: str,
    to_name: str,
    locale: str,
    event: Event | None,
    at: datetime,
    once_key: str | None = None,
) -> Letter | None:
    """Put a letter in the outbox that `made` writes when it is given its Message-ID."""
    to = {"to_address": to_address, "to_name": to_name, "locale": locale, **reply_to(event)}
    values = written_values(kind, made, event=event, at=at, **to)
    return _put({**values, "once_key": once_key})


def written_values(
    kind: LetterKind,
    made: Callable[[str], Written],
    *,
    event: Event | None,
    at: datetime,
    **to: str,
) -> dict[str, Any]:
    """The row of such a letter, for writing many at once. `to`: who gets it, in which language, and
    where replies go."""
    message_id = _new_message_id()
    return {
        "kind": kind,
        "event_id": event.id if event else None,
        "registration_id": None,
        "message_id": message_id,
        "due_at": at,
        "created_at": at,
        **to,
        **vars(made(message_id)),
    }


def letter_values(
    kind: LetterKind,
    registration: Registration,
    *,
    at: datetime,
    worded: Worded | None,
    message_id: str | None = None,
    **context: Any,
) -> dict[str, Any] | None:
    """The row of such a letter, for writing many at once; None if the person has no address."""
    if registration.email is None:
        return None
    message_id = message_id or _new_message_id()
    locale = registration.locale
    words = Words.of(worded, locale) if worded else None
    return {
        "kind": kind,
        "event_id": registration.event_id,
        "registration_id": registration.id,
        "has_entry": TRAITS[kind].has_calendar and registration.is_confirmed,
        "to_address": registration.email,
        "to_name": registration.name,
        **reply_to(registration.event),
        "locale": locale,
        "message_id": message_id,
        "due_at": at,
        "created_at": at,
        **vars(_written(kind, registration, message_id, context, words)),
    }


def put_once(rows: Sequence[dict[str, Any]]) -> None:
    """Add many letters in one statement, each with its `once_key`; existing ones are skipped."""
    if rows:
        new = insert_into(Letter, dialect=db.engine.dialect.name)
        db.session.execute(new.on_conflict_do_nothing(index_elements=["once_key"]), rows)


def picture_id(message_id: str) -> str:
    """The Content-ID of the QR in this letter, without its angle brackets."""
    return f"qr.{message_id.strip('<>')}"


def time_text(event: Event, locale: str) -> str:
    """When the event is, in its own zone, which is named if it is not the site's."""
    ends = event.starts_at, event.ends_at
    return zones.when_text(*ends, event.timezone, site_zone(), locale)


def facts_of(event: Event | None, locale: str) -> dict[str, str]:
    """The facts of the event, the same for every reader."""
    facts = {"title": "", "when": "", "where": "", "event_url": "", "events_url": "", "full": ""}
    facts["events_url"] = site_address("public.events.index")
    if event is None:
        return facts | _contact_facts(site_contact())
    return facts | {
        **_contact_facts(event.contact),
        "title": event.title_in(locale),
        "when": time_text(event, locale),
        "where": event.place,
        "event_url": site_address("public.events.show", slug=event.slug),
        "full": "yes" if event.is_full() else "",
    }


def _contact_facts(contact: Contact) -> dict[str, str]:
    """Whom the letter tells people to ask."""
    return {
        "contact_name": contact.name,
        "contact_email": contact.email or "",
        "contact_phone": contact.phone or "",
    }


def reply_to(event: Event | None) -> dict[str, str]:
    """Where replies to the letter go; empty: to the sender."""
    contact = event.reply_to if event else site_contact()
    return {"reply_to_address": contact.email or "", "reply_to_name": contact.name}


def personal_of(registration: Registration, message_id: str) -> dict[str, str]:
    """The values that belong to one person alone."""
    ticket, page = registration.ticket, registration_address(registration)
    return {
        "name": registration.name,
        "given_name": registration.given_name,
        "page_url": page,
        "link": page,
        "short_code": printed(ticket.short_code) if ticket else "",
        "reason": registration.status_reason,
        "picture_id": picture_id(message_id),
    }


def _written(
    kind: LetterKind,
    registration: Registration,
    message_id: str,
    context: dict[str, object],
    words: Words | None,
) -> Written:
    event, locale = registration.event, registration.locale
    personal = personal_of(registration, message_id)
    if TRAITS[kind].is_kept and context.keys() <= personal.keys():
        told = {**personal, **{name: str(value) for name, value in context.items()}}
        return written_from_pieces(kind, locale, facts_of(event, locale), told, words)
    given = {**personal, "registration": registration, **context}
    return written(kind, locale, whole_context(event, locale, given), words)


def whole_context(
    event: Event | None, locale: str, given: Mapping[str, object]
) -> dict[str, object]:
    context = {"locale": locale, "event": event, **facts_of(event, locale), **given}
    if isinstance(deadline := context.get("deadline"), datetime):
        site = site_zone()
        zone = event.timezone if event else site
        context["deadline"] = zones.deadline_text(deadline, zone, site, locale)
    context.setdefault("link", context["event_url"])
    return context


def _put(values: dict[str, Any]) -> Letter | None:
    if values["once_key"] is None:
        letter = Letter(**values)
        db.session.add(letter)
        return letter
    new = insert_into(Letter, dialect=db.engine.dialect.name).values(**values)
    once = new.on_conflict_do_nothing(index_elements=["once_key"])
    return db.session.scalar(once.returning(Letter))


def _new_message_id() -> str:
    # Short, since some mail programs stumble over a number that is folded onto a second line.
    host = urlsplit(current_app.config["BASE_URL"]).hostname or "localhost"
    return f"<{token_hex(10)}@{host}>"
