"""`python -m tests.twice` on a planted suite: what fails once, always, or as a race."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.source import ROOT

PLANTED = """
from pathlib import Path
import pytest

def times(name):
    notes = Path(__file__).with_name(name)
    notes.write_text(notes.read_text() + "." if notes.exists() else ".")
    return len(notes.read_text())

@pytest.mark.xdist_group("lonely")
def test_chance(): assert times("chance") > 1

@pytest.mark.parametrize("address", ["a@b", "c@d"])
def test_fault(address): assert times(f"fault-{address}") > 9

@pytest.mark.race
def test_race(): assert times("race") > 1

@pytest.mark.parametrize("number", range(26))
def test_many(number): assert times("many") > 26

def test_sound(): assert times("sound")
"""
CHANCE, AGAIN = "Leaning on chance, to be mended next:", "Failed, and not run again:"
TWICE = "Failed twice:"


_ONLY_XDIST = {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTEST_PLUGINS": "xdist.plugin"}
"""All other plugins would be loaded thirty times for nothing."""


def _outside_of_this_run() -> dict[str, str]:
    """Our own run may be one of xdist's processes, or noted by the very plugin under test."""
    ours = ("PYTEST_XDIST_", "FAILED_TESTS_FILE")
    return {name: value for name, value in os.environ.items() if not name.startswith(ours)}


class Suite:
    """The planted tests, in a folder of their own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "test_planted.py").write_text(PLANTED)

    def run(self, names: str, *options: str) -> tuple[int, dict[str, set[str]]]:
        """The exit code, and the tests that were named, by what was said of them."""
        ended = subprocess.run(  # noqa: S603 - our own tests
            [sys.executable, "-m", "tests.twice", "-k", names, "-q", *options],
            cwd=self.folder,
            env={**_outside_of_this_run(), "PYTHONPATH": str(ROOT), **_ONLY_XDIST},
            text=True,
            capture_output=True,
            check=False,
        )
        assert not ended.stderr
        said: dict[str, set[str]] = {}
        for heading in (CHANCE, AGAIN, TWICE):
            _, found, rest = ended.stdout.partition(f"\n{heading}\n")
            if found:
                said[heading] = set(
                    re.findall(r"^  test_planted.py::(.*)$", rest.split("\n\n")[0], re.M)
                )
        return ended.returncode, said

    def times(self, name: str) -> int:
        """How often the test ran."""
        return len((self.folder / name).read_text())


@pytest.fixture
def planted(tmp_path) -> Suite:
    return Suite(tmp_path)


def test_what_passes_is_run_once_and_nothing_is_said(planted):
    assert planted.run("sound") == (0, {})
    assert planted.times("sound") == 1


@pytest.mark.parametrize("options", [[], ["-n", "2", "--dist", "loadgroup"]])
def test_what_passes_alone_is_told_and_fails_nothing(planted, options):
    assert planted.run("chance or sound", *options) == (0, {CHANCE: {"test_chance"}})
    assert (planted.times("chance"), planted.times("sound")) == (2, 1)


def test_what_fails_twice_fails_beside_what_leans_on_chance(planted):
    code, said = planted.run("chance or fault")
    assert code == 1
    assert said[CHANCE] == {"test_chance"}
    assert said[TWICE] == {"test_fault[a@b]", "test_fault[c@d]"}


@pytest.mark.parametrize("options", [[], ["-n", "2"]])
def test_a_race_is_never_run_again(planted, options):
    assert planted.run("race", *options) == (1, {AGAIN: {"test_race"}})
    assert planted.times("race") == 1


def test_a_whole_suite_that_fails_is_no_chance(planted):
    code, said = planted.run("many")
    assert (code, len(said[AGAIN]), planted.times("many")) == (1, 26, 26)


def test_nothing_chosen_is_no_success(planted):
    assert planted.run("nothing") == (5, {})


@pytest.mark.parametrize("options", [[], ["-n", "2", "--dist", "loadgroup"]])
def test_a_module_that_cannot_be_read_is_no_chance(planted, options):
    (planted.folder / "test_unreadable.py").write_text("import nowhere_at_all")
    code, _said = planted.run("chance", *options)
    assert code != 0


def test_a_test_that_ends_its_process_is_no_chance(planted):
    crash = "import os\n\ndef test_crash(): times('crash') > 1 or os._exit(1)\n"
    (planted.folder / "test_planted.py").write_text(PLANTED + crash)
    code, said = planted.run("crash", "-n", "1")
    assert (code, said) == (1, {AGAIN: {"test_crash"}})


def test_what_is_skipped_alone_has_not_passed(planted):
    skipped = "def test_skipped(): times('skipped') > 1 and pytest.skip(); assert False\n"
    (planted.folder / "test_planted.py").write_text(PLANTED + skipped)
    assert planted.run("skipped") == (1, {TWICE: {"test_skipped"}})
