"""Files of results: somebody orders one, the worker makes it, and after a day it goes."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from hashlib import sha256

import sqlalchemy as sa
from sqlalchemy.orm import undefer

from extensions import db
from lib.inserts import insert_into
from models.audit import AuditAction
from models.feedback import Wave
from models.ordered_files import FileFormat, OrderedFile
from models.users import User
from operations.base.audit import record
from queries.feedback.results import By
from queries.feedback.texts import quoted_numbers
from queries.feedback.waves import questions_of, totals_of

KEPT = timedelta(days=1)
TRIED_AGAIN = timedelta(minutes=1)
"""A file that could not be made is tried again when somebody asks for it after this time."""


def order_file(
    kind: FileFormat, waves: Sequence[Wave], *, by: By | None, locale: str, at: datetime
) -> OrderedFile:
    """The file as it would be made now: ordered just now, being made, or there."""
    key = {
        "kind": kind,
        "about": "waves:" + ",".join(str(wave.id) for wave in waves),
        "by": by or "",
        "locale": locale,
        "version": "-".join(version_of(wave) for wave in waves),
    }
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


def version_of(wave: Wave) -> str:
    """A checksum of what results and their wording depend on."""
    about = wave.event or wave.survey
    totals = totals_of(wave)
    questions = [
        (
            *(q.id, q.label, q.label_en, q.low, q.low_en, q.high, q.high_en, q.retired_at),
            *((c.id, c.label, c.label_en) for c in q.choices),
        )
        for q in questions_of(wave)
    ]
    known = (
        (wave.name, wave.settled, wave.closed_at, wave.sheets),
        (totals.invited, totals.counted, totals.waiting),
        (about.title, about.title_en) if about else (),
        questions,
        quoted_numbers(wave),
    )
    return sha256(repr(known).encode()).hexdigest()[:16]


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


def record_results_export(
    waves: Sequence[Wave], kind: FileFormat, *, by: User, at: datetime
) -> None:
    """Write down who took a file, of which waves."""
    for wave in waves:
        record(
            AuditAction.RESULTS_EXPORTED,
            at=at,
            by=by,
            event=wave.event,
            subject_id=wave.id,
            kind=kind,
        )
