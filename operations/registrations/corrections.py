"""Corrects what is known of someone on the list: details, answers, sessions."""

from dataclasses import replace
from datetime import datetime

from extensions import db
from letters import registrations as letters
from lib.refusals import Refusal
from models.audit import AuditAction
from models.registrations import Registration
from models.users import User
from operations.base.answers import drop_unasked_answers, picked_choices, write_answers
from operations.base.audit import record
from operations.base.details import PersonDetails, Wishes, write_details
from operations.places.claims import chosen_ids, picked_ids, reclaim
from operations.places.quotas import hold_registration
from operations.registrations.links import revoke_links
from operations.registrations.mailboxes import refuse_many
from operations.registrations.standing import hold_name, refuse_another
from operations.selection.completeness import forget_check, forget_check_of_other
from queries.selection.proposals import is_selected_for_sector


class SectorDecided(Refusal):
    """The person got their place, or their rank in reserve, for their sector."""


def change_details(
    registration: Registration, person: PersonDetails, *, at: datetime, by: User | None
) -> None:
    """Correct a person's details. The ticket stays valid, since it holds no name.

    A new address gets the letter that the old one got, since that one may have reached nobody. The
    old address is told where the person, or whoever has their link, made the change. Where an
    organizer made it, the old links no longer work: the letter may have reached somebody else. Raises
    AlreadyOnList where the details are those of somebody else on the list, EventFull where no place
    is left for the other sector, and, where no organizer makes the change, SectorDecided after a
    selection balanced by it and ManyOfMailbox; the caller rolls back then.
    """
    hold_name(registration.event, person, with_mailbox=by is None)
    hold_registration(registration)
    refuse_another(registration, person)
    if by is None:
        refuse_many(registration, person)
    old_address = registration.email
    if (
        not registration.event.asks_gender
    ):  # no form asks then, so an empty value takes nothing back
        person = replace(person, gender=registration.gender)
    if registration.sector is not person.sector:
        if by is None and is_selected_for_sector(registration):
            raise SectorDecided
        reclaim(
            registration,
            sector=person.sector,
            session_ids=chosen_ids(registration),
            choice_ids=picked_ids(registration),
            at=at,
        )
    forget_check_of_other(registration, person)
    write_details(registration, person)
    record(
        AuditAction.REGISTRATION_CHANGED,
        at=at,
        by=by,
        event=registration.event,
        subject_id=registration.id,
    )
    if registration.email != old_address:
        _write_to_new_address(registration, old_address, by=by, at=at)
    db.session.flush()


def _write_to_new_address(
    registration: Registration, old_address: str | None, *, by: User | None, at: datetime
) -> None:
    if old_address and by is not None:
        db.session.flush()  # the row is read anew
        revoke_links(registration, by=by, at=at)
        return
    letters.enqueue_status_letter(registration, at=at)
    if old_address and not registration.awaits_mailbox:  # else its reader has asked for no letter
        letters.enqueue_address_change(registration, old_address, at=at)


def change_wishes(
    registration: Registration, wishes: Wishes, *, at: datetime, by: User | None
) -> None:
    """Replace the registration's answers and sessions by these; a letter tells the person.

    Raises EventFull with the quota that ran out; the caller rolls back then.
    """
    write_wishes(registration, wishes, at=at)
    record(
        AuditAction.REGISTRATION_ANSWERED,
        at=at,
        by=by,
        event=registration.event,
        subject_id=registration.id,
    )
    letters.enqueue_change_letter(registration, at=at)
    db.session.flush()


def write_wishes(registration: Registration, wishes: Wishes, *, at: datetime) -> None:
    """Replace them as part of another change, which writes the audit and the letter. Raises
    EventFull."""
    hold_registration(registration)
    if wishes.sessions is not None:
        registration.chosen_sessions = list(wishes.sessions)
    kept = picked_ids(registration, but=[question.id for question in wishes.questions])
    reclaim(
        registration,
        sector=registration.sector,
        session_ids=chosen_ids(registration),
        choice_ids=kept | picked_choices(wishes.answers),
        at=at,
    )
    write_answers(registration, wishes.questions, wishes.answers, at=at)
    drop_unasked_answers(registration)
    if wishes.questions:
        forget_check(registration)
    db.session.flush()
