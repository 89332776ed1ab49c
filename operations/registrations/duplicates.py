"""Merges two registrations of one person."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from extensions import db
from letters.registrations import enqueue_status_letter
from lib.refusals import Refusal
from models.answers import RegistrationAnswer
from models.audit import AuditAction
from models.events import Session
from models.participants import Note, tagged
from models.places import Quota
from models.registrations import Consent, Registration, RegistrationStatus
from models.users import User
from operations.base.audit import record
from operations.base.details import PERSON_FIELDS, PersonDetails, write_details
from operations.base.tickets import issue_ticket
from operations.places.quotas import (
    EventFull,
    claim,
    exchange_places,
    free_places,
    hold_places,
    hold_registration,
    quotas_for,
    take_places,
)
from operations.places.waiting_list import pass_on_place_of, pass_on_places
from operations.registrations.links import revoke_links
from operations.selection.completeness import forget_check

_S = RegistrationStatus
_GONE = (_S.CANCELLED, _S.DECLINED)


class NotMergeable(Refusal):
    """They are not two active registrations of one event, or no longer are."""


@dataclass(frozen=True)
class _CarriedOver:
    """What the other registration gives where the kept one has nothing."""

    sessions: Sequence[Session]
    answers: Sequence[RegistrationAnswer]

    def without_places(self) -> "_CarriedOver":
        """Only what has no limit of places."""
        limited = {a.question_id for a in self.answers if a.choice and a.choice.places}
        answers = [answer for answer in self.answers if answer.question_id not in limited]
        return _CarriedOver([], answers)


def merge(
    kept: Registration,
    other: Registration,
    *,
    from_other: Collection[str],
    by: User,
    at: datetime,
) -> None:
    """Merge `other` into `kept`, which takes over what it lacks and the fields named in
    `from_other`.

    The other one is cancelled without a letter and its ticket is void. Its place goes to the kept
    one if that one was waiting, otherwise to somebody else who waits. Its scans and its letters
    stay with it. If the kept one's address was replaced, its old links no longer work. Raises NotMergeable, and EventFull where the chosen sector has no place.
    """
    event, before = kept.event, _lock(kept, other)
    both_hold = before.holds_place and other.status.holds_place
    hold_places(event)
    db.session.expire(kept, ["claims", "chosen_sessions"])
    forget_check(kept)
    old_address = kept.email
    write_details(kept, _details(kept, other, from_other))
    new = _decide_places(kept, other)
    offered_until = other.offered_until
    _end(other, into=kept, at=at)
    if new is not before:
        kept.become(new, at=at)
        kept.offered_until = offered_until if new is _S.OFFERED else None
    if kept.is_confirmed:
        issue_ticket(kept, at=at)
    _hand_over_belongings(kept, other)
    db.session.flush()
    for subject, twin in ((kept, other), (other, kept)):
        record(
            AuditAction.REGISTRATION_MERGED,
            at=at,
            by=by,
            event=event,
            subject_id=subject.id,
            twin=twin.id,
            status=subject.status,
        )
    if old_address and kept.email != old_address:
        revoke_links(kept, by=by, at=at)
    elif new is not before:
        enqueue_status_letter(kept, at=at)
    if both_hold:
        pass_on_place_of(other, at=at)
    else:
        pass_on_places(event, at=at)
    db.session.flush()


def _lock(kept: Registration, other: Registration) -> RegistrationStatus:
    """Read both anew and lock them; the kept one's status. Raises NotMergeable."""
    for registration in sorted((kept, other), key=lambda r: r.id):
        hold_registration(registration)
    if kept.id == other.id or kept.event_id != other.event_id:
        raise NotMergeable
    if any(r.merged_into_id is not None or r.status in _GONE for r in (kept, other)):
        raise NotMergeable
    return kept.status


def _details(kept: Registration, other: Registration, from_other: Collection[str]) -> PersonDetails:
    chosen = {
        name: getattr(other if name in from_other else kept, name) or getattr(kept, name)
        for name in PERSON_FIELDS
    }
    return PersonDetails(**{name: chosen[name] or getattr(other, name) for name in PERSON_FIELDS})


def _decide_places(kept: Registration, other: Registration) -> RegistrationStatus:
    """Exchange the places of both for those that the kept one needs now; its new status. Raises
    EventFull."""
    event, before = kept.event, kept.status
    if other.status.holds_place:
        free_places(other)
    carried, held = _carried_over(kept, other), [claim.quota for claim in kept.claims]
    wanted, new = _needed(kept, carried), _status_after(before, other.status)
    if before.holds_place:
        if exchange_places(event, held, wanted):  # what would be carried over has run out
            carried = carried.without_places()
            wanted = _needed(kept, carried)
            if full := exchange_places(event, held, wanted):
                raise EventFull(full)
    elif new.holds_place and take_places(event, wanted):
        new = before
    claim(kept, wanted)
    _carry_over(kept, carried)
    return new


def _status_after(kept: RegistrationStatus, other: RegistrationStatus) -> RegistrationStatus:
    """The kept one's status: a person who waited takes the place of their other registration."""
    if other is _S.CONFIRMED and kept.can_become(_S.CONFIRMED):
        return _S.CONFIRMED
    if other is _S.OFFERED and kept is _S.WAITLISTED:
        return _S.OFFERED
    return kept


def _carried_over(kept: Registration, other: Registration) -> _CarriedOver:
    answered = sa.select(RegistrationAnswer.question_id).where(
        RegistrationAnswer.registration_id == kept.id
    )
    answers = db.session.scalars(
        sa.select(RegistrationAnswer).where(
            RegistrationAnswer.registration_id == other.id,
            RegistrationAnswer.question_id.not_in(answered),
        )
    ).all()
    return _CarriedOver([] if kept.chosen_sessions else other.chosen_sessions, answers)


def _needed(kept: Registration, carried: _CarriedOver) -> list[Quota]:
    picked = sa.select(RegistrationAnswer.choice_id).where(
        RegistrationAnswer.registration_id == kept.id, RegistrationAnswer.choice_id.is_not(None)
    )
    choices = {*db.session.scalars(picked), *(a.choice_id for a in carried.answers if a.choice_id)}
    sessions = [*kept.chosen_sessions, *carried.sessions]
    return quotas_for(
        kept.event,
        kept.sector,
        session_ids={session.id for session in sessions},
        choice_ids={number for number in choices if number is not None},
    )


def _carry_over(kept: Registration, carried: _CarriedOver) -> None:
    if carried.sessions:
        kept.chosen_sessions = list(carried.sessions)
    for answer in carried.answers:
        answer.registration = kept


def _end(other: Registration, *, into: Registration, at: datetime) -> None:
    """Cancel the other one; its places were given back already.

    Registrations that were merged into it earlier are now merged into the kept one.
    """
    into.awaits_completion = into.awaits_completion and other.awaits_completion
    into.party_id = into.party_id or other.party_id
    into.delegation_id = into.delegation_id or other.delegation_id
    if into.status is other.status is _S.WAITLISTED:  # the person has waited since the first time
        into.status_changed_at = min(into.status_changed_at, other.status_changed_at)
        into.reserve_rank = into.reserve_rank or other.reserve_rank
    _hand_over_code(into, other)
    other.become(_S.CANCELLED, at=at)
    db.session.execute(
        sa.update(Registration)
        .where(Registration.merged_into_id == other.id)
        .values(merged_into_id=into.id)
    )
    other.merged_into_id = into.id
    if other.ticket:
        other.ticket.revoked_at = at
        db.session.flush()
        db.session.expire(other, ["ticket"])


def _hand_over_code(kept: Registration, other: Registration) -> None:
    """A code that was handed out on paper goes on opening the page; where there are two, both
    do."""
    if kept.access_code is None:
        code, other.access_code = other.access_code, None
        db.session.flush()  # no two rows have the same code, not even for a moment
        kept.access_code = code


def _hand_over_belongings(kept: Registration, other: Registration) -> None:
    """Move tags and notes, and copy consents for which the kept one was not asked."""
    carried = sa.select(tagged.c.tag_id).where(tagged.c.registration_id == kept.id)
    missing = sa.select(tagged.c.tag_id, sa.literal(kept.id)).where(
        tagged.c.registration_id == other.id, tagged.c.tag_id.not_in(carried)
    )
    db.session.execute(sa.insert(tagged).from_select(["tag_id", "registration_id"], missing))
    db.session.execute(sa.delete(tagged).where(tagged.c.registration_id == other.id))
    db.session.execute(
        sa.update(Note).where(Note.registration_id == other.id).values(registration_id=kept.id)
    )
    asked = {consent.purpose for consent in kept.consents}
    kept.consents += [
        Consent(purpose=consent.purpose, given_at=consent.given_at)
        for consent in other.consents
        if consent.purpose not in asked and consent.withdrawn_at is None
    ]
