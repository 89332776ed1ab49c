"""Phones and the event at which they stand."""

from dataclasses import replace
from datetime import timedelta

import pytest

from extensions import db
from operations.check_in.devices import STAYS_PAIRED, pair, pair_own_phone, prepare_device
from operations.events.events import change_event
from operations.events.stale_edits import details_of
from queries.check_in.checkpoints import checkpoints_of
from tests import factories
from tests.factories import NOW


@pytest.mark.parametrize("until_before_end", [1, 200])
@pytest.mark.parametrize("days", [7, -3])
def test_phones_stay_until_a_day_after_the_event_also_where_it_was_moved(
    app, days, until_before_end
):
    event, organizer = factories.event(at=NOW), factories.user()
    doors, said = checkpoints_of(event), event.ends_at - timedelta(hours=until_before_end)
    paired, code = prepare_device(event, name="Kapı", checkpoints=doors, by=organizer, at=NOW)
    pair(code, at=NOW)
    own, _token = pair_own_phone(event, doors, name="x", by=organizer, at=NOW)
    until, _code = prepare_device(
        event, name="Otobüs", checkpoints=doors, ends_at=said, by=organizer, at=NOW
    )
    db.session.commit()
    moved = timedelta(days=days)
    details = details_of(event)
    details = replace(details, starts_at=details.starts_at + moved, ends_at=details.ends_at + moved)
    change_event(event, details, by=organizer, at=NOW)
    db.session.commit()
    assert paired.ends_at == own.ends_at == event.ends_at + STAYS_PAIRED
    assert until.ends_at == min(said, event.ends_at + STAYS_PAIRED)
