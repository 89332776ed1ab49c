"""What people do with the link to their own page, as long as the event allows it."""

from datetime import datetime

from lib.refusals import Refusal
from models.registrations import Registration, RegistrationStatus
from operations.registrations.entries import change_status


class ChangesClosed(Refusal):
    """The time for changes by oneself is over, or the event does not take place."""


def cancel_own(registration: Registration, *, reason: str, at: datetime) -> None:
    """Cancel one's own registration. Raises ChangesClosed and InvalidTransition."""
    if not registration.may_withdraw(at):
        raise ChangesClosed
    change_status(registration, RegistrationStatus.CANCELLED, at=at, by=None, reason=reason)


def refuse_late(registration: Registration, at: datetime) -> None:
    """Raise ChangesClosed where people may no longer change anything by themselves."""
    if not registration.event.takes_changes(at):
        raise ChangesClosed
