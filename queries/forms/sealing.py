"""Answers and files that are not as their question now asks: it became sensitive since they were
given, or is so no longer."""

from collections.abc import Sequence

import sqlalchemy as sa

from extensions import db
from models.answers import RegistrationAnswer, Upload
from models.forms import Question

_SENSITIVE = sa.select(Question.id).where(Question.sensitive)
_ANSWERS_AT_ONCE, _FILES_AT_ONCE = 500, 10


def answers_to_reseal(*, after: int) -> Sequence[int]:
    """The numbers of the next answers behind this one, some hundreds at once."""
    row = RegistrationAnswer
    no_file = row.upload_id + 0  # unlike the column itself, no index of its own to be led astray by
    return _next(
        row,
        is_open=sa.and_(row.sealed.is_(None), no_file.is_(None)),
        is_sealed=row.sealed.is_not(None),
        after=after,
        limit=_ANSWERS_AT_ONCE,
    )


def files_to_reseal(*, after: int) -> Sequence[int]:
    """The same of files, a few at once."""
    sealed = Upload.sealed
    return _next(
        Upload,
        is_open=sealed.is_(False),
        is_sealed=sealed.is_(True),
        after=after,
        limit=_FILES_AT_ONCE,
    )


def _next(
    row: type[RegistrationAnswer] | type[Upload],
    *,
    is_open: sa.ColumnElement[bool],
    is_sealed: sa.ColumnElement[bool],
    after: int,
    limit: int,
) -> Sequence[int]:
    """Questions first, since their indexes find them; `+ 0` keeps SQLite from a walk by number,
    which would read every row, every minute."""
    no_longer = sa.select(row.question_id).where(is_sealed, row.question_id.not_in(_SENSITIVE))
    kinds = ((_SENSITIVE, is_open), (no_longer.distinct(), is_sealed))
    found = [
        sa.select(row.id).where(row.question_id.in_(questions), rule, row.id + 0 > after)
        for questions, rule in kinds
    ]
    return db.session.scalars(sa.union_all(*found).order_by("id").limit(limit)).all()
