"""What people do with the link to their own page, as long as the event lets them."""

from datetime import datetime

from models.registrations import Registration, RegistrationStatus
from operations.registrations.entries import change_status


class ChangesClosed(Exception):
    """The time in which people change by themselves is over, or the event does not take place."""


def cancel_own(registration: Registration, *, reason: str, at: datetime) -> None:
    """Raises ChangesClosed and InvalidTransition."""
    if not registration.may_withdraw(at):
        raise ChangesClosed
    change_status(registration, RegistrationStatus.CANCELLED, at=at, by=None, reason=reason)


def refuse_late(registration: Registration, at: datetime) -> None:
    """Raises ChangesClosed."""
    if not registration.event.takes_changes(at):
        raise ChangesClosed
