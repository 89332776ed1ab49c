"""The outbox as organizers read it."""

from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload

from extensions import db
from lib.pages import Page, page_of
from models.letters import Letter, LetterKind, LetterStatus
from models.users import User
from policy import scoped
from queries import choices


@dataclass(frozen=True, kw_only=True)
class LetterFilter:
    status: LetterStatus | None = None
    kind: LetterKind | None = None

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> "LetterFilter":
        return cls(
            status=choices.member(LetterStatus, query.get("status")),
            kind=choices.member(LetterKind, query.get("kind")),
        )

    def page(self, user: User, *, limit: int, after: str | None = None) -> Page[Letter]:
        """The newest first. Raises BadCursor."""
        letters = _letters_seen_by(user)
        if self.status:
            letters = letters.where(Letter.status == self.status)
        if self.kind:
            letters = letters.where(Letter.kind == self.kind)
        return page_of(
            db.session(),
            letters,
            Letter.id,
            limit=limit,
            after=after,
            descending=True,
        )


def letter_for(letter_id: int, user: User) -> Letter | None:
    """A letter about an event of the user's province."""
    return db.session.scalar(_letters_seen_by(user).where(Letter.id == letter_id))


def letter_counts(user: User) -> dict[LetterStatus, int]:
    """How many letters wait and how many failed; those that went out are not counted."""
    rows = db.session.execute(
        scoped(
            sa.select(Letter.status, sa.func.count())
            .join(Letter.event)
            .where(Letter.status.in_([LetterStatus.QUEUED, LetterStatus.FAILED]))
            .group_by(Letter.status),
            user,
        )
    )
    found = dict(rows.all())
    return {status: found.get(status, 0) for status in (LetterStatus.QUEUED, LetterStatus.FAILED)}


def _letters_seen_by(user: User) -> sa.Select[Letter]:
    return scoped(
        sa.select(Letter)
        .join(Letter.event)
        .options(contains_eager(Letter.event), joinedload(Letter.registration)),
        user,
    )
