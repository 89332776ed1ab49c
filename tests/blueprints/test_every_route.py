"""Every address of staff, in every role, here and elsewhere, by every method: from the URL map.

Forms are sent without their token, as from a page of ours that has expired: then the view runs, and
nothing can be written. So no act changes what the next one finds.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from werkzeug.routing import Rule

from models.users import Role
from policy import Permission, may
from tests import factories
from tests.blueprints.every_row import every_row

pytestmark = pytest.mark.parametrize("app", ["sqlite"], indirect=True)

HERE, ELSEWHERE = "19", "06"
OWN = {"passkey_id", "own_token_id", "sign_in_id"}
"""Names in addresses of what is one's own: nobody else's can be named, whatever the province."""
ROW_OF = {
    "check_in.badges": {"registration_id": "other_id"},
    "organizer.badges": {"registration_id": "other_id"},
}
"""Where a name in an address means another row than elsewhere."""
OF_PROVINCE = ("/organizer/contacts/<code>", "/organizer/problems/lists/<code>")
"""Where the code is a province's plate number; elsewhere it is that of an email."""
QUERIES = {
    "organizer.questions.create": "?kind=short_text",
}
"""What some addresses ask for behind the question mark."""
NEED_MORE = (
    "organizer.comparisons.chart",
    "organizer.comparison_files",
    "organizer.form_copies.create",
    "organizer.form_templates.create",
    "organizer.questions.create_ready_made",
    "organizer.forms.name_answers",
    "organizer.feedback.chart",
    "organizer.feedback_texts",
    "organizer.feedback_files",
    "organizer.problem_files.chart",
    "organizer.problem_weights",
    "organizer.road_map_files.chart",
)
"""404 with one row of each: they need closed waves, another event's form, or all provinces."""
EXPIRED = {"Sec-Fetch-Site": "same-origin"}
CHANGING = ("POST", "PUT", "PATCH", "DELETE")


def rules_of_staff(app: Flask) -> list[Rule]:
    """All but the API's, whose calls have a matrix of their own (tests/blueprints/api)."""
    return [
        rule
        for rule in app.url_map.iter_rules()
        if not rule.rule.startswith(("/api/", "/static/"))
        and app.view_functions[rule.endpoint].access not in ("all", "phone")
    ]


def methods_of(rule: Rule) -> Iterator[str]:
    yield from sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})


def test_every_route_is_classified(app):
    known = {"all", "staff", "phone", *Permission}
    rules = [rule for rule in app.url_map.iter_rules() if rule.endpoint != "static"]
    odd = {rule.rule for rule in rules if app.view_functions[rule.endpoint].access not in known}
    assert odd == set()


def test_every_name_in_an_address_has_a_row_here(app):
    names = {name for rule in rules_of_staff(app) for name in rule.arguments}
    assert names - OWN - every_row(HERE).keys() == set()


@pytest.mark.parametrize("role", list(Role))
def test_a_role_says_what_and_a_province_which(app, role):
    here, there = every_row(HERE), every_row(ELSEWHERE)
    user, client = factories.user(role, province=HERE), app.test_client()
    factories.sign_in(client, user)
    wrong = []
    for rule in rules_of_staff(app):
        access = app.view_functions[rule.endpoint].access
        allowed = access == "staff" or may(user, access)
        for method in methods_of(rule):
            own = answered(client, method, rule, here)
            foreign = answered(client, method, rule, there)
            if not allowed:
                right = own == foreign and own in (401, 403)
            else:
                right = is_open(rule, own) and is_hidden(rule, foreign)
            if not right:
                wrong.append((method, rule.rule, own, foreign))
    assert "\n".join(map(str, wrong)) == ""


def is_open(rule: Rule, status: int) -> bool:
    lacking = bool(rule.arguments & OWN) or rule.endpoint.startswith(NEED_MORE)
    return status < 500 and status not in ((401, 403, 405) if lacking else (401, 403, 404, 405))


def is_hidden(rule: Rule, status: int) -> bool:
    """Whether another province's thing is not there; where none is named, nothing is hidden."""
    named = rule.arguments - OWN - {"item", "period"}
    named -= set() if rule.rule.startswith(OF_PROVINCE) else {"code"}
    return status == 404 if named else status < 500


def test_strangers_get_nowhere(app):
    here, client = every_row(HERE), app.test_client()
    wrong = []
    for rule in rules_of_staff(app):
        for method in methods_of(rule):
            if (status := answered(client, method, rule, here)) not in (302, 303, 400):
                wrong.append((method, rule.rule, status))
    assert "\n".join(map(str, wrong)) == ""


def test_other_methods_are_refused(app):
    here, client = every_row(HERE), app.test_client()
    factories.sign_in(client, factories.user())
    by_address: dict[str, set[str]] = {}
    for rule in rules_of_staff(app):
        by_address.setdefault(rule.rule, set()).update(methods_of(rule))
    rules = {rule.rule: rule for rule in rules_of_staff(app)}
    wrong = []
    for address, methods in by_address.items():
        for method in {"GET", *CHANGING} - methods:
            if (status := answered(client, method, rules[address], here)) not in (404, 405):
                wrong.append((method, address, status))
    assert "\n".join(map(str, wrong)) == ""


@pytest.mark.parametrize(
    "outer", ["event_id", "registration_id", "survey_id", "checkpoint_id", "road_map_id"]
)
def test_what_belongs_to_another_thing_is_not_found_below_this_one(app, outer):
    """Both are of the own province: an object of another event in a nested address is 404."""
    one, other = every_row(HERE), every_row(HERE)
    client = app.test_client()
    factories.sign_in(client, factories.user())
    wrong = []
    for rule in rules_of_staff(app):
        inner = {name for name in rule.arguments if name.endswith("_id")} - {outer}
        if outer not in rule.arguments or not inner:
            continue
        if outer != "registration_id":
            inner.add("other_id")
        mixed = {**one, **{name: other[name] for name in inner}}
        for method in methods_of(rule):
            if (status := answered(client, method, rule, mixed)) != 404:
                wrong.append((method, rule.rule, status))
    assert "\n".join(map(str, wrong)) == ""


def answered(client: Any, method: str, rule: Rule, rows: dict[str, Any]) -> int:
    values = {name: rows.get(name, 1) for name in rule.arguments}
    for beginning, names in ROW_OF.items():
        if rule.endpoint.startswith(beginning):
            values |= {name: rows[other] for name, other in names.items()}
    if rule.rule.startswith(OF_PROVINCE):
        values["code"] = rows["province"]
    with client.application.test_request_context():
        _domain, address = rule.build(values)
    address += QUERIES.get(rule.endpoint, "")
    sent = {"data": {"nothing": "1"}, "headers": EXPIRED} if method in CHANGING else {}
    with client.open(address, method=method, **sent) as answer:
        return int(answer.status_code)
