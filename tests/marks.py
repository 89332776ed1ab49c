"""Which tests belong to the clock: those that read it, be it through what they share.

The rule asks no one to remember a mark. A test that says `datetime.now`, `utc_now` or `over=True`,
itself or through what its module defines or imports from other modules of the tests, runs under
the shifted clocks of `.ci/run`, too; `@pytest.mark.clock` adds one that the rule does not see.
Which are races stands at the tests themselves, and tests/house/test_marks.py watches that.
"""

import ast
from functools import cache
from importlib.util import find_spec
from pathlib import Path

_CLOCK = frozenset({"datetime.now", "utc_now", "over=True"})
_EVERYBODYS = ("tests.factories", "tests.conftest")
"""An event ten days from now at ten in the morning leans on no hour."""


@cache
def readers_of_the_clock(path: Path) -> set[str]:
    """What the module defines that reads it: tests, fixtures, helpers, constants."""
    tree = ast.parse(path.read_text("utf-8"))
    return reaching(tree, _CLOCK | _imported_readers(tree))


def reaching(tree: ast.Module, wanted: frozenset[str] | set[str]) -> set[str]:
    """The names that the module defines and from which one of these is reached."""
    used = {name: _names_in(node) for node in tree.body for name in _bound_by(node)}
    found: set[str] = set()
    while more := {name for name, names in used.items() if names & (wanted | found)} - found:
        found |= more
    return found


def _imported_readers(tree: ast.Module) -> set[str]:
    return {
        alias.asname or alias.name
        for node in tree.body
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("tests.")
        if not node.module.startswith(_EVERYBODYS)
        for alias in node.names
        if alias.name in readers_of_the_clock(_file(node.module))
    }


def _bound_by(node: ast.stmt) -> set[str]:
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return {node.name}
    if isinstance(node, ast.Assign):
        return {
            each.id
            for target in node.targets
            for each in ast.walk(target)
            if isinstance(each, ast.Name)
        }
    return set()


def _names_in(node: ast.AST) -> set[str]:
    """Whatever it calls, reads, says to a call or, as a fixture, asks for."""
    names = set()
    for each in ast.walk(node):
        if isinstance(each, ast.Name | ast.Attribute):
            names.add(ast.unparse(each))
        if isinstance(each, ast.Attribute):
            names.add(each.attr)
        if isinstance(each, ast.arg):
            names.add(each.arg)
        if isinstance(each, ast.keyword):
            names.add(f"{each.arg}={ast.unparse(each.value)}")
    return names


def _file(module: str) -> Path:
    spec = find_spec(module)
    assert spec and spec.origin, module
    return Path(spec.origin)
