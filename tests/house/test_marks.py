"""A test that lets several act at once says so: what fails there once is never run again."""

import ast

from tests.house.source import ROOT, shown
from tests.marks import reaching, readers_of_the_clock

AT_ONCE = {"Thread", "ThreadPoolExecutor", "Popen", "in_threads", "while_held"}


def marked(tree: ast.Module) -> set[str]:
    all_of_it = any("pytestmark = pytest.mark.race" in ast.unparse(node) for node in tree.body)
    tests = [node for node in tree.body if isinstance(node, ast.FunctionDef)]
    return {
        test.name
        for test in tests
        if all_of_it or "pytest.mark.race" in map(ast.unparse, test.decorator_list)
    }


def test_every_test_of_several_at_once_is_marked_as_a_race():
    seen = 0
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        races = {name for name in reaching(tree, AT_ONCE) if name.startswith("test_")}
        assert races <= marked(tree), (shown(path), races - marked(tree))
        seen += len(races)
    assert seen > 40


def test_the_rule_finds_who_reads_the_clock_by_whatever_way(tmp_path):
    planted = tmp_path / "test_planted.py"
    planted.write_text(
        "from tests.blueprints.check_in.desks import Desk, scans\n"
        "TODAY = datetime.now(UTC)\n"
        "def soon(): return utc_now()\n"
        "def door(): return Desk()\n"
        "def test_by_a_constant(): TODAY\n"
        "def test_by_a_function(): soon()\n"
        "def test_by_a_fixture_of_another_module(door): pass\n"
        "@parametrize('at', [soon()])\n"
        "def test_by_a_parameter(at): pass\n"
        "def test_by_a_event(): factories.event(over=True)\n"
        "def test_not_at_all(): scans() + factories.NOW\n"
    )
    found = {name for name in readers_of_the_clock(planted) if name.startswith("test_")}
    ways = ("constant", "function", "fixture_of_another_module", "parameter", "event")
    assert found == {f"test_by_a_{way}" for way in ways}
