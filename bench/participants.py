"""The list of an event with 100,000 participants: what each question about it takes.

python -m bench.participants [--only sqlite|postgres] [--people 100000]
"""

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from random import Random
from secrets import token_bytes
from typing import Any

import sqlalchemy as sa
from flask import Flask

from bench.databases import compare
from blueprints.base.sign_in import TOKEN
from demo.people import People
from extensions import db, site_zone
from lib.clock import utc_now
from lib.short_codes import new_short_code
from models.events import Event, EventKind
from models.registrations import Registration, RegistrationSource, RegistrationStatus, Ticket
from models.users import Role, User
from operations.accounts.sign_ins import begin_sign_in
from operations.base.details import write_details
from operations.events.events import EventDetails, create_event, publish

_S = RegistrationStatus
_SHARES = {_S.CONFIRMED: 60, _S.WAITLISTED: 20, _S.PENDING: 10, _S.DECLINED: 5, _S.CANCELLED: 5}
_AT_ONCE = 2000
_TOLD = (
    "given_name",
    "family_name",
    "email",
    "phone",
    "sector",
    "institution",
    "institution_role",
    "province",
    "locale",
    "search_key",
    "sort_key",
    "name_key",
)


def fill(people: int) -> Event:
    """An event with so many people, in plain inserts: nobody waits for 100,000 letters."""
    at, chance, made_up = utc_now(), Random(7), People(Random(7))
    details = EventDetails(
        title="Büyük Kurultay",
        kind=EventKind.CONFERENCE,
        province="19",
        starts_at=at + timedelta(days=9),
        ends_at=at + timedelta(days=10),
        timezone=site_zone(),
    )
    event = create_event(details, by=None, at=at)
    publish(event, by=None, at=at)
    db.session.flush()
    for begin in range(0, people, _AT_ONCE):
        rows = [
            _row(event, made_up, chance.choices(list(_SHARES), list(_SHARES.values()))[0])
            for _ in range(min(_AT_ONCE, people - begin))
        ]
        _insert(rows)
        event.places.taken += sum(row["status"] is _S.CONFIRMED for row in rows)
    db.session.commit()
    return event


def _row(event: Event, people: People, status: RegistrationStatus) -> dict[str, Any]:
    person = Registration()
    write_details(person, replace(people.someone("19"), gender=None))
    at = utc_now()
    return {
        **{name: getattr(person, name) for name in _TOLD},
        "event_id": event.id,
        "status": status,
        "status_reason": "",
        "link_version": 1,
        "source": RegistrationSource.API,
        "registered_at": at,
        "status_changed_at": at,
        "awaits_completion": False,
        "awaits_letter": False,
    }


def _insert(rows: list[dict[str, Any]]) -> None:
    adding = sa.insert(Registration).returning(Registration.id, sort_by_parameter_order=True)
    numbers = db.session.scalars(adding, rows).all()
    tickets = [
        {
            "registration_id": number,
            "public_id": token_bytes(8),
            "short_code": new_short_code(),
            "issued_at": row["registered_at"],
        }
        for number, row in zip(numbers, rows, strict=True)
        if row["status"] is _S.CONFIRMED
    ]
    db.session.execute(sa.insert(Ticket), tickets)


def measure(app: Flask, event: Event) -> dict[str, float]:
    """Seconds, the best of three, through the whole application."""
    client = app.test_client()
    _row, token = begin_sign_in(_organizer(), browser="bench", factor=None, at=utc_now())
    db.session.commit()
    with client.session_transaction() as session:
        session[TOKEN] = token
    address = f"/organizer/events/{event.id}"
    someone = db.session.scalars(sa.select(Registration).offset(70_000).limit(1)).first()
    code = db.session.scalars(sa.select(Ticket.short_code).limit(1)).first()
    far = _cursor_far_down(event)

    def open_(path: str) -> Callable[[], None]:
        def act() -> None:
            with app.app_context():
                answer = client.get(f"{address}{path}")
                assert answer.status_code == 200, (path, answer.status_code)
                for _piece in answer.response:
                    pass

        return act

    db.session.remove()
    pages = {
        "first page": "/registrations",
        "a page far down": f"/registrations?after={far}",
        "one status": "/registrations?status=declined",
        "a status that nobody has": "/registrations?status=offered",
        "sector and province": "/registrations?sector=academia&province=06",
        "search: a name of many": "/registrations?q=ışıl",
        "search: a word of nearly all": "/registrations?q=çorum",
        "search: nobody": "/registrations?q=zzxq",
        "search: one e-mail": f"/registrations?q={someone.email if someone else ''}",
        "search: a phone number": "/registrations?q=0599 007 12 34",
        "search: a short code": f"/registrations?q={code}",
        "search: nobody, by phone and sector": "/registrations?q=99999999&sector=cso",
        "without an e-mail address": "/registrations?lacks=email",
        "who did not come": "/registrations?came=no",
        "duplicates": "/duplicates",
        "a decision about all": "/status-changes/new",
        "everyone as CSV": "/registrations.csv",
        "everyone as XLSX": "/registrations.xlsx",
    }
    return {name: _best(open_(path)) for name, path in pages.items()}


def _best(act: Callable[[], None]) -> float:
    times = []
    for _ in range(3):
        begun = time.perf_counter()
        act()
        times.append(time.perf_counter() - begun)
        if times[-1] > 3:
            break
    return min(times)


def _cursor_far_down(event: Event) -> str:
    from queries.registrations.participants import ParticipantFilter  # noqa: PLC0415

    page = ParticipantFilter().page(event, limit=90_000)
    return page.next or ""


def _organizer() -> User:
    user = User(
        email="bench@example.org",
        name="Bench",
        role=Role.CENTRAL_ADMIN,
        password_hash="",
        created_at=utc_now(),
    )
    db.session.add(user)
    db.session.commit()
    return user


if __name__ == "__main__":
    compare(__doc__, "participants in one event, whole pages", fill=fill, measure=measure)
