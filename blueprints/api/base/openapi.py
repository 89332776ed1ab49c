"""The OpenAPI 3.1 document, made of the same declarations by which the calls run."""

import re
from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

from flask import Flask
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema
from werkzeug.routing import Rule

from blueprints.api.base.calls import Call
from blueprints.api.base.refusal_kinds import (
    BAD_TOKEN,
    FORBIDDEN,
    INVALID_FIELDS,
    NOT_JSON,
    UNREADABLE,
)
from blueprints.base import row_numbers

PREFIX = "/api/v1"
_REFERENCE = "#/components/schemas/{model}"
_PARAMETER = re.compile(r"<(?:(?:big)?int:)?(\w+)>")
_INTRODUCTION = """\
Times are ISO 8601 with an offset. Errors are `application/problem+json` (RFC 9457) with
`type`, `title`, `status`, `detail` and, for bad fields, `errors`. Lists are
`{"items": [...], "next": cursor or null}`: send the cursor as `after` to read on. Unknown fields
of a body are passed over, unless they look like a misspelt known one."""


class Problem(BaseModel):
    """Problem details, RFC 9457."""

    type: str
    title: str
    status: int
    detail: str
    errors: dict[str, list[str]] | None = None


def calls_of(app: Flask) -> Iterator[tuple[Rule, str, Call]]:
    """Every route of the API with its method and its call; a route without a call raises."""
    for rule in app.url_map.iter_rules():
        if rule.rule.startswith(PREFIX):
            for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
                described: Call = app.view_functions[rule.endpoint].call  # type: ignore[union-attr]
                yield rule, method.lower(), described


def openapi_document(app: Flask, *, server: str) -> dict[str, Any]:
    """Valid against the OpenAPI 3.1 schema; summaries in the language of the caller's context."""
    listed = list(calls_of(app))
    names, schemas = _schemas([described for _rule, _method, described in listed])
    paths: dict[str, dict[str, Any]] = {}
    for rule, method, described in listed:
        path = _PARAMETER.sub(r"{\1}", rule.rule.removeprefix(PREFIX))
        paths.setdefault(path, {})[method] = _operation(rule, described, names)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Meydan", "version": "1", "description": _INTRODUCTION},
        "servers": [{"url": f"{server}{PREFIX}"}],
        "security": [{"bearer": []}],
        "paths": dict(sorted(paths.items())),
        "components": {
            "schemas": schemas,
            "securitySchemes": {"bearer": {"type": "http", "scheme": "bearer"}},
        },
    }


Names = dict[tuple[type[BaseModel], str], dict[str, Any]]


def _schemas(calls: list[Call]) -> tuple[Names, dict[str, Any]]:
    wanted: dict[tuple[type[BaseModel], Any], None] = {(Problem, "serialization"): None}
    for described in calls:
        for model, mode in ((described.body, "validation"), (described.response, "serialization")):
            if model is not None:
                wanted[model, mode] = None
    names, definitions = models_json_schema(list(wanted), ref_template=_REFERENCE)
    return names, dict(sorted(definitions["$defs"].items()))  # type: ignore[return-value]


def _operation(rule: Rule, described: Call, names: Names) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "operationId": rule.endpoint.removeprefix("api.").replace(".", "_"),
        "tags": [rule.endpoint.split(".")[1]],
        "summary": str(described.summary),
        "parameters": [*_path_parameters(rule), *_query_parameters(described)],
        "responses": {str(described.status): _response(described, names)}
        | _refusals(rule, described, names),
    }
    if described.body:
        content = {"application/json": {"schema": names[described.body, "validation"]}}
        operation["requestBody"] = {"required": True, "content": content}
    if described.access == "all":
        operation["security"] = []
    else:
        operation["x-permission"] = str(described.access)
    return operation


def _path_parameters(rule: Rule) -> list[dict[str, Any]]:
    number = {"type": "integer", "minimum": 1, "maximum": row_numbers.LARGEST}
    return [
        {"name": name, "in": "path", "required": True, "schema": number}
        for name in _PARAMETER.findall(rule.rule)
    ]


def _query_parameters(described: Call) -> list[dict[str, Any]]:
    if described.query is None:
        return []
    schema = described.query.model_json_schema(ref_template=_REFERENCE)
    definitions = schema.get("$defs", {})
    return [
        {"name": name, "in": "query", "required": False, "schema": _inlined(field, definitions)}
        for name, field in schema["properties"].items()
    ]


def _inlined(schema: Any, definitions: dict[str, Any]) -> Any:
    """The schema with its small definitions in place, since parameters cannot refer to any."""
    if isinstance(schema, list):
        return [_inlined(part, definitions) for part in schema]
    if not isinstance(schema, dict):
        return schema
    if "$ref" in schema:
        return definitions[schema["$ref"].rsplit("/", 1)[1]]
    return {key: _inlined(value, definitions) for key, value in schema.items()}


def _response(described: Call, names: Names) -> dict[str, Any]:
    response: dict[str, Any] = {"description": HTTPStatus(described.status).phrase}
    if described.response:
        schema: dict[str, Any] = names[described.response, "serialization"]
    else:
        schema = {}
    return response | {"content": {described.media: {"schema": schema}}}


def _refusals(rule: Rule, described: Call, names: Names) -> dict[str, Any]:
    """All refusals with which the call may be refused, one response for each status."""
    kinds = list(described.refusals)
    kinds += [] if described.access == "all" else [BAD_TOKEN]
    kinds += [] if described.access in ("all", "staff") else [FORBIDDEN]
    kinds += [UNREADABLE, NOT_JSON, INVALID_FIELDS] if described.body else []
    kinds += [INVALID_FIELDS] if described.query else []
    told: dict[int, list[str]] = {}
    for kind in kinds:
        told.setdefault(kind.status, []).append(kind.title)
    if rule.arguments:
        told[404] = ["Not found, or outside your province"]
    content = {"application/problem+json": {"schema": names[Problem, "serialization"]}}
    return {
        str(status): {"description": "; ".join(dict.fromkeys(titles)), "content": content}
        for status, titles in sorted(told.items())
    }
