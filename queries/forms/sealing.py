"""Answers and files that are not as their question now asks: it became sensitive since they were
given, or is so no longer."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute

from extensions import db
from models.answers import RegistrationAnswer, Upload
from models.forms import Question

_SENSITIVE = sa.select(Question.id).where(Question.sensitive)
_ANSWERS_AT_ONCE, _FILES_AT_ONCE = 500, 10


def answers_to_reseal(*, after: int) -> Sequence[int]:
    """The numbers of the next answers behind this one, some hundreds at once."""
    row = RegistrationAnswer
    open_ones = row.question_id.in_(_SENSITIVE), row.sealed.is_(None), row.upload_id.is_(None)
    closed_ones = row.question_id.not_in(_SENSITIVE), row.sealed.is_not(None)
    return _next(row.id, open_ones, closed_ones, after=after, limit=_ANSWERS_AT_ONCE)


def files_to_reseal(*, after: int) -> Sequence[int]:
    """The same of files, a few at once."""
    open_ones = Upload.question_id.in_(_SENSITIVE), Upload.sealed.is_(False)
    closed_ones = Upload.question_id.not_in(_SENSITIVE), Upload.sealed.is_(True)
    return _next(Upload.id, open_ones, closed_ones, after=after, limit=_FILES_AT_ONCE)


def _next(
    number: InstrumentedAttribute[int],
    *kinds: tuple[sa.ColumnElement[bool], ...],
    after: int,
    limit: int,
) -> Sequence[int]:
    """Two selects in one, since each has an index of its own."""
    found = [sa.select(number).where(*rules, number > after) for rules in kinds]
    rows = sa.union_all(*found).order_by(number.key).limit(limit)
    return db.session.scalars(rows).all()
