"""Moves someone on the list to other places: another sector, other sessions, other choices."""

from collections.abc import Collection
from datetime import datetime

import sqlalchemy as sa

from extensions import db
from models.answers import RegistrationAnswer
from models.registrations import Registration, RegistrationStatus
from models.sectors import Sector
from operations.places.quotas import EventFull, claim, exchange_places, hold_places, quotas_for
from operations.places.waiting_list import pass_on_places


def reclaim(
    registration: Registration,
    *,
    sector: Sector,
    session_ids: Collection[int],
    choice_ids: Collection[int],
    at: datetime,
) -> None:
    """Move the registration to the places that it needs now; the places that it leaves are passed
    on.

    Raises EventFull with the quota that ran out, and then nothing is changed. Hold the registration
    before.
    """
    event = registration.event
    db.session.flush()
    hold_places(event)
    db.session.expire(registration, ["claims"])
    held = [claim.quota for claim in registration.claims]
    wanted = quotas_for(event, sector, session_ids=session_ids, choice_ids=choice_ids)
    if {quota.id for quota in held} == {quota.id for quota in wanted}:
        return
    if registration.status.holds_place and (full := exchange_places(event, held, wanted)):
        raise EventFull(full)
    claim(registration, wanted)
    db.session.flush()
    if registration.status.holds_place or registration.status is RegistrationStatus.WAITLISTED:
        pass_on_places(event, at=at)


def chosen_ids(registration: Registration) -> set[int]:
    """The numbers of the sessions that the person chose."""
    return {session.id for session in registration.chosen_sessions}


def picked_ids(registration: Registration, *, but: Collection[int] = ()) -> set[int]:
    """The numbers of the choices in the registration's answers, without those to the questions
    `but`."""
    return set(
        db.session.scalars(
            sa.select(RegistrationAnswer.choice_id).where(
                RegistrationAnswer.registration_id == registration.id,
                RegistrationAnswer.choice_id.is_not(None),
                RegistrationAnswer.question_id.not_in(but),
            )
        )
    )
