"""What import-linter cannot see: single modules, commits and clocks."""

import ast

import pytest

from tests.house.source import PACKAGES, files_of, imports_of, shown

ABOVE_POLICY = {
    "app",
    "blueprints",
    "commands",
    "demo",
    "operations",
    "letters",
    "exports",
    "queries",
}


def imported(path) -> set[str]:
    return {name.partition(".")[0] for name in imports_of(path)}


def test_policy_knows_nouns_and_nothing_above():
    (policy,) = files_of("policy.py")
    assert not imported(policy) & (
        ABOVE_POLICY | {"flask", "flask_login", "extensions", "settings"}
    )


def test_extensions_know_nothing_of_the_domain():
    (extensions,) = files_of("extensions.py")
    domain = {name for name in imports_of(extensions) if name.startswith("models.")}
    assert domain <= {"models.base", "models.base.Base"}
    assert not imported(extensions) & (ABOVE_POLICY | {"policy", "settings"})


def test_settings_stand_alone():
    (settings,) = files_of("settings.py")
    assert not imported(settings) & {*PACKAGES, "app", "extensions", "policy", "flask"}


@pytest.mark.parametrize("package", ["models", "lib"])
def test_the_lowest_layers_know_no_single_module_above(package):
    for path in files_of(package):
        above = {"app", "extensions", "policy", "settings", "flask", "flask_login", "werkzeug"}
        assert not imported(path) & above, shown(path)


@pytest.mark.parametrize("package", ["queries", "operations", "letters", "exports"])
def test_nobody_below_a_view_reads_the_current_user_or_the_clock(package):
    for path in files_of(package):
        names = set(imports_of(path))
        assert not {n for n in names if n.startswith(("flask_login", "lib.clock"))}, shown(path)
        assert not names & {"flask.request", "flask.session", "flask.g"}, shown(path)


@pytest.mark.parametrize("package", ["models", "lib", "queries", "operations", "letters", "demo"])
def test_the_commit_is_at_the_edge(package):
    for path in files_of(package):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            called = node.func if isinstance(node, ast.Call) else None
            commits = isinstance(called, ast.Attribute) and called.attr == "commit"
            assert not commits, f"{shown(path)}:{getattr(node, 'lineno', 0)}"


TAKES_BACK = {
    "blueprints/base/transactions.py",
    "blueprints/base/errors.py",
    "blueprints/api/base/problem_details.py",
}
"""Where a request's transaction ends: in committed(), or in the answer to what no view answered."""


def test_no_view_rolls_back_by_itself():
    found = {
        shown(path)
        for path in files_of("blueprints")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if (isinstance(node, ast.Attribute) and node.attr == "rollback")
        or (isinstance(node, ast.ImportFrom) and "roll_back" in {name.name for name in node.names})
    }
    assert found == TAKES_BACK
