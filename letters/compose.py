"""How a letter comes to be: rendered once, in the reader's language, and put in the outbox."""

from datetime import datetime
from secrets import token_hex
from urllib.parse import urlsplit

from flask import current_app
from flask_babel import force_locale

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
    kind: LetterKind, registration: Registration, *, at: datetime, **context: object
) -> Letter | None:
    """Put the letter in the outbox, in the transaction of the change that it tells of.

    A registration without an address gets none. The Message-ID is drawn once and kept, so it
    stays the same however often the letter is sent.
    """
    if registration.email is None:
        return None
    message_id = _new_message_id()
    with force_locale(registration.locale):
        subject, text, html = _rendered(kind, registration, message_id, context)
    letter = Letter(
        kind=kind,
        event_id=registration.event_id,
        registration=registration,
        to_address=registration.email,
        to_name=registration.name,
        locale=registration.locale,
        subject=subject,
        text=text,
        html=html,
        message_id=message_id,
        due_at=at,
        created_at=at,
    )
    db.session.add(letter)
    return letter


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


def _rendered(
    kind: LetterKind, registration: Registration, message_id: str, context: dict[str, object]
) -> tuple[str, str, str]:
    """Subject, text and HTML in the language that is in force."""
    event, locale = registration.event, registration.locale
    ticket = registration.ticket
    context |= {
        "registration": registration,
        "event": event,
        "locale": locale,
        "title": event.title_in(locale),
        "when": time_text(event, locale),
        "where": event.place,
        "short_code": printed(ticket.short_code) if ticket else "",
        "reason": registration.status_reason,
        "picture_id": picture_id(message_id),
        "page_url": registration_address(registration),
        "event_url": site_address("public.events.show", slug=event.slug),
        "events_url": site_address("public.events.index"),
    }
    subject = clean_line(_page(kind, "subject.txt", context))
    text = clean_paragraphs(_page(kind, "body.txt", context)) + "\n"
    return subject, text, _page(kind, "body.html", {**context, "subject": subject})


def _page(kind: LetterKind, name: str, context: dict[str, object]) -> str:
    # Not Flask's render_template: a letter knows nothing of the request that it is written in.
    return current_app.jinja_env.get_template(f"letters/{kind}/{name}").render(context)


def _new_message_id() -> str:
    # Short, since some readers stumble over a number that is folded onto a second line.
    host = urlsplit(current_app.config["BASE_URL"]).hostname or "localhost"
    return f"<{token_hex(10)}@{host}>"
