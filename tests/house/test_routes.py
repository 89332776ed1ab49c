"""Every route says who may use it, and reads like the others."""

import re

import pytest

from policy import Permission

WORD = r"[a-z0-9]+(-[a-z0-9]+)*"
WELL_KNOWN = r"\.well-known"  # as RFC 8615 has it
TYPED = r"<((big)?int:[a-z]+(_[a-z]+)*_id|slug|token|code|item|period|path:filename)>"
SEGMENT = re.compile(
    rf"({WORD}|{WELL_KNOWN}|{TYPED}|<int:problem_id>-<slug>)(\.(ics|png|svg|pdf|csv|xlsx|docx|json|zip|txt|webmanifest|js|atom))?"
)
ACCESS = {"all", "staff", "phone", *Permission}
VIEWS = {"index", "show", "new", "create", "edit", "update", "destroy"}


@pytest.fixture
def rules(sqlite_app):
    return [rule for rule in sqlite_app.url_map.iter_rules() if rule.endpoint != "static"]


def test_every_route_declares_who_may_use_it(rules, sqlite_app):
    open_ = [
        rule.rule
        for rule in rules
        if getattr(sqlite_app.view_functions[rule.endpoint], "access", None) not in ACCESS
    ]
    assert not open_


def test_only_pages_for_all_and_programs_stand_outside_the_back_office(rules, sqlite_app):
    for rule in rules:
        access = sqlite_app.view_functions[rule.endpoint].access
        if rule.rule.startswith("/organizer"):
            assert access in set(Permission), rule.rule


def test_addresses_are_kebab_case_and_their_numbers_typed(rules):
    odd = [
        rule.rule
        for rule in rules
        if not all(SEGMENT.fullmatch(part) for part in rule.rule.strip("/").split("/") if part)
    ]
    assert not odd


def test_whatever_changes_something_is_a_post(rules, sqlite_app):
    for rule in rules:
        name = rule.endpoint.rpartition(".")[2]
        methods = (rule.methods or set()) - {"HEAD", "OPTIONS"}
        if name in ("create", "update", "destroy"):
            assert "GET" not in methods, rule.rule
        assert not {"GET", "POST"} <= methods, f"{rule.rule} is two views"
