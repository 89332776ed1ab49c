"""Sessions of the agenda, as letters and calendar entries tell of them."""

from collections.abc import Iterable

from extensions import site_zone
from lib import zones
from models.events import Event, Session


def session_facts(sessions: Iterable[Session], event: Event, locale: str) -> list[tuple[str, str]]:
    """When and what, for each session: «12 Mart 2027 Cuma, 10.00–11.00», «Atölye, Salon 2»."""
    return [
        (
            zones.when_text(
                session.starts_at, session.ends_at, event.timezone, site_zone(), locale
            ),
            ", ".join(part for part in (session.title_in(locale), session.room) if part),
        )
        for session in sessions
    ]
