"""A desk of today: its event has begun, its staff is signed in."""

from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from extensions import db
from models.checkpoints import Checkpoint
from models.events import Event
from models.registrations import Registration
from models.scans import Scan
from models.users import Role
from queries.check_in.checkpoints import checkpoints_of
from tests import factories
from tests.browser_of_pages import PageBrowser

WALK_IN = {
    "given_name": "Şükrü",
    "family_name": "Iğdırlı",
    "sector": "cso",
    "institution": "Gençlik Derneği",
    "locale": "tr",
}


class Desk:
    def __init__(
        self, browser: PageBrowser, role: Role = Role.CHECK_IN_STAFF, **details: Any
    ) -> None:
        self.browser = browser
        self.event: Event = todays_event(**details)
        self.door: Checkpoint = checkpoints_of(self.event)[0]
        self.staff = factories.user(role, province="19")
        factories.sign_in(browser.client, self.staff)

    @property
    def address(self) -> str:
        return f"/check-in/{self.door.id}"

    def comes(self, **typed: str) -> Any:
        """Somebody is registered at the desk; the answer."""
        return self.browser.submit(f"{self.address}/walk-ins/new", {**WALK_IN, **typed})

    def refused(self, status: int, **typed: str) -> Any:
        return self.browser.post(
            f"{self.address}/walk-ins/new", {**WALK_IN, **typed}, status=status
        )

    def admits(self, person: Registration) -> Any:
        """The button beside somebody whom the desk has found."""
        page = self.browser.get(f"{self.address}/desk/{person.id}")
        return self.browser.client.post(
            f"{self.address}/desk/{person.id}/admission", data=page.form_values()
        )


def todays_event(**details: Any) -> Event:
    now = datetime.now(UTC)
    times = {"starts_at": now - timedelta(minutes=1), "ends_at": now + timedelta(hours=8)}
    return factories.event(**{**times, **details})


def people() -> list[Registration]:
    return list(db.session.scalars(sa.select(Registration).order_by(Registration.id)))


def scans() -> list[Scan]:
    return list(db.session.scalars(sa.select(Scan).order_by(Scan.id)))
