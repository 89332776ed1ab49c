"""What the worker found out about statements: their vectors, and which are near to which."""

from collections.abc import Iterable, Mapping, Sequence

import sqlalchemy as sa

from extensions import db
from lib.inserts import insert_into
from models.statements import Statement, StatementLikeness, StatementVector


def keep_vectors(vectors: Mapping[int, bytes], *, model: str) -> None:
    """Keep the vectors of these statements; they are compared anew."""
    forget_likenesses(vectors)
    there = _still_there(vectors)
    db.session.execute(sa.delete(StatementVector).where(StatementVector.statement_id.in_(there)))
    _insert(
        StatementVector,
        [{"statement_id": n, "model": model, "vector": vectors[n]} for n in there],
    )


def keep_likenesses(near: Mapping[int, Iterable[tuple[int, float]]]) -> None:
    """Keep which statements each of these is near to, with certainties, in place of what was there;
    with itself, too: that says that it has been compared."""
    there = _still_there({*near, *(other for mates in near.values() for other, _ in mates)})
    row = StatementLikeness
    db.session.execute(sa.delete(row).where(row.statement_id.in_(list(near))))
    rows: list[dict[str, object]] = [
        {"statement_id": number, "other_id": other, "likeness": certainty}
        for number, mates in near.items()
        if number in there
        for other, certainty in [(number, 1.0), *mates]
        if other in there
    ]
    _insert(StatementLikeness, rows)


def forget_likenesses(numbers: Iterable[int]) -> None:
    """Let these statements be compared anew, for example because a text has changed."""
    row, these = StatementLikeness, list(numbers)
    db.session.execute(sa.delete(row).where(row.statement_id.in_(these)))
    db.session.execute(sa.delete(row).where(row.other_id.in_(these)))


def forget_vectors(numbers: Sequence[int]) -> None:
    """Let the worker read these statements anew; of their old texts nothing is left."""
    forget_likenesses(numbers)
    row = StatementVector
    db.session.execute(sa.delete(row).where(row.statement_id.in_(list(numbers))))


def _still_there(numbers: Iterable[int]) -> set[int]:
    """Locked until the commit, so that nobody deletes them meanwhile."""
    rows = sa.select(Statement.id).where(Statement.id.in_(list(numbers)))
    return set(db.session.scalars(rows.with_for_update(read=True, key_share=True)))


def _insert(
    table: type[StatementVector | StatementLikeness], rows: list[dict[str, object]]
) -> None:
    """Another worker may have been here meanwhile: its rows stay."""
    if rows:
        insert = insert_into(table, dialect=db.engine.dialect.name)
        db.session.execute(insert.on_conflict_do_nothing(), rows)
