"""All that is sealed with FIELD_KEYS, wherever it stands."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute

from extensions import db, keys
from lib.field_keys import Unreadable
from models.answers import RegistrationAnswer, Upload
from models.factors import Authenticator


@dataclass(frozen=True)
class SealedColumn:
    name: str
    number: InstrumentedAttribute[int]
    value: InstrumentedAttribute[Any]
    """Text or bytes."""
    sealed: sa.ColumnElement[bool]
    """Which rows are sealed."""
    at_once: int = 500


_ANSWER = RegistrationAnswer.sealed
SEALED = (
    SealedColumn("answers", RegistrationAnswer.id, _ANSWER, _ANSWER.is_not(None)),
    SealedColumn("names of files", Upload.id, Upload.file_name, Upload.sealed.is_(True)),
    SealedColumn("files", Upload.id, Upload.content, Upload.sealed.is_(True), at_once=10),
    SealedColumn("authenticator apps", Authenticator.id, Authenticator.seed, sa.true()),
)


@dataclass(frozen=True)
class SealedValue:
    number: int
    """The row's."""
    value: Any


def next_sealed(column: SealedColumn, *, after: int) -> Sequence[SealedValue]:
    """The sealed values of the rows behind this number, some at once."""
    rows = (
        sa.select(column.number, column.value)
        .where(column.sealed, column.number > after)
        .order_by(column.number)
        .limit(column.at_once)
    )
    return [SealedValue(number, value) for number, value in db.session.execute(rows)]


def unreadable_fields() -> Iterator[tuple[SealedColumn, int]]:
    """How many values of each column none of FIELD_KEYS opens."""
    for column in SEALED:
        count = after = 0
        while found := next_sealed(column, after=after):
            count += sum(renewed(each) is None for each in found)
            after = found[-1].number
        yield column, count


def renewed(sealed: SealedValue) -> str | bytes | None:
    """The same under the newest key; None: none of FIELD_KEYS opens it."""
    is_text = isinstance(sealed.value, str)
    try:
        new = keys.fields.renewed(sealed.value.encode() if is_text else sealed.value)
    except Unreadable:
        return None
    return new.decode("ascii") if is_text else new
