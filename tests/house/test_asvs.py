"""docs/asvs.md speaks of every requirement of levels 1 and 2 of ASVS 5.0, and of what there is."""

import re
from collections import Counter

from tests.house.source import ROOT

PAGE = ROOT / "docs/asvs.md"
SECTIONS = {
    1: [2, 9, 11, 3, 2],
    2: [3, 3, 4, 1],
    3: [0, 2, 4, 6, 5, 0, 2],
    4: [3, 1, 2, 4],
    5: [1, 3, 2, 3],
    6: [3, 12, 4, 4, 5, 3, 0, 4],
    7: [3, 4, 2, 5, 2, 2],
    8: [2, 3, 1, 1],
    9: [3, 4],
    10: [2, 2, 4, 11, 5, 2, 3],
    11: [2, 3, 3, 4, 1, 1],
    12: [3, 2, 4],
    13: [1, 5, 2, 5],
    14: [2, 4, 3],
    15: [3, 3, 7],
    16: [1, 5, 4, 3, 3],
    17: [1, 4, 2],
}
"""Of each chapter, how many requirements of levels 1 and 2 each of its sections has. They come
before those of level 3, so these are numbers 1 to so many."""
VERDICTS = {"met", "partly", "not met", "does not apply"}
LINE = re.compile(r"^\| v5\.0\.0-([\d.]+) \| ([^|]+) \| ([^|]+) \| ([^|]+) \| ([^|]+) \|$", re.M)
NAMED = re.compile(r"`([\w./-]+?)(?:::(\w+))?`")
OF_TESTS = "tests/"


def lines():
    return LINE.findall(PAGE.read_text("utf-8"))


def missing(cell):
    """What a cell names in backticks and is not there: files, folders, and tests in a file."""
    for path, test in NAMED.findall(cell):
        if "/" not in path and "." not in path:
            continue  # a name of something else
        file = ROOT / path
        if not file.exists() or (test and f"def {test}(" not in file.read_text("utf-8")):
            yield f"{path}::{test}"


def test_every_requirement_of_both_levels_is_answered_once():
    asked = {
        f"{chapter}.{section}.{number}"
        for chapter, counts in SECTIONS.items()
        for section, count in enumerate(counts, 1)
        for number in range(1, count + 1)
    }
    answered = Counter(number for number, *_rest in lines())
    assert len(asked) == 253
    assert answered == Counter(asked)


def test_every_answer_has_a_verdict_and_what_counts_as_met_is_tested():
    for number, _short, verdict, where, tests in lines():
        assert verdict in VERDICTS, number
        assert where.strip("– "), number
        if verdict == "met":
            assert OF_TESTS in tests or "docs/" in where, number


def test_what_is_named_is_there():
    named = [
        (number, gone) for number, _s, _v, *cells in lines() for gone in missing("".join(cells))
    ]
    assert named == []


def test_what_is_not_there_is_found():
    """The twin."""
    assert list(missing("`lib/nothing.py`, `policy.py`")) == ["lib/nothing.py::"]
    assert list(missing("`tests/test_smoke.py::test_nothing`")) == [
        "tests/test_smoke.py::test_nothing"
    ]


def test_the_summary_counts_right():
    counted = Counter(verdict for _number, _short, verdict, *_rest in lines())
    told = re.search(
        r"(\d+) are met, (\d+) partly, (\d+) not; (\d+) do not apply",
        (ROOT / "docs/security.md").read_text("utf-8"),
    )
    assert told
    assert [int(count) for count in told.groups()] == [
        counted[verdict] for verdict in ("met", "partly", "not met", "does not apply")
    ]


def test_every_open_point_is_named_in_the_summary():
    summary = (ROOT / "docs/security.md").read_text("utf-8")
    open_points = [
        number for number, _s, verdict, *_r in lines() if verdict in ("partly", "not met")
    ]
    assert [number for number in open_points if f"v5.0.0-{number} " not in summary] == []
