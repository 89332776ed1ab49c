import re

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from blueprints.api.base.calls import Call
from policy import Permission


@pytest.fixture
def document(app):
    return app.test_client().get("/api/v1/openapi.json").json


def api_routes(app):
    return [rule for rule in app.url_map.iter_rules() if rule.rule.startswith("/api/")]


def test_the_document_is_valid_openapi_3_1(document):
    assert document["openapi"].startswith("3.1")
    OpenAPIV31SpecValidator(document).validate()


def test_no_route_of_the_api_is_missing_from_the_document(app, document):
    routes = {
        (re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule.removeprefix("/api/v1")), method.lower())
        for rule in api_routes(app)
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    told = {(path, method) for path, methods in document["paths"].items() for method in methods}
    assert told == routes
    assert len(routes) >= 20


def test_the_contract_is_in_the_document(document):
    promised = [
        ("/events", "get"),
        ("/events", "post"),
        ("/events/{event_id}", "get"),
        ("/events/{event_id}", "patch"),
        ("/events/{event_id}/checkpoints", "get"),
        ("/events/{event_id}/checkpoints", "post"),
        ("/events/{event_id}/registrations", "get"),
        ("/events/{event_id}/registrations", "post"),
        ("/registrations/{registration_id}", "get"),
        ("/registrations/{registration_id}", "patch"),
        ("/check-ins", "post"),
        ("/check-ins/batch", "post"),
        ("/scans/{scan_id}/annulment", "post"),
        ("/checkpoints/{checkpoint_id}/status", "get"),
        ("/check-in/keys", "get"),
        ("/events/{event_id}/feedback", "get"),
        ("/events/{event_id}/statements", "get"),
        ("/events/{event_id}/statements", "post"),
        ("/events/{event_id}/problems", "get"),
        ("/surveys", "post"),
        ("/surveys/{survey_id}", "patch"),
        ("/surveys/{survey_id}/waves", "post"),
        ("/surveys/{survey_id}/publication", "post"),
        ("/waves/{wave_id}/rights", "post"),
        ("/waves/{wave_id}/answers", "post"),
        ("/waves/{wave_id}/closing", "post"),
    ]
    for path, method in promised:
        assert method in document["paths"][path]


def test_every_call_says_who_may(app, document):
    for rule in api_routes(app):
        view = app.view_functions[rule.endpoint]
        assert isinstance(view.call, Call)
        assert view.access in {"staff", "all", *Permission}
        assert view.access == view.call.access
    for methods in document["paths"].values():
        for operation in methods.values():
            assert operation["summary"]
            assert operation.get("security") == [] or "401" in operation["responses"]


def test_every_reference_leads_somewhere(document):
    shapes = document["components"]["schemas"]
    assert set(re.findall(r"#/components/schemas/(\w+)", str(document))) <= set(shapes)
    assert not [name for name in shapes if name.endswith("_")]


def test_summaries_are_english_whoever_asks(app):
    answer = app.test_client().get("/api/v1/openapi.json", headers={"Accept-Language": "tr"})
    assert answer.json["paths"]["/events"]["post"]["summary"] == "Make an event"


@pytest.mark.parametrize("language", ["tr", "en"])
def test_the_page_to_read_shows_every_call_shape_and_problem(browser_of_pages, document, language):
    page = browser_of_pages.get(f"/api/v1/docs?lang={language}")
    ids = {element.attributes.get("id") for element in page.elements}
    operations = [op["operationId"] for m in document["paths"].values() for op in m.values()]
    assert set(operations) | set(document["components"]["schemas"]) <= ids
    assert {"event-full", "bad-token", "invalid-fields"} <= ids
    targets = {e.attributes["href"][1:] for e in page.all("a") if e.attributes["href"][:1] == "#"}
    assert targets <= ids


def test_a_refusals_type_leads_to_its_place_on_the_page(app, program, browser_of_pages):
    kind = program.post("/events", {}, 422)["type"]
    address, fragment = kind.split("#")
    page = browser_of_pages.get(address)
    assert fragment in {element.attributes.get("id") for element in page.elements}
