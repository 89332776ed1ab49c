"""Details of the audit hold numbers and states, never what people wrote: an entry outlives them."""

import ast

from tests.house.source import files_of, shown

WRITTEN_BY_PEOPLE = {
    *("name", "given_name", "family_name", "full_name", "email", "address", "to_address"),
    *("mailbox", "phone", "text", "title", "subject", "body", "note", "notes", "content"),
    *("label", "wording", "comment", "summary", "password", "token", "code", "hint"),
}
_OURS = {"at", "by", "event", "subject_id"}


def test_no_writer_of_the_audit_passes_what_people_wrote():
    writers, faults = 0, []
    for path in files_of("operations", "commands", "blueprints"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not (isinstance(node, ast.Call) and _records(node)):
                continue
            writers += 1
            for given in node.keywords:
                if given.arg not in _OURS and _says(given.value) & WRITTEN_BY_PEOPLE:
                    faults.append(f"{shown(path)}:{node.lineno} {given.arg}")
    assert writers > 50
    assert faults == []


def _records(call: ast.Call) -> bool:
    """Whether it is `record(AuditAction…)` or `record_on(connection, AuditAction…)`."""
    called = call.func
    name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
    said = {node.id for argument in call.args for node in _names(argument)}
    return name in ("record", "record_on") and "AuditAction" in said


def _names(node: ast.AST) -> list[ast.Name]:
    return [inner for inner in ast.walk(node) if isinstance(inner, ast.Name)]


def _says(value: ast.expr) -> set[str]:
    """The attributes that the value reads: `person.email`."""
    return {inner.attr for inner in ast.walk(value) if isinstance(inner, ast.Attribute)}
