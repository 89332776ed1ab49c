"""Runs tests, and what failed once more, alone: `python -m tests.twice [--at MOMENT] […]`.

What passes alone leans on chance: on haste, an hour, an order. It is printed, to be mended next,
and fails nothing. What fails twice has failed. A test of a race is never run again: a race that
shows once in a hundred runs is a fault, not chance. All other arguments are pytest's.
"""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.at import shifted_environment, start_of_pytest

MOST = 25
"""More failures than this are no chance, and are not run again."""
_FILE = "FAILED_TESTS_FILE"


@dataclass(frozen=True)
class Run:
    exit_code: int
    passed: set[str]
    failed: list[str]
    races: set[str]
    """Those that test a race, whatever they came to."""


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """As a plugin of pytest: note what ran. Of xdist's processes only the first one notes."""
    file = os.environ.get(_FILE)
    ended = report.failed or report.when == "call"
    if not file or not ended or "PYTEST_XDIST_WORKER" in os.environ:
        return
    name = report.nodeid
    if name.rfind("@") > name.rfind("]"):
        name = name.rpartition("@")[0]  # xdist adds the name of the test's group
    with Path(file).open("a") as notes:
        notes.write(json.dumps([name, report.outcome, "race" in report.keywords]) + "\n")


def run(arguments: list[str], environment: dict[str, str]) -> Run:
    with TemporaryDirectory() as folder:
        notes = Path(folder, "notes")
        ended = subprocess.run(  # noqa: S603 - our own tests
            [*start_of_pytest(environment), "-p", "tests.twice", *arguments],
            env={**environment, _FILE: str(notes)},
            check=False,
        )
        rows = [json.loads(line) for line in notes.open()] if notes.exists() else []
    return Run(
        ended.returncode,
        passed={name for name, outcome, _ in rows if outcome == "passed"},
        failed=list(dict.fromkeys(name for name, outcome, _ in rows if outcome == "failed")),
        races={name for name, _, is_race in rows if is_race},
    )


def run_twice(arguments: list[str], environment: dict[str, str]) -> int:
    """The exit code: 0 where everything passed, be it alone."""
    first = run(arguments, environment)
    if first.exit_code != pytest.ExitCode.TESTS_FAILED:
        return first.exit_code
    if not first.failed or len(first.failed) > MOST or first.races.intersection(first.failed):
        tell("Failed, and not run again", first.failed)
        return first.exit_code
    print("\nOnce more, alone:", flush=True)
    second = run(first.failed, environment)
    leaning = [name for name in first.failed if name in second.passed.difference(second.failed)]
    tell("Failed twice", [name for name in first.failed if name not in leaning])
    tell("Leaning on chance, to be mended next", leaning)
    return second.exit_code


def tell(what: str, names: list[str]) -> None:
    if names:
        print(f"\n{what}:", *(f"  {name}" for name in names), sep="\n", flush=True)


def main(arguments: list[str]) -> int:
    environment = dict(os.environ)
    if arguments[:1] == ["--at"]:
        environment = shifted_environment(arguments[1])
        arguments = arguments[2:]
    return run_twice(arguments, environment)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
