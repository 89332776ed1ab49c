"""A test that lets several act at once says so: what fails there once is never run again."""

import ast

from tests.house.source import ROOT, shown

AT_ONCE = {"Thread", "ThreadPoolExecutor", "Popen", "in_threads", "while_held"}
Definition = ast.FunctionDef | ast.ClassDef


def names_in(node: ast.AST) -> set[str]:
    """Whatever it calls, reads or, as a fixture, asks for."""
    return {
        *(each.id for each in ast.walk(node) if isinstance(each, ast.Name)),
        *(each.attr for each in ast.walk(node) if isinstance(each, ast.Attribute)),
        *(each.arg for each in ast.walk(node) if isinstance(each, ast.arg)),
    }


def races_of(tree: ast.Module) -> set[str]:
    """The tests that start threads or processes, also through what the module defines."""
    defined = {node.name: names_in(node) for node in tree.body if isinstance(node, Definition)}
    found: set[str] = set()
    while more := {n for n, used in defined.items() if used & (AT_ONCE | found)} - found:
        found |= more
    return {name for name in found if name.startswith("test_")}


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
        races = races_of(tree)
        assert races <= marked(tree), (shown(path), races - marked(tree))
        seen += len(races)
    assert seen > 40
