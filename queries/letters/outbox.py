"""The outbox as organizers read it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager

from extensions import db
from lib.paging import Page, page_of
from models.events import Event
from models.letters import HOLD_KEYS, Letter, LetterKind, LetterStatus
from models.registrations import Registration, RegistrationStatus
from models.users import User
from policy import scoped
from queries.base import arguments

_S, _K = RegistrationStatus, LetterKind
_TRUE_FOR = {
    _K.REGISTRATION_RECEIVED: (_S.PENDING,),
    _K.REGISTRATION_WAITLISTED: (_S.WAITLISTED,),
    _K.REGISTRATION_CONFIRMED: (_S.CONFIRMED,),
    _K.REGISTRATION_DECLINED: (_S.DECLINED,),
    _K.REGISTRATION_CANCELLED: (_S.CANCELLED,),
    _K.REGISTRATION_CHANGED: (_S.PENDING, _S.WAITLISTED, _S.OFFERED, _S.CONFIRMED),
    _K.PLACE_OFFERED: (_S.OFFERED,),
    _K.PARTICIPANT_REMINDED: (_S.CONFIRMED,),
}
"""For which statuses of the registration a letter still says what is true."""
_MAY_BE_SHOWN = Letter.kind.not_in(HOLD_KEYS)
SHOWN_KINDS = [kind for kind in LetterKind if kind not in HOLD_KEYS]


@dataclass(frozen=True, kw_only=True)
class LetterFilter:
    status: LetterStatus | None = None
    kind: LetterKind | None = None
    event: int | None = None
    text: str = ""
    """Part of the person's name, or a whole address."""

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> "LetterFilter":
        return cls(
            status=arguments.member(LetterStatus, query, "status"),
            kind=arguments.member(LetterKind, query, "kind"),
            event=arguments.row_number(query, "event"),
            text=arguments.search_text(query),
        )

    @property
    def narrows(self) -> bool:
        return bool(self.status or self.kind or self.text)

    def as_query(self) -> dict[str, str]:
        """The filter as values of an address."""
        return arguments.as_query(status=self.status, kind=self.kind, event=self.event, q=self.text)

    def page(self, user: User, *, limit: int, after: str | None = None) -> Page[Letter]:
        """The letters that the user may read, the newest first. Raises BadCursor."""
        return page_of(
            db.session(),
            _letters_seen_by(user).where(*self._narrowing()),
            Letter.id,
            limit=limit,
            after=after,
            descending=True,
        )

    def _narrowing(self) -> list[sa.ColumnElement[bool]]:
        rules: list[sa.ColumnElement[bool]] = []
        if self.event:
            rules.append(Letter.event_id == self.event)
        if self.status:
            rules.append(Letter.status == self.status)
        if self.kind:
            rules.append(Letter.kind == self.kind)
        if self.text:
            words = arguments.words_in(Registration.search_key, self.text)
            named = sa.and_(*words) if words else sa.false()
            rules.append(named | (Letter.to_address == self.text))
        return rules


def letter_for(letter_id: int, user: User) -> Letter | None:
    """A letter that this user may read."""
    return db.session.scalar(_letters_seen_by(user).where(Letter.id == letter_id))


def letter_counts(user: User) -> dict[LetterStatus, int]:
    """How many letters wait and how many failed; sent ones are not counted."""
    counted = sa.select(Letter.status, sa.func.count()).outerjoin(Letter.event)
    shown = (LetterStatus.QUEUED, LetterStatus.FAILED)
    rows = db.session.execute(
        scoped(counted.where(_MAY_BE_SHOWN, Letter.status.in_(shown)).group_by(Letter.status), user)
    )
    found = dict(rows.all())
    return {status: found.get(status, 0) for status in shown}


def failed_letters_of(event: Event, *, at: datetime) -> int:
    """How many letters of the event could not be delivered and are worth another try."""
    return db.session.scalar(sa.select(sa.func.count()).where(*worth_sending_again(event, at))) or 0


def worth_sending_again(event: Event, at: datetime) -> list[sa.ColumnElement[bool]]:
    """Letters of the event that could not be delivered and still say what is true."""
    still_so = [
        sa.and_(
            Letter.kind == kind,
            Letter.registration_id.in_(
                sa.select(Registration.id).where(
                    Registration.event_id == event.id,
                    Registration.status.in_(statuses),
                    Registration.merged_into_id.is_(None),
                )
            ),
        )
        for kind, statuses in _TRUE_FOR.items()
        if kind is not _K.PARTICIPANT_REMINDED or at < event.starts_at
    ]
    return [
        Letter.event_id == event.id,
        Letter.status == LetterStatus.FAILED,
        sa.or_(Letter.kind.not_in(_TRUE_FOR), *still_so),
    ]


def _letters_seen_by(user: User) -> sa.Select[Letter]:
    """Letters about events of the user's province.

    Letters about no event hold the links to a person's registrations in all provinces, so only
    users bound to no province see them. Those that hold the key to an account nobody sees.
    """
    return scoped(
        sa.select(Letter)
        .where(_MAY_BE_SHOWN)
        .outerjoin(Letter.event)
        .outerjoin(Letter.registration)
        # An event's places are inner joined and would leave out letters about no event.
        .options(
            contains_eager(Letter.event).lazyload(Event.places),
            contains_eager(Letter.registration),
        ),
        user,
    )
