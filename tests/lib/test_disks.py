import errno
import sqlite3

import pytest

from lib.disks import has_room, is_full


def test_a_disk_has_room_for_little_and_not_for_everything(tmp_path):
    assert has_room(tmp_path, least=1)
    assert not has_room(tmp_path, least=2**70)


def test_sqlite_and_the_system_say_that_the_disk_is_full(tmp_path):
    database = sqlite3.connect(tmp_path / "small.sqlite")
    database.execute("PRAGMA max_page_count = 2")
    database.execute("CREATE TABLE texts (text)")
    with pytest.raises(sqlite3.OperationalError) as full:
        database.execute("INSERT INTO texts VALUES (?)", ["x" * 100_000])
    with pytest.raises(sqlite3.OperationalError) as other:
        database.execute("INSERT INTO nothing VALUES (1)")
    database.close()
    assert is_full(full.value) and not is_full(other.value)
    assert is_full(OSError(errno.ENOSPC, "full")) and not is_full(OSError(errno.EACCES, "no"))
    assert not is_full(None) and not is_full(ValueError())
