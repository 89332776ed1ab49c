"""Rights to answer a wave: handed out as links, or given to people by their address."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from extensions import db
from letters.surveys import write_to_holders
from lib.refusals import Refusal
from models.audit import AuditAction
from models.feedback import FeedbackInvitation, Right, Wave, WaveLink
from models.letters import LetterKind
from models.registrations import Registration
from models.users import User
from operations.base.audit import record
from operations.feedback.holding import held_wave
from operations.feedback.inviting import ANSWERED_WITHIN, invitation_of
from operations.feedback.taking import WaveClosed


class NoPersonalLinks(Refusal):
    """The wave is answered by an open link or on paper: nobody needs a right."""


@dataclass(frozen=True)
class Invitee:
    """Somebody who is on no list of ours. `email` is in its normal form."""

    email: str
    locale: str


def hand_out_rights(wave: Wave, count: int, *, by: User | None, at: datetime) -> list[Right]:
    """So many rights that are nobody's: who is given their links is not known here.

    Raises NoPersonalLinks, WaveClosed.
    """
    wave = held_for_inviting(wave, at)
    return _given(wave, [None] * count, by, at)


def invite_people(
    wave: Wave, people: Sequence[Invitee], *, by: User | None, at: datetime
) -> Mapping[str, Right]:
    """Write to these people, once in a wave: the new rights by address, without those who were
    invited to the wave before.

    Nobody is written to before the wave opens. Raises NoPersonalLinks, WaveClosed.
    """
    wave = held_for_inviting(wave, at)
    known = invited_addresses(wave, [person.email for person in people])
    new = {person.email: person for person in people if person.email not in known}
    invitations = [
        FeedbackInvitation(wave=wave, email=person.email, locale=person.locale)
        for person in new.values()
    ]
    db.session.add_all(invitations)
    rights = _given(wave, invitations, by, at)
    write_to_holders(LetterKind.SURVEY_INVITED, rights, at=at)
    return dict(zip(new, rights, strict=True))


def invite_registrations(
    wave: Wave, people: Sequence[Registration], *, by: User | None, at: datetime
) -> list[Right]:
    """Write to these people of our lists, who were not invited to the wave before. The wave is
    held."""
    invitations = [invitation_of(person, wave) for person in people]
    db.session.add_all(invitations)
    rights = _given(wave, invitations, by, at)
    write_to_holders(LetterKind.SURVEY_INVITED, rights, at=at)
    return rights


def held_for_inviting(wave: Wave, at: datetime) -> Wave:
    """The wave, locked: no address is invited twice, and nobody after the closing. Raises
    NoPersonalLinks, WaveClosed."""
    if wave.link is not WaveLink.PERSONAL:
        raise NoPersonalLinks
    wave = held_wave(wave)
    if wave.is_closed or (wave.closes_at is not None and wave.closes_at <= at):
        raise WaveClosed
    return wave


def invited_addresses(wave: Wave, addresses: Sequence[str]) -> set[str]:
    """Those of the addresses that were invited to the wave, by themselves or with somebody's
    registration."""
    address = sa.func.coalesce(FeedbackInvitation.email, Registration.email)
    return set(
        db.session.scalars(
            sa.select(address)
            .outerjoin(FeedbackInvitation.registration)
            .where(FeedbackInvitation.wave_id == wave.id, address.in_(addresses))
        )
    )


def _given(
    wave: Wave, invitations: Sequence[FeedbackInvitation | None], by: User | None, at: datetime
) -> list[Right]:
    rights = [Right(wave=wave, invitation=invitation) for invitation in invitations]
    db.session.add_all(rights)
    wave.invited = Wave.invited + len(rights)
    if wave.event is not None and rights:
        wave.closes_at = max(at, wave.opens_at) + ANSWERED_WITHIN
    record(AuditAction.RIGHTS_GIVEN, at=at, by=by, subject_id=wave.id, rights=len(rights))
    db.session.flush()
    return rights
