"""The figures of several processes: shared, kept over restarts, in files that do not pile up."""

import os
import subprocess
import sys
from contextlib import ExitStack, closing

import pytest

from tests.house.source import ROOT

pytestmark = pytest.mark.race

PROCESS = """
import os, sys
from pathlib import Path
from lib.request_figures import RequestFigures, share_figures

folder = Path(sys.argv[1])
print(share_figures(folder), flush=True)
os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(folder)
figures = RequestFigures()
for line in sys.stdin:
    for _ in range(int(line)):
        figures.note(route="/events", method="GET", status=200, seconds=0.02)
    figures.connections.inc()
    told = figures.registry()
    labels = {"route": "/events", "method": "GET", "status": "2xx"}
    count = told.get_sample_value("meydan_request_seconds_count", labels) or 0
    in_use = told.get_sample_value("meydan_database_connections_in_use")
    print(count, in_use, flush=True)
"""


class Process:
    """One web process that counts."""

    def __init__(self, folder):
        self.process = subprocess.Popen(  # noqa: S603 - our own program
            [sys.executable, "-c", PROCESS, str(folder)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.slot = self.process.stdout.readline().strip()

    def count(self, requests):
        """Counts so many; what all have counted, and how many connections are in use."""
        self.process.stdin.write(f"{requests}\n")
        self.process.stdin.flush()
        return tuple(float(word) for word in self.process.stdout.readline().split())

    def close(self):
        self.process.kill()
        self.process.wait()
        self.process.stdin.close()
        self.process.stdout.close()


def test_counts_go_on_after_kills_and_no_files_pile_up(tmp_path):
    with closing(Process(tmp_path)) as first, closing(Process(tmp_path)) as second:
        assert (first.slot, second.slot) == ("0", "1")
        assert first.count(3) == (3, 1)
        assert second.count(4) == (7, 2)
        files = sorted(tmp_path.iterdir())
        with closing(Process(tmp_path)) as beside:  # as while gunicorn reloads
            assert beside.slot == "2"
            beside.count(1)
    for _ in range(3):
        with closing(Process(tmp_path)) as again:
            assert again.slot == "0"
            assert again.count(0)[0] == 8
    assert sorted(tmp_path.iterdir()) == sorted([*files, *tmp_path.glob("*2.*")])
    with closing(Process(tmp_path)) as last:
        assert last.count(2)[0] == 10


def test_what_the_killed_one_had_in_use_is_forgotten(tmp_path):
    with closing(Process(tmp_path)) as killed:
        assert killed.count(0)[1:] == (1,)
    with closing(Process(tmp_path)) as after:
        assert after.count(0)[1:] == (1,)


@pytest.mark.parametrize(
    "found",
    [b"\xff" * 100, b"", b"\x40\0\0\0\0\0\0\0\xff\xff\0\0" + b"x" * 80],
    ids=["nonsense", "empty", "torn"],
)
def test_a_file_that_cannot_be_read_is_begun_anew(tmp_path, found):
    (tmp_path / "histogram_0.db").write_bytes(found)
    with closing(Process(tmp_path)) as process:
        assert process.count(2)[0] == 2


def test_room_is_taken_before_it_is_needed(tmp_path):
    """A full disk would else kill the process: what it writes through its memory cannot fail."""
    with closing(Process(tmp_path)) as process:
        process.count(1)
        for file in tmp_path.glob("*.db"):
            assert file.stat().st_blocks * 512 >= file.stat().st_size > 0, file


@pytest.mark.skipif(os.geteuid() != 0, reason="needs a folder that takes no more")
def test_without_room_each_process_counts_for_itself(tmp_path):
    with ExitStack() as stack:
        mounted = ["mount", "-t", "tmpfs", "-o", "size=1m", "none", tmp_path]
        if subprocess.run(mounted, check=False, capture_output=True).returncode:  # noqa: S603
            pytest.skip("no folder of that kind can be made here")
        stack.callback(subprocess.run, ["umount", tmp_path], check=True)
        process = stack.enter_context(closing(Process(tmp_path)))
        assert process.slot == "None"
        assert process.count(2)[0] == 2
