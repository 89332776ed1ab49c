"""How a letter comes to be: rendered once, in the reader's language, and put in the outbox."""

from datetime import datetime
from urllib.parse import urlsplit

from flask import current_app, render_template
from flask_babel import force_locale

from extensions import db, keys
from models.mail import Letter, LetterKind
from models.registrations import Registration


def site_address(endpoint: str, **values: str | int) -> str:
    """An absolute address of this site; BASE_URL is the only source of its beginning."""
    base = current_app.config["BASE_URL"]
    path = current_app.url_map.bind(urlsplit(base).netloc).build(endpoint, values)
    return f"{base}{path}"


def registration_address(registration: Registration) -> str:
    """The person's own page; the link dies when `link_version` is counted up."""
    token = keys.links.sign("registration", registration.id, registration.link_version)
    return site_address("public.registrations.show", token=token)


def enqueue(
    kind: LetterKind, registration: Registration, *, at: datetime, **context: object
) -> Letter | None:
    """Put the letter in the outbox, in the transaction of the change that it tells of.

    A registration without an address gets none. The Message-ID is made of what the letter is
    about, so it stays the same however often the letter is sent.
    """
    if registration.email is None:
        return None
    folder = f"letters/{kind}"
    context |= {
        "registration": registration,
        "event": registration.event,
        "page_url": registration_address(registration),
        "locale": registration.locale,
    }
    with force_locale(registration.locale):
        letter = Letter(
            kind=kind,
            registration=registration,
            to_address=registration.email,
            to_name=registration.name,
            locale=registration.locale,
            subject=render_template(f"{folder}/subject.txt", **context).strip(),
            text=render_template(f"{folder}/body.txt", **context).strip() + "\n",
            html=render_template(f"{folder}/body.html", **context),
            message_id=_message_id(kind, registration, at),
            due_at=at,
            created_at=at,
        )
    db.session.add(letter)
    return letter


def _message_id(kind: LetterKind, registration: Registration, at: datetime) -> str:
    host = urlsplit(current_app.config["BASE_URL"]).hostname or "localhost"
    return f"<{kind}.{registration.id}.{at:%Y%m%dT%H%M%S%f}@{host}>"
