"""Files that take longer than a page may: somebody orders one, the worker makes it, and after a day
it goes."""

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import undefer

from extensions import db
from lib.inserts import insert_into
from models.ordered_files import FileFormat, OrderedFile

KEPT = timedelta(days=1)
TRIED_AGAIN = timedelta(minutes=1)
"""A file that could not be made is tried again when somebody asks for it after this time."""


def order_file(
    kind: FileFormat, about: str, *, version: str, by: str = "", locale: str, at: datetime
) -> OrderedFile:
    """The file as it would be made now: ordered just now, being made, or there.

    `about` begins with what kind of thing it is about, such as «waves:1,2»; `version` is a checksum
    of what the content is made of.
    """
    key = {"kind": kind, "about": about, "by": by, "locale": locale, "version": version}
    insert = insert_into(OrderedFile, dialect=db.engine.dialect.name)
    new = insert.values(**key, ordered_at=at, failed=False)
    db.session.execute(new.on_conflict_do_nothing(index_elements=list(key)))
    ordered = db.session.scalars(
        sa.select(OrderedFile).filter_by(**key).options(undefer(OrderedFile.content))
    ).one()
    if ordered.failed and ordered.ordered_at < at - TRIED_AGAIN:
        ordered.failed, ordered.ordered_at = False, at
    db.session.flush()
    return ordered


def next_file() -> OrderedFile | None:
    """What was ordered first and is not made yet."""
    return db.session.scalar(
        sa.select(OrderedFile)
        .where(OrderedFile.made_at.is_(None), ~OrderedFile.failed)
        .order_by(OrderedFile.ordered_at, OrderedFile.id)
        .limit(1)
    )


def conclude_file(file_id: int, content: bytes | None, *, at: datetime) -> None:
    """Keep the content; None: it could not be made. Nothing happens if the order is gone."""
    changed = {"failed": True} if content is None else {"content": content, "made_at": at}
    db.session.execute(
        sa.update(OrderedFile)
        .where(OrderedFile.id == file_id, OrderedFile.made_at.is_(None))
        .values(**changed)
    )


def delete_old_files(*, at: datetime) -> int:
    """Delete what was ordered more than a day ago; how many."""
    old = sa.delete(OrderedFile).where(OrderedFile.ordered_at < at - KEPT)
    return db.session.execute(old).rowcount  # type: ignore[attr-defined, no-any-return]
