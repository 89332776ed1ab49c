"""Moderators answer what was marked in a statement, and mask what was not found."""

import re
from collections.abc import Container
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from extensions import db
from lib.personal_data import Kind, Span
from lib.personal_data.reading import Reading
from lib.refusals import Refusal
from models.audit import AuditAction
from models.statements import MarkKind, Statement
from models.users import User
from operations.base.audit import record
from operations.problems.marks import look_through, mark, masked


class OriginalDestroyed(Refusal):
    """Nothing is left that could be shown again, or masked."""


class NotInStatement(Refusal):
    """The statement does not hold these words."""


def answer_marks(
    statement: Statement, accepted: Container[int], *, by: User | None, at: datetime
) -> None:
    """Mask what is marked under these numbers, counted from 0, and show the rest; also what was
    answered otherwise before. Raises OriginalDestroyed.

    What is found only now, in a statement that nobody had looked through, nobody can have rejected.
    """
    _hold(statement)
    rejected = None if statement.marks is None else False
    answered = [
        {**found, "masked": number in accepted or rejected}
        for number, found in enumerate(_marks_of(statement))
    ]
    _write(statement, answered, by=by, at=at)


def add_mask(
    statement: Statement, words: str, kind: MarkKind, *, by: User | None, at: datetime
) -> None:
    """Mask these words wherever the statement has them, in capitals or not; the answer is given
    with it. Raises NotInStatement, OriginalDestroyed."""
    _hold(statement)
    marks = _marks_of(statement)
    reading = Reading(statement.text)
    sought = Reading(words.strip()).folded
    places = list(re.finditer(re.escape(sought), reading.folded)) if sought else []
    if not places:
        raise NotInStatement
    for place in places:
        span = reading.in_text(Span(place.start(), place.end(), Kind(kind)))
        marks = _with_mask(marks, span)
    _write(statement, marks, by=by, at=at)


def _hold(statement: Statement) -> None:
    """Read the marks as they are now; another moderator's answer waits until the commit."""
    db.session.refresh(statement, with_for_update={"of": Statement, "key_share": True})
    if statement.original_destroyed_on is not None:
        raise OriginalDestroyed


def _marks_of(statement: Statement) -> list[dict[str, Any]]:
    if statement.marks is None:
        look_through(sa.select(Statement).where(Statement.id == statement.id))
    return list(statement.marks or [])


def _with_mask(marks: list[dict[str, Any]], span: Span) -> list[dict[str, Any]]:
    """The marks with one more; those that it touches become part of it."""
    touched = [m for m in marks if m["start"] < span.end and m["end"] > span.start]
    whole = Span(
        min([span.start, *(m["start"] for m in touched)]),
        max([span.end, *(m["end"] for m in touched)]),
        span.kind,
    )
    apart = [found for found in marks if found not in touched]
    return sorted([*apart, mark(whole, masked=True)], key=lambda found: found["start"])


def _write(
    statement: Statement, marks: list[dict[str, Any]], *, by: User | None, at: datetime
) -> None:
    statement.marks = marks
    statement.public_text = masked(statement.text, marks)
    statement.unanswered = any(found["masked"] is None for found in marks)
    record(
        AuditAction.MASKS_ANSWERED,
        at=at,
        by=by,
        event=statement.event,
        subject_id=statement.id,
        masked=sum(found["masked"] is True for found in marks),
        shown=sum(found["masked"] is False for found in marks),
    )
    db.session.flush()
