"""Tables that are emptied and written anew: by one at a time, and so that nothing old is left."""

import sqlalchemy as sa
from sqlalchemy.exc import OperationalError

from extensions import db
from models.base import Base


def one_at_a_time() -> None:
    """Wait for whoever else moves answers or settles a wave, until their transaction ends.

    On PostgreSQL two who have looked into a box would else wait for each other to lock it. SQLite
    has one writer at a time.
    """
    if db.engine.dialect.name == "postgresql":
        db.session.execute(sa.select(sa.func.pg_advisory_xact_lock(_MOVING)))


_MOVING = 0x6D65_7964_616E
"""Of our own choice: the number of this lock among PostgreSQL's advisory locks."""


def hold_table(table: type[Base]) -> bool:
    """Let nobody else read or write the table until the transaction ends. False: somebody reads it
    for long, as a backup does; try again later, since all who answer would wait behind us.
    """
    if db.engine.dialect.name != "postgresql":
        return True
    try:
        with db.session.begin_nested():
            db.session.execute(sa.text("SET LOCAL lock_timeout = '250ms'"))
            db.session.execute(
                sa.text(f"LOCK TABLE {table.__tablename__} IN ACCESS EXCLUSIVE MODE")
            )
            db.session.execute(sa.text("SET LOCAL lock_timeout = DEFAULT"))
    except OperationalError as error:
        if getattr(error.orig, "sqlstate", None) == _LOCK_NOT_AVAILABLE:
            return False
        raise
    return True


_LOCK_NOT_AVAILABLE = "55P03"


def empty_table(table: type[Base]) -> None:
    """Delete all rows, so that the file keeps nothing of them nor of their order.

    PostgreSQL keeps old versions of rows in the file until it is rewritten, which TRUNCATE does.
    SQLite overwrites what is deleted (`secure_delete`), but not always what it left behind when it
    moved rows to other pages (seen in 8 of 150 trials): only where all rows go does it empty the
    pages themselves. Its log is cut by `lib.sqlite.wipe_log`.
    """
    if db.engine.dialect.name == "postgresql":
        db.session.execute(sa.text(f"TRUNCATE {table.__tablename__}"))
    else:
        db.session.execute(sa.delete(table), execution_options={"synchronize_session": False})
