"""Brings what is sealed with FIELD_KEYS under the newest of them, while the site goes on working."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import sqlalchemy as sa

from extensions import db
from queries.base.sealed_fields import SealedColumn, SealedValue, renewed


@dataclass
class Renewal:
    """What was done to the rows of a column."""

    rewritten: int = 0
    up_to_date: int = 0
    changed: int = 0
    """Rows that somebody else wrote or deleted meanwhile: these were left as they are."""
    unreadable: list[int] = field(default_factory=list)
    """The numbers of rows that none of the keys opens."""


def renew(column: SealedColumn, found: Sequence[SealedValue], renewal: Renewal) -> None:
    """Rewrite these values under the newest key, and count them."""
    for sealed in found:
        new = renewed(sealed)
        if new is None:
            renewal.unreadable.append(sealed.number)
        elif new == sealed.value:
            renewal.up_to_date += 1
        elif _replace(column, sealed, new):
            renewal.rewritten += 1
        else:
            renewal.changed += 1
    db.session.flush()


def _replace(column: SealedColumn, sealed: SealedValue, new: str | bytes) -> bool:
    """Whether the row still held what was read."""
    unchanged = column.number == sealed.number, column.value == sealed.value
    done = (
        sa.update(column.number.class_)
        .where(*unchanged)
        .values({column.value: new})
        .returning(column.number)
    )
    return db.session.scalar(done, execution_options={"synchronize_session": False}) is not None
