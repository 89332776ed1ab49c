"""Every pair of states: the table is right, and `become` obeys it."""

from itertools import product

import pytest

from models.events import Event, EventStatus, InvalidTransition
from models.registrations import Registration, RegistrationStatus
from tests.factories import NOW

ALLOWED_REGISTRATIONS = {
    ("pending", "waitlisted"),
    ("pending", "confirmed"),
    ("pending", "declined"),
    ("pending", "cancelled"),
    ("waitlisted", "confirmed"),
    ("waitlisted", "declined"),
    ("waitlisted", "cancelled"),
    ("waitlisted", "offered"),
    ("offered", "waitlisted"),
    ("offered", "confirmed"),
    ("offered", "declined"),
    ("offered", "cancelled"),
    ("confirmed", "waitlisted"),
    ("confirmed", "declined"),
    ("confirmed", "cancelled"),
    ("declined", "waitlisted"),
    ("declined", "confirmed"),
    ("cancelled", "waitlisted"),
    ("cancelled", "confirmed"),
}
ALLOWED_EVENTS = {
    ("draft", "published"),
    ("published", "draft"),
    ("published", "cancelled"),
    ("cancelled", "published"),
}


@pytest.mark.parametrize(("old", "new"), [*product(RegistrationStatus, repeat=2)])
def test_registration_takes_exactly_the_steps_of_its_table(old, new):
    registration = Registration(status=old, status_changed_at=NOW, status_reason="before")
    assert old.can_become(new) == ((old.value, new.value) in ALLOWED_REGISTRATIONS)
    if old.can_become(new):
        registration.become(new, at=NOW, reason="after")
        assert (registration.status, registration.status_reason) == (new, "after")
    else:
        with pytest.raises(InvalidTransition):
            registration.become(new, at=NOW)
        assert (registration.status, registration.status_reason) == (old, "before")


@pytest.mark.parametrize(("old", "new"), [*product(EventStatus, repeat=2)])
def test_event_takes_exactly_the_steps_of_its_table(old, new):
    event = Event(status=old)
    assert old.can_become(new) == ((old.value, new.value) in ALLOWED_EVENTS)
    if old.can_become(new):
        event.become(new)
        assert event.status is new
    else:
        with pytest.raises(InvalidTransition):
            event.become(new)
        assert event.status is old
