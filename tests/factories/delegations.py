"""Institutions that were asked to nominate, and tables with people in them."""

import io
from typing import Any

import openpyxl

from extensions import db
from letters.delegations import delegation_token
from models.delegations import Delegation
from models.events import Event
from models.sectors import Sector
from operations.registrations.delegations import DelegationDetails, invite_delegation
from tests import factories


def delegation(for_event: Event | None = None, **details: Any) -> Delegation:
    """A public institution of Çorum that may nominate ten people."""
    values: dict[str, Any] = {
        "institution": "Çorum İl Millî Eğitim Müdürlüğü",
        "sector": Sector.PUBLIC,
        "province": "19",
        "contact_name": "Şükran Iğdır",
        "contact_email": "sukran@corum.example.org",
        "locale": "tr",
        "size": 10,
        "nominations_close_at": None,
        **details,
    }
    event = for_event or factories.event()
    made = invite_delegation(event, DelegationDetails(**values), by=None, at=event.created_at)
    db.session.commit()
    return made


def path(of: Delegation) -> str:
    return f"/delegations/{delegation_token(of)}"


def xlsx(*rows: list[Any]) -> bytes:
    book, file = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(file)
    return file.getvalue()


def table(content: bytes, name: str = "aday.xlsx") -> dict[str, Any]:
    """What a form sends with this file in it."""
    return {"table": (io.BytesIO(content), name)}
