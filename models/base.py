"""What all tables share: names of constraints, times in UTC, enums by value, text without NUL."""

from datetime import UTC, datetime
from enum import StrEnum
from secrets import randbits

import sqlalchemy as sa
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, registry

from lib.text import storable

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcDateTime(sa.types.TypeDecorator[datetime]):
    """Aware UTC in Python, on every database. Refuses naive times."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class CleanText(sa.types.TypeDecorator[str]):
    """Text that every database accepts, in rows and in searches alike."""

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else storable(value)


# On SQLite a plain INTEGER key is the row number itself. Any other type would keep a hidden row
# number beside it, which counts up and so tells the order of arrival.
BigId = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def random_id() -> int:
    """A number for a row whose place in line must not tell when it came."""
    return randbits(62)


def enum_of(kind: type[StrEnum]) -> sa.Enum:
    """An enum stored by its lower-case value, as text."""
    return sa.Enum(
        kind,
        native_enum=False,
        length=32,
        values_callable=lambda members: [member.value for member in members],
    )


def in_locale(locale: str, turkish: str, english: str) -> str:
    """The English text where the reader reads English and there is one; otherwise the Turkish
    text."""
    return (english or turkish) if locale == "en" else turkish


class Base(DeclarativeBase):
    registry = registry(
        metadata=sa.MetaData(naming_convention=NAMING),
        type_annotation_map={datetime: UtcDateTime, str: CleanText},
    )
