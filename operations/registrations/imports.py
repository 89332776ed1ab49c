from collections.abc import Sequence
from datetime import datetime

from extensions import db
from models.audit import AuditAction
from models.events import Event
from models.registrations import Registration, RegistrationSource
from models.users import User
from operations.base.audit import record
from operations.places.quotas import hold_places
from operations.registrations.entries import NotRegistrable
from operations.registrations.many import (
    Newcomer,
    give_code,
    put_all_on_list,
    without_own_address,
    write_to_all,
)
from operations.registrations.standing import hold_names, refuse_any_twice
from operations.registrations.tags import tag_each


def import_participants(
    event: Event, newcomers: Sequence[Newcomer], *, letters: bool, by: User, at: datetime
) -> list[Registration]:
    """Put all of these people on the list or none, whatever the opening times.

    People without an address of their own get a code on paper and no letter. Raises NotRegistrable
    (the event was called off), AlreadyOnList and EventFull.
    """
    hold_names(event)
    hold_places(event)
    if event.is_called_off:
        raise NotRegistrable
    people = [newcomer.person for newcomer in newcomers]
    refuse_any_twice(event, people)
    shared = without_own_address(event, people)
    added = put_all_on_list(event, newcomers, source=RegistrationSource.IMPORT, at=at)
    for registration, has_none in zip(added, shared, strict=True):
        if has_none:
            give_code(registration)
    db.session.flush()
    carried = {r.id: newcomer.tags for r, newcomer in zip(added, newcomers, strict=True)}
    tag_each(event, carried, by=by, at=at)
    record(
        AuditAction.REGISTRATIONS_IMPORTED,
        at=at,
        by=by,
        event=event,
        subject_id=None,
        count=len(added),
        letters=int(letters),
    )
    if letters:
        write_to_all([r for r in added if r.access_code is None], at=at)
    db.session.flush()
    return added
