"""Only the addresses that need more take much; all of them are declared at their views."""

from inspect import unwrap
from sys import modules
from urllib.parse import urlencode

import pytest
from wtforms.validators import Length

from blueprints.base.request_sizes import FORM, LONG_TEXTS
from blueprints.inputs.base import fields as base
from extensions import db
from letters.compose import registration_token
from tests import factories
from tests.browser_of_pages import Document
from tests.factories import workshops
from tests.statements import count_statements

LITTLE, MUCH = FORM - 1024, 3 * 1024 * 1024
BYTES_OF_A_CHARACTER = 12
"""Of an emoji, as a form sends it: %F0%9F%98%80."""


def posted(client, address, size, **options):
    answer = client.post(address, data={"x": "x" * 10, "file": "y" * size}, **options)
    answer.request.close()
    return answer.status_code


def marked(app, name):
    return {
        rule.rule
        for rule in app.url_map.iter_rules()
        if "POST" in (rule.methods or ())
        and getattr(app.view_functions[rule.endpoint], name, None)
        and not rule.rule.startswith("/api/")
    }


@pytest.mark.parametrize("below", ["details", "sessions", "cancellation"])
def test_an_address_without_files_takes_little(app, below):
    person = factories.registration(factories.event())
    address = f"/registrations/{registration_token(person)}/{below}"
    assert posted(app.test_client(), address, FORM + 1) == 413
    assert posted(app.test_client(), address, LITTLE) != 413


def test_a_form_without_files_takes_little_also_where_files_may_be_sent(app):
    address = f"/events/{factories.event().slug}/register"
    assert posted(app.test_client(), address, LONG_TEXTS + 1) == 413
    assert posted(app.test_client(), address, LONG_TEXTS - 1024) != 413
    one_text = f"--x\r\nContent-Disposition: form-data; name=given_name\r\n\r\n{'y' * LONG_TEXTS}y"
    answer = app.test_client().post(
        address, data=f"{one_text}\r\n--x--", content_type="multipart/form-data; boundary=x"
    )
    assert answer.status_code == 413


def test_every_address_that_takes_files_says_so_at_its_view(app):
    assert marked(app, "takes_file_bytes") == {
        "/events/<slug>/register",
        "/registrations/<token>/answers",
        "/registrations/<token>/completion",
        "/delegations/<token>/tables",
        "/check-in/<int:checkpoint_id>/walk-ins/new",
        "/organizer/events/<int:event_id>/registrations/new",
        "/organizer/events/<int:event_id>/imports/new",
        "/organizer/events/<int:event_id>/statements/imports/new",
        "/organizer/registrations/<int:registration_id>/answers",
    }


def most_bytes(form):
    """The most that the texts of a form may take."""
    arguments = [unbound.args[1:2] for unbound in vars(form).values() if hasattr(unbound, "args")]
    rules = [rule for found in arguments for rule in (found[0] if found else ())]
    return sum(rule.max for rule in rules if isinstance(rule, Length)) * BYTES_OF_A_CHARACTER


def test_every_view_whose_form_may_hold_more_says_so(app):
    undeclared = set()
    for rule in app.url_map.iter_rules():
        view = app.view_functions[rule.endpoint]
        if "POST" not in (rule.methods or ()) or hasattr(view, "takes_bytes"):
            continue
        names = unwrap(view).__code__.co_names
        known = [vars(modules[view.__module__]).get(name) for name in names]
        forms = [form for form in known if isinstance(form, type) and issubclass(form, base.Form)]
        undeclared |= {rule.rule for form in forms if most_bytes(form) > FORM}
    assert not undeclared


def test_a_name_with_hundreds_of_thousands_of_marks_is_refused_in_words(app):
    event = factories.event()
    client = app.test_client()
    address = f"/events/{event.slug}/register"
    fields = Document(client.get(address).text).form_values()
    marks = "\u0301\u0316" * 40_000  # 480 KB in a form
    sent = urlencode({**fields, "given_name": f"A{marks}", "institution": marks})
    answer = client.post(address, data=sent, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 422
    assert "100" in answer.text and f"A{marks}" in answer.text, "nothing typed is lost"


def test_a_megabyte_too_much_is_refused_before_the_database_is_asked(app):
    """At every address of the public site that takes a form, also at those that take more."""
    event = factories.event()
    names = {
        "slug": event.slug,
        "token": registration_token(factories.registration(event)),
        "code": workshops.workshop(event).code,
    }
    with app.test_request_context():
        addresses = {
            app.url_map.bind("").build(rule.endpoint, {n: names.get(n, 1) for n in rule.arguments})
            for rule in app.url_map.iter_rules()
            if "POST" in (rule.methods or ()) and app.view_functions[rule.endpoint].access == "all"
        }
    assert len(addresses) > 20
    db.session.rollback()
    client = app.test_client()
    sent = "given_name=" + "%CC%81%CC%96" * 90_000
    for address in sorted(addresses):
        if address.endswith("/join"):
            continue  # a seat is taken without reading a form
        with count_statements() as statements:
            answer = client.post(
                address, data=sent, content_type="application/x-www-form-urlencoded"
            )
        assert answer.status_code == 413, address
        assert not statements, address
