"""Whether there is room left on a disk."""

import errno
import shutil
from pathlib import Path

from lib import errors

_SQLITE_FULL = 13
_POSTGRES_FULL = "53100"


def has_room(folder: Path, *, least: int) -> bool:
    """Whether at least so many bytes are free where the folder is."""
    return shutil.disk_usage(folder).free >= least


def is_full(error: BaseException | None) -> bool:
    """Whether the error came of a full disk, as the system, SQLite or PostgreSQL say it.

    It need not be the last one: SQLite rolls back by itself then, and what is tried next fails too.
    """
    return error is not None and any(map(_says_full, errors.chain(error)))


def _says_full(error: BaseException) -> bool:
    if isinstance(error, OSError):
        return error.errno in (errno.ENOSPC, errno.EDQUOT)
    kind = getattr(error, "sqlite_errorcode", 0) & 0xFF  # the rest says what was being written
    return kind == _SQLITE_FULL or getattr(error, "sqlstate", None) == _POSTGRES_FULL
