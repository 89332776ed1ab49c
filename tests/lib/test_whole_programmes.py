"""The solver's own process: its answer, its end, and what is left when it fails."""

import marshal
import os
import signal
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from itertools import combinations, product
from pathlib import Path
from time import monotonic, sleep

import pytest

from lib.whole_programmes import NotSolved, Programme, command, solved

DEADLINE = 300
"""Seconds that a test waits for a process to begin or to end."""


def knapsack(places: int) -> Programme:
    """Two earn nothing and one earns 3: goals come one after the other."""
    programme = Programme()
    columns = [programme.add_column(2), programme.add_column(1), programme.add_column(5)]
    programme.add_row(columns, least=None, most=places)
    programme.add_goal({0: 1, 1: 1})
    programme.add_goal({0: 1, 1: 2, 2: 3})
    return programme


def without_three_in_a_line() -> Programme:
    """The most points of a grid of 3⁵ without three in a line: nobody solves it in a minute."""
    programme = Programme()
    points = {point: programme.add_column(1) for point in product(range(3), repeat=5)}
    for a, b in combinations(points, 2):
        third = tuple(-(x + y) % 3 for x, y in zip(a, b, strict=True))
        if third > b:
            programme.add_row([points[p] for p in (a, b, third)], least=None, most=2)
    programme.add_goal(dict.fromkeys(points.values(), 1))
    return programme


def children_of(parent: int) -> set[int]:
    found = set()
    for path in Path(f"/proc/{parent}/task").glob("*/children"):
        with suppress(FileNotFoundError):
            found |= {int(number) for number in path.read_text().split()}
    return found


def solver_of(parent: int) -> int:
    """The process that solves for `parent`, once it has begun to."""
    until = monotonic() + DEADLINE
    while monotonic() < until:
        for child in children_of(parent):
            with suppress(FileNotFoundError):
                if "libhighs" in Path(f"/proc/{child}/maps").read_text():
                    return child
        sleep(0.01)
    raise AssertionError("no solver has begun")


def test_a_goal_decides_among_what_is_best_for_the_goals_before_it():
    assert knapsack(7).solve() == [2, 1, 4]
    assert knapsack(2).solve() == [1, 1, 0]


def test_nothing_to_decide_needs_no_solver(monkeypatch):
    monkeypatch.setattr(sys, "executable", "/nowhere")
    assert Programme().solve() == []
    assert solved([]) == []
    assert solved([Programme(), Programme()]) == [[], []]


def test_many_programmes_are_solved_by_one_process_and_answered_in_their_order(monkeypatch):
    started, run = [], subprocess.run

    def counted(*arguments, **options):
        started.append(arguments)
        return run(*arguments, **options)

    monkeypatch.setattr(subprocess, "run", counted)
    programmes = [Programme() if places % 10 == 0 else knapsack(places) for places in range(1, 41)]
    answers = solved(programmes)
    assert [sum(values) for values in answers] == [
        0 if places % 10 == 0 else min(places, 8) for places in range(1, 41)
    ]
    assert len(started) == 1


@pytest.mark.race
def test_several_threads_may_solve_at_once():
    with ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(lambda places: knapsack(places).solve(), [2, 7] * 6))
    assert answers == [[1, 1, 0], [2, 1, 4]] * 6


def test_what_cannot_be_is_not_solved():
    programme = Programme()
    programme.add_row([programme.add_column(1)], least=2, most=None)
    programme.add_goal({0: 1})
    with pytest.raises(NotSolved):
        programme.solve()
    with pytest.raises(NotSolved):
        solved([knapsack(2), programme])


def test_after_the_time_is_over_neither_a_process_nor_a_file_is_left(monkeypatch, tmp_path, caplog):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", None)
    monkeypatch.chdir(tmp_path)
    before, begun = children_of(os.getpid()), monotonic()
    with pytest.raises(NotSolved):
        solved([without_three_in_a_line()], seconds=1)
    assert 1 <= monotonic() - begun < DEADLINE
    assert children_of(os.getpid()) <= before
    assert list(tmp_path.iterdir()) == []
    assert not caplog.records  # to take long is no fault


@pytest.mark.race
def test_a_fault_of_the_solver_ends_its_process_alone_and_is_logged(caplog):
    with ThreadPoolExecutor(1) as threads:
        solving = threads.submit(solved, [without_three_in_a_line()])
        os.kill(solver_of(os.getpid()), signal.SIGSEGV)
        with pytest.raises(NotSolved):
            solving.result()
    assert "SIGSEGV" in caplog.text
    assert knapsack(2).solve() == [1, 1, 0]


def test_the_solver_ends_by_itself_should_the_site_no_longer_be_there_to_end_it():
    asked = marshal.dumps([without_three_in_a_line().sent()])
    ended = subprocess.run(command(seconds=1), check=False, input=asked, timeout=DEADLINE)  # noqa: S603 - our own program
    assert ended.returncode == -signal.SIGKILL


def test_where_no_process_can_be_started_nothing_is_solved(monkeypatch):
    monkeypatch.setattr(sys, "executable", "/nowhere")
    with pytest.raises(NotSolved):
        knapsack(7).solve()


def test_limits_that_are_lower_already_stay():
    program = (
        "import resource; resource.setrlimit(resource.RLIMIT_AS, (10**9, 10**9));"
        "from lib.highs_process import _limit; _limit(30);"
        "print(resource.getrlimit(resource.RLIMIT_AS))"
    )
    said = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert said.stdout.strip() == "(1000000000, 1000000000)"
