"""Statements that the worker has not read yet, or not compared with the others of their list."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from extensions import db
from models.scopes import Scope
from models.statements import Statement, StatementLikeness, StatementVector


@dataclass(frozen=True)
class ListToSort:
    """A list's statements, with vectors if a model is named, and which of them are new."""

    scope: Scope
    numbers: Sequence[int]
    texts: Sequence[str]
    vectors: Sequence[bytes]
    new: Sequence[int]


def texts_without_vector(model: str, *, limit: int) -> list[tuple[int, str]]:
    """Statements of which there is no vector of this model, or one of another text."""
    vector = StatementVector
    known = sa.and_(vector.statement_id == Statement.id, vector.model == model)
    rows = sa.select(Statement.id, Statement.text).outerjoin(vector, known)
    found = db.session.execute(rows.where(vector.statement_id.is_(None)).limit(limit))
    return [(row.id, row.text) for row in found]


def list_to_sort(model: str | None) -> ListToSort | None:
    """A list with statements that nobody has compared yet. `model`: only those with its vectors."""
    found = db.session.execute(_uncompared(model).limit(1)).first()
    if found is None:
        return None
    scope = Scope(found.event_id, None if found.event_id else found.province)
    rows = db.session.execute(
        _with_vectors(model).where(Statement.is_of(scope)).order_by(Statement.id)
    ).all()
    return ListToSort(
        scope=scope,
        numbers=[row.id for row in rows],
        texts=[row.text for row in rows],
        vectors=[row.vector for row in rows] if model else [],
        new=[
            row.id for row in db.session.execute(_uncompared(model).where(Statement.is_of(scope)))
        ],
    )


def _with_vectors(model: str | None) -> sa.Select[int, str, bytes | None]:
    if model is None:
        return sa.select(Statement.id, Statement.text, sa.null().label("vector"))
    vector = StatementVector
    known = sa.and_(vector.statement_id == Statement.id, vector.model == model)
    return sa.select(Statement.id, Statement.text, vector.vector).join(vector, known)


def _uncompared(model: str | None) -> sa.Select[int, int | None, str | None]:
    """A statement that was compared stands among its own likenesses."""
    row, vector = StatementLikeness, StatementVector
    itself = sa.and_(row.statement_id == Statement.id, row.other_id == Statement.id)
    rows = sa.select(Statement.id, Statement.event_id, Statement.province)
    if model is not None:
        known = sa.and_(vector.statement_id == Statement.id, vector.model == model)
        rows = rows.join(vector, known)
    return rows.outerjoin(row, itself).where(row.statement_id.is_(None))
