"""How a letter comes to be: rendered once, in the reader's language, and put in the outbox."""

from datetime import datetime
from secrets import token_hex
from typing import Any
from urllib.parse import urlsplit

import sqlalchemy as sa
from flask import current_app
from flask_babel import force_locale
from sqlalchemy.dialects import postgresql, sqlite

from extensions import db, keys
from lib import dates
from lib.short_codes import printed
from lib.text import clean_line, clean_paragraphs
from models.events import Event
from models.letters import Letter, LetterKind
from models.registrations import Registration


def site_address(endpoint: str, **values: str | int) -> str:
    """An absolute address of this site; BASE_URL is the only source of its beginning."""
    base = current_app.config["BASE_URL"]
    path = current_app.url_map.bind(urlsplit(base).netloc).build(endpoint, values)
    return f"{base}{path}"


def registration_address(registration: Registration) -> str:
    """The person's own page; the link dies when `link_version` is counted up."""
    return site_address("public.registrations.show", token=registration_token(registration))


def registration_token(registration: Registration) -> str:
    return keys.links.sign("registration", registration.id, registration.link_version)


def enqueue(
    kind: LetterKind,
    registration: Registration,
    *,
    at: datetime,
    once_key: str | None = None,
    **context: object,
) -> Letter | None:
    """Put the letter in the outbox, in the transaction of the change that it tells of.

    A registration without an address gets none. The Message-ID is drawn once and kept, so it
    stays the same however often the letter is sent. A letter with a `once_key` is written once
    for ever: who comes second, even in the same moment, gets None. `deadline` (an aware time)
    is written in the event's zone; `link` is where the letter's button leads, if not to the
    person's own page. The rest of the context is the templates'.
    """
    if registration.email is None:
        return None
    message_id = _new_message_id()
    personal = _of_registration(registration, message_id)
    values = _written(kind, registration.event, registration.locale, {**personal, **context})
    return _put(
        once_key,
        kind=kind,
        event_id=registration.event_id,
        registration_id=registration.id,
        to_address=registration.email,
        to_name=registration.name,
        locale=registration.locale,
        message_id=message_id,
        due_at=at,
        created_at=at,
        **values,
    )


def enqueue_to(
    kind: LetterKind,
    *,
    to_address: str,
    to_name: str,
    locale: str,
    at: datetime,
    event: Event | None = None,
    once_key: str | None = None,
    **context: object,
) -> Letter | None:
    """A letter to someone who is on no list, such as the contact of a delegation; else as above."""
    message_id = _new_message_id()
    personal = {"name": to_name, "given_name": to_name, "picture_id": picture_id(message_id)}
    return _put(
        once_key,
        kind=kind,
        event_id=event.id if event else None,
        registration_id=None,
        to_address=to_address,
        to_name=to_name,
        locale=locale,
        message_id=message_id,
        due_at=at,
        created_at=at,
        **_written(kind, event, locale, {**personal, **context}),
    )


def picture_id(message_id: str) -> str:
    """The Content-ID of the QR in this letter, without its angle brackets."""
    return f"qr.{message_id.strip('<>')}"


def time_text(event: Event, locale: str) -> str:
    """When, in the event's zone; the zone is named where it is not the site's own."""
    zone = event.timezone
    first_day, last_day = (
        dates.day_text(moment, zone, locale) for moment in (event.starts_at, event.ends_at)
    )
    if first_day == last_day:
        text = dates.span_text(event.starts_at, event.ends_at, zone, locale)
    else:
        moments = (event.starts_at, event.ends_at)
        text = " – ".join(dates.moment_text(moment, zone, locale) for moment in moments)
    return text if zone == current_app.config["BABEL_DEFAULT_TIMEZONE"] else f"{text} ({zone})"


def _put(once_key: str | None, **values: Any) -> Letter | None:
    if once_key is None:
        letter = Letter(**values)
        db.session.add(letter)
        return letter
    insert = sqlite.insert if db.engine.dialect.name == "sqlite" else postgresql.insert
    return db.session.scalar(
        insert(Letter)
        .values(**values, once_key=once_key)
        .on_conflict_do_nothing(index_elements=[Letter.once_key])
        .returning(Letter)
    )


def _of_registration(registration: Registration, message_id: str) -> dict[str, Any]:
    ticket = registration.ticket
    return {
        "registration": registration,
        "name": registration.name,
        "given_name": registration.given_name,
        "short_code": printed(ticket.short_code) if ticket else "",
        "reason": registration.status_reason,
        "picture_id": picture_id(message_id),
        "page_url": registration_address(registration),
    }


def _of_event(event: Event | None, locale: str) -> dict[str, Any]:
    if event is None:
        return {"event": None, "title": "", "when": "", "where": "", "event_url": ""}
    return {
        "event": event,
        "title": event.title_in(locale),
        "when": time_text(event, locale),
        "where": event.place,
        "event_url": site_address("public.events.show", slug=event.slug),
    }


def _written(
    kind: LetterKind, event: Event | None, locale: str, given: dict[str, Any]
) -> dict[str, str]:
    """Subject, text and HTML in the reader's language."""
    context = {"locale": locale, "events_url": site_address("public.events.index")}
    context |= {**_of_event(event, locale), **given}
    if isinstance(deadline := context.get("deadline"), datetime):
        zone = event.timezone if event else current_app.config["BABEL_DEFAULT_TIMEZONE"]
        context["deadline"] = dates.moment_text(deadline, zone, locale)
    context.setdefault("link", context.get("page_url") or context["event_url"])
    with force_locale(locale):
        subject = clean_line(_page(kind, "subject.txt", context))
        text = clean_paragraphs(_page(kind, "body.txt", context)) + "\n"
        html = _page(kind, "body.html", {**context, "subject": subject})
    return {"subject": subject, "text": text, "html": html}


def _page(kind: LetterKind, name: str, context: dict[str, Any]) -> str:
    # Not Flask's render_template: a letter knows nothing of the request that it is written in.
    return current_app.jinja_env.get_template(f"letters/{kind}/{name}").render(context)


def _new_message_id() -> str:
    # Short, since some readers stumble over a number that is folded onto a second line.
    host = urlsplit(current_app.config["BASE_URL"]).hostname or "localhost"
    return f"<{token_hex(10)}@{host}>"
