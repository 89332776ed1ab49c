"""Only the addresses that take files take much; both kinds are declared in one place."""

import pytest

from letters.compose import registration_token
from tests import factories

LITTLE, MUCH = 1024 * 1024, 3 * 1024 * 1024


def posted(client, address, size):
    answer = client.post(address, data={"x": "x" * 10, "file": "y" * size})
    answer.request.close()
    return answer.status_code


@pytest.mark.parametrize("below", ["details", "sessions", "cancellation"])
def test_an_address_without_files_takes_little(app, below):
    person = factories.registration(factories.event())
    address = f"/registrations/{registration_token(person)}/{below}"
    assert posted(app.test_client(), address, MUCH) == 413
    assert posted(app.test_client(), address, LITTLE) != 413


def test_every_address_that_takes_files_says_so_at_its_view(app):
    marked = {
        rule.rule
        for rule in app.url_map.iter_rules()
        if "POST" in (rule.methods or ())
        and getattr(app.view_functions[rule.endpoint], "takes_bytes", None)
    }
    assert marked == {
        "/events/<slug>/register",
        "/registrations/<token>/answers",
        "/registrations/<token>/completion",
        "/delegations/<token>/tables",
        "/check-in/<int:checkpoint_id>/walk-ins/new",
        "/organizer/events/<int:event_id>/registrations/new",
        "/organizer/events/<int:event_id>/imports/new",
        "/organizer/registrations/<int:registration_id>/answers",
    }
