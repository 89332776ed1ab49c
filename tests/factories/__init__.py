"""Rows for tests, made by the operations that make them in life. Traits name the situation."""

from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

import pyotp
import sqlalchemy as sa
from argon2 import PasswordHasher
from flask.testing import FlaskClient

from blueprints.base.sign_in import TOKEN
from extensions import db, keys
from lib.totp import new_seed
from models.events import Event, EventKind, Session
from models.factors import Authenticator, Passkey
from models.registrations import Registration, RegistrationSource
from models.sectors import Sector
from models.sign_ins import Factor
from models.users import Role, User
from operations.accounts.sign_ins import begin_sign_in
from operations.base.details import NO_WISHES, PersonDetails
from operations.events.agenda import SessionDetails, add_session
from operations.events.events import EventDetails, create_event, publish
from operations.registrations.entries import put_on_list

NOW = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)
"""The tests' present where time is passed in."""
ISTANBUL = ZoneInfo("Europe/Istanbul")
PASSWORD = "açıl susam açıl"
_HASH = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
_number = count(1)


def user(role: Role = Role.CENTRAL_ADMIN, *, province: str | None = None, **values: Any) -> User:
    number = next(_number)
    made = User(
        **{
            "email": f"user{number}@example.org",
            "name": f"Görevli {number}",
            "role": role,
            "province": province,
            "password_hash": _HASH,
            "created_at": NOW,
            **values,
        }
    )
    db.session.add(made)
    db.session.commit()
    return made


def sign_in(client: FlaskClient, someone: User) -> None:
    """Put the person in the client's session, as the sign-in page does."""
    token = signed_in(someone)
    with client.session_transaction() as session:
        session[TOKEN] = token


def signed_in(someone: User, *, factor: Factor | None = None, at: datetime | None = None) -> str:
    """Sign the person in; what the browser's cookie holds."""
    at = at or datetime.now(UTC)
    _row, token = begin_sign_in(someone, browser="Firefox, Linux", factor=factor, at=at)
    db.session.commit()
    return token


def authenticator(someone: User, *, at: datetime | None = None) -> str:
    """Give the person an authenticator app; its seed, from which pyotp tells the numbers. Those
    until ten minutes ago are used up."""
    seed = new_seed()
    began = (at or datetime.now(UTC)) - timedelta(minutes=10)
    values = {"confirmed_at": began, "last_step": pyotp.TOTP(seed).timecode(began)}
    db.session.add(Authenticator(user=someone, seed=keys.fields.seal_text(seed), **values))
    db.session.commit()
    return seed


def passkey(someone: User) -> Passkey:
    """A passkey that no device has."""
    made = Passkey(
        user=someone,
        name="Telefon",
        credential_id=someone.email.encode(),
        public_key=b"",
        sign_count=0,
        created_at=NOW,
    )
    db.session.add(made)
    db.session.commit()
    return made


def without_factors(someone: User) -> None:
    for kind in (Authenticator, Passkey):
        db.session.execute(sa.delete(kind).where(kind.user_id == someone.id))
    db.session.commit()


def event(
    *, at: datetime | None = None, draft: bool = False, over: bool = False, **details: Any
) -> Event:
    """A published civil society day, ten days from now at ten in the morning of Istanbul, so that
    no test depends on the hour it runs at (`over`: it ended two hours ago)."""
    now = at or datetime.now(UTC)
    starts_at = now - timedelta(hours=10) if over else _in_the_morning(now + timedelta(days=10))
    values: dict[str, Any] = {
        "title": "Çorum Sivil Toplum Günü",
        "kind": EventKind.CIVIL_SOCIETY_DAY,
        "province": "19",
        "venue": "Çorum Devlet Tiyatro Salonu",
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(hours=8),
        "timezone": ISTANBUL.key,
        **details,
    }
    made = create_event(EventDetails(**values), by=None, at=now)
    if not draft:
        publish(made, by=None, at=now)
    db.session.commit()
    return made


def _in_the_morning(of: datetime) -> datetime:
    """In UTC, as the database gives it back."""
    morning = of.astimezone(ISTANBUL).replace(hour=10, minute=0, second=0, microsecond=0)
    return morning.astimezone(UTC)


def person(**values: Any) -> PersonDetails:
    number = next(_number)
    return PersonDetails(
        **{
            "given_name": "Işıl",
            "family_name": f"Çağlar {number}",
            "email": f"isil{number}@example.org",
            "phone": "+905321234567",
            "sector": Sector.CSO,
            "institution": "Iğdır Gençlik Derneği",
            "province": "76",
            **values,
        }
    )


def registration(
    for_event: Event, *, by: User | None = None, at: datetime | None = None, **values: Any
) -> Registration:
    """Someone on the list: confirmed, waiting or pending as the event decides.

    Nobody asks whether they are on it already: lists that were made before it was asked have such
    people, too.
    """
    made = put_on_list(
        for_event,
        person(**values),
        RegistrationSource.ORGANIZER,
        at or datetime.now(UTC),
        NO_WISHES,
        by=by or user(),
    )
    db.session.commit()
    return made


def commit() -> None:
    """What was made so far, for those who read it through a connection of their own."""
    db.session.commit()


def session(for_event: Event, **details: Any) -> Session:
    """An hour of its agenda that people choose."""
    values: dict[str, Any] = {
        "title": "Atölye",
        "starts_at": for_event.starts_at,
        "ends_at": for_event.starts_at + timedelta(hours=1),
        "chosen": True,
        **details,
    }
    made = add_session(for_event, SessionDetails(**values), by=None, at=NOW)
    db.session.commit()
    return made
