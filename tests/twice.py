"""Runs tests, and what failed once more, alone: `python -m tests.twice [--at MOMENT] […]`.

What passes alone leans on chance: on haste, an hour, an order. It is printed, to be mended next,
and fails nothing. What fails twice has failed. A test of a race is never run again: a race that
shows once in a hundred runs is a fault, not chance. All other arguments are pytest's.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.at import shifted_environment

MOST = 25
"""More failures than this are no chance, and are not run again."""
_FILE = "FAILED_TESTS_FILE"


@dataclass(frozen=True)
class Run:
    exit_code: int
    passed: set[str]
    failed: list[str]
    once_only: set[str]
    """Those that are not run again if they fail: races, crashes, modules that cannot be read."""


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """As a plugin of pytest: note what ran."""
    if report.failed or report.when == "call":
        # A test that ended its process has no phase: xdist reports it as "???".
        crashed = report.when not in ("setup", "call", "teardown")
        _note(report.nodeid, report.outcome, once_only=crashed or "race" in report.keywords)


def pytest_collectreport(report: pytest.CollectReport) -> None:
    """A module that cannot be read does not stop xdist: its tests would be missed by nobody."""
    if report.failed:
        _note(report.nodeid, report.outcome, once_only=True)


def _note(name: str, outcome: str, *, once_only: bool) -> None:
    """Of xdist's processes only the first one notes."""
    file = os.environ.get(_FILE)
    if not file or "PYTEST_XDIST_WORKER" in os.environ:
        return
    if name.rfind("@") > name.rfind("]"):
        name = name.rpartition("@")[0]  # xdist adds the name of the test's group
    with Path(file).open("a") as notes:
        notes.write(json.dumps([name, outcome, once_only]) + "\n")


def run(arguments: list[str], environment: dict[str, str]) -> Run:
    with TemporaryDirectory() as folder:
        notes = Path(folder, "notes")
        ended = subprocess.run(  # noqa: S603 - our own tests
            [sys.executable, "-m", "pytest", "-p", "tests.twice", *arguments],
            env={**environment, _FILE: str(notes)},
            check=False,
        )
        rows = [json.loads(line) for line in notes.open()] if notes.exists() else []
    return Run(
        ended.returncode,
        passed={name for name, outcome, _ in rows if outcome == "passed"},
        failed=list(dict.fromkeys(name for name, outcome, _ in rows if outcome == "failed")),
        once_only={name for name, _, once_only in rows if once_only},
    )


def run_twice(arguments: list[str], environment: Callable[[], dict[str, str]]) -> int:
    """The exit code: 0 where everything passed, be it alone. `environment` is asked before each
    run, so that a shifted clock begins at the same moment in both."""
    first = run(arguments, environment())
    if first.exit_code != pytest.ExitCode.TESTS_FAILED:
        return first.exit_code
    if not first.failed or len(first.failed) > MOST or first.once_only.intersection(first.failed):
        tell("Failed, and not run again", first.failed)
        return first.exit_code
    print("\nOnce more, alone:", flush=True)
    second = run(first.failed, environment())
    leaning = [name for name in first.failed if name in second.passed.difference(second.failed)]
    tell("Failed twice", [name for name in first.failed if name not in leaning])
    tell("Leaning on chance, to be mended next", leaning)
    return second.exit_code or int(len(leaning) < len(first.failed))


def tell(what: str, names: list[str]) -> None:
    if names:
        print(f"\n{what}:", *(f"  {name}" for name in names), sep="\n", flush=True)


def main(arguments: list[str]) -> int:
    if arguments[:1] == ["--at"]:
        return run_twice(arguments[2:], partial(shifted_environment, arguments[1]))
    return run_twice(arguments, os.environ.copy)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
