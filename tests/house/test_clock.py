"""One clock for all: `lib/clock.py`. So tests can run as at any moment (tests/at.py)."""

import ast
import re

from tests.house.source import MODULES, PACKAGES, files_of, imports_of, shown

CLOCKS = {
    *(f"datetime.{name}" for name in ("now", "today", "utcnow")),
    *(f"time.{name}" for name in ("time", "time_ns", "localtime", "gmtime", "strftime")),
    "date.today",
}
OF_DATABASES = re.compile(
    r"\bfunc\.(now|current_\w+|localtime\w*|clock_timestamp|statement_timestamp)\b"
    r"|\b(current_timestamp|now\(\)|clock_timestamp|datetime\('now)",
    re.IGNORECASE,
)


def readings(path):
    """Where the file asks `datetime`, `date` or `time` for the time of day."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and ast.unparse(node.func) in CLOCKS:
            yield f"{shown(path)}:{node.lineno}"


def test_one_module_reads_the_clock():
    found = [place for path in files_of(*PACKAGES, *MODULES) for place in readings(path)]
    assert [place.partition(":")[0] for place in found] == ["lib/clock.py"]

    taken = [path for path in files_of(*PACKAGES, *MODULES) if "time.time" in imports_of(path)]
    assert not taken


def test_no_database_is_asked_for_the_time():
    for path in files_of(*PACKAGES, *MODULES, "migrations"):
        assert not OF_DATABASES.search(path.read_text("utf-8")), shown(path)
