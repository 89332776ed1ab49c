"""Long lists in parts: the next part starts after the last row shown, so it costs the same
anywhere."""

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Generic, TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute, Session

from lib.text import storable

Row = TypeVar("Row")


class BadCursor(ValueError):
    """The cursor was not made here."""


@dataclass(frozen=True)
class Page(Generic[Row]):
    """One part of a long list, and the cursor of the next part; None: it is the last one."""

    items: Sequence[Row]
    next: str | None


def page_of(
    session: Session,
    rows: sa.Select[Row],
    *order: InstrumentedAttribute[Any],
    limit: int,
    after: str | None = None,
    descending: bool = False,
) -> Page[Row]:
    """At most `limit` rows that come after the cursor `after`, and the cursor of the next part.

    `order` are columns that together are unique. Raises BadCursor.
    """
    if after:
        bound = sa.tuple_(
            *[sa.literal(v, c.type) for c, v in zip(order, _read(after, order), strict=True)]
        )
        columns = sa.tuple_(*order)
        rows = rows.where(columns < bound if descending else columns > bound)
    ordered = rows.order_by(*[c.desc() if descending else c.asc() for c in order]).limit(limit + 1)
    found = session.scalars(ordered).unique().all()
    items = found[:limit]
    return Page(items, _cursor(items[-1], order) if len(found) > limit else None)


def _cursor(row: Any, order: Sequence[InstrumentedAttribute[Any]]) -> str:
    values = [getattr(row, column.key) for column in order]
    plain = [v.isoformat() if isinstance(v, datetime) else v for v in values]
    return base64.urlsafe_b64encode(json.dumps(plain).encode()).decode().rstrip("=")


def _read(cursor: str, order: Sequence[InstrumentedAttribute[Any]]) -> list[Any]:
    try:
        values = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        if len(values) != len(order):
            raise BadCursor
        return [_as(column.type, value) for column, value in zip(order, values, strict=True)]
    except (ValueError, TypeError, OverflowError, RecursionError) as error:
        raise BadCursor from error


def _as(column: sa.types.TypeEngine[Any], value: Any) -> Any:
    kind = (column.impl_instance if isinstance(column, sa.TypeDecorator) else column).python_type
    if kind is datetime:
        moment = datetime.fromisoformat(value)
        if moment.tzinfo is None:
            raise BadCursor
        return moment.astimezone(UTC)
    # PostgreSQL refuses to compare a column with a number that the column could not hold.
    most = 2**63 if isinstance(column, sa.BigInteger) else 2**31
    if type(value) is not kind or (isinstance(value, int) and abs(value) >= most):
        raise BadCursor
    if isinstance(value, str) and storable(value) != value:  # nor with text that it refuses
        raise BadCursor
    return value
