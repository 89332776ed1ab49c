"""`python -m tests.at` runs tests as at another moment, with every process they start."""

import os
import re
import subprocess
import sys
from datetime import UTC, datetime

import pytest

from tests.at import seconds_ahead
from tests.house.source import ROOT


@pytest.mark.parametrize(
    ("moment", "hours"),
    [
        ("2027-03-01T12:00", 24),
        ("2027-03-01T12:00+00:00", 27),
        ("2027-02-27T12:00", -24),
        ("12:30", 0.5),
        ("2027-03-01", 12),
    ],
)
def test_a_moment_is_istanbuls_and_an_hour_is_todays(moment, hours):
    now = datetime(2027, 2, 28, 9, tzinfo=UTC)  # noon in Istanbul
    assert seconds_ahead(moment, now=now) == hours * 3600


def test_a_run_never_begins_before_its_moment():
    now = datetime(2027, 2, 28, 8, 59, 59, 700_000, tzinfo=UTC)
    assert seconds_ahead("2027-02-28T12:00", now=now) == 1


PLANTED = """
import subprocess, sys
from datetime import UTC, datetime
from time import time

def test_moment():
    child = "from time import time; print(time())"
    told = float(subprocess.run([sys.executable, "-c", child], capture_output=True).stdout)
    assert time() - 1 < told < time()
    print("It is", datetime.now(UTC).isoformat(timespec="minutes"))
"""


@pytest.mark.parametrize("options", [[], ["-n", "1"]])
@pytest.mark.parametrize("year", [2019, 2031])
def test_the_whole_run_is_at_that_moment_with_every_process_it_starts(tmp_path, year, options):
    (tmp_path / "test_planted.py").write_text(PLANTED)
    ended = subprocess.run(  # noqa: S603 - our own tests
        [sys.executable, "-m", "tests.at", f"{year}-12-31T23:58+00:00", "-rP", *options],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        text=True,
        capture_output=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert re.search(f"It is ({year}-12-31T23:5[89]|{year + 1}-01-01T00:00)", ended.stdout)
