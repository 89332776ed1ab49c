"""Letters to those who are asked in a wave: people of our lists, and addresses alone."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from extensions import site_zone
from letters.compose import (
    facts_of,
    picture_id,
    put_once,
    reply_to,
    site_address,
    written_values,
)
from letters.feedback import feedback_address
from letters.rendering import Written, written_from_pieces
from letters.wordings import Words
from lib import zones
from models.feedback import FeedbackInvitation, Right, Wave
from models.letters import LetterKind
from models.surveys import Survey
from queries.letters.wordings import own_wording


def survey_address(survey: Survey) -> str:
    """The survey's public page, where it can be answered in waves with an open link."""
    return site_address("public.surveys.show", slug=survey.slug)


def write_to_holders(kind: LetterKind, rights: Iterable[Right], *, at: datetime) -> int:
    """Write to whoever holds these rights of one wave, once a kind; to how many.

    No letter leaves before the wave opens. Rights without an invitation, and people without an
    address, get none.
    """
    told: dict[str, _Told] = {}
    rows = []
    for right in rights:
        invitation = right.invitation
        if invitation is None or not address_of(invitation):
            continue
        if (locale := invitation.locale) not in told:
            told[locale] = _Told.of(kind, right.wave, locale)
        rows.append(told[locale].row(right, invitation, at))
    put_once(rows)
    return len(rows)


def address_of(invitation: FeedbackInvitation) -> str | None:
    registration = invitation.registration
    return registration.email if registration else invitation.email


@dataclass(frozen=True)
class _Told:
    """What the letters in one language say, the same for all who are asked in the wave."""

    kind: LetterKind
    wave: Wave
    locale: str
    facts: dict[str, str]
    words: Words | None
    replies: dict[str, str]

    @classmethod
    def of(cls, kind: LetterKind, wave: Wave, locale: str) -> "_Told":
        worded = own_wording(wave.event, kind) if wave.event else None
        words = Words.of(worded, locale) if worded else None
        return cls(kind, wave, locale, _facts(wave, locale), words, reply_to(wave.event))

    def row(self, right: Right, invitation: FeedbackInvitation, at: datetime) -> dict[str, Any]:
        registration = invitation.registration
        personal = {
            "name": registration.name if registration else "",
            "given_name": registration.given_name if registration else "",
            "link": feedback_address(right),
        }
        values = written_values(
            self.kind,
            partial(self._written, personal),
            event=self.wave.event,
            at=at,
            to_address=address_of(invitation) or "",
            to_name=personal["name"],
            locale=self.locale,
            **self.replies,
        )
        return {
            **values,
            "due_at": max(at, self.wave.opens_at),
            "once_key": f"{self.kind}:{invitation.id}",
            "registration_id": registration.id if registration else None,
        }

    def _written(self, personal: dict[str, str], message_id: str) -> Written:
        told = {**_UNTOLD, **personal, "picture_id": picture_id(message_id)}
        return written_from_pieces(self.kind, self.locale, self.facts, told, self.words)


_UNTOLD = {"page_url": "", "short_code": "", "reason": ""}


def _facts(wave: Wave, locale: str) -> dict[str, str]:
    facts = facts_of(wave.event, locale)
    if survey := wave.survey:
        facts |= {"title": survey.title_in(locale), "event_url": survey_address(survey)}
    site = site_zone()
    until = zones.deadline_text(wave.closes_at, site, site, locale) if wave.closes_at else ""
    return {**facts, "deadline": until, "named": "yes" if wave.is_named else ""}
