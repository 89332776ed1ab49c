"""Bodies and queries, read strictly: JSON by RFC 8259, and every bad field is named."""

import json
from difflib import get_close_matches
from typing import Any, NoReturn, TypeVar

from flask import request
from pydantic import BaseModel, ValidationError

from blueprints.api.base.problem_details import Refused, refused_field
from blueprints.api.base.refusal_kinds import INVALID_FIELDS, NOT_JSON, UNREADABLE

Model = TypeVar("Model", bound=BaseModel)


def read_body(model: type[Model], sent: bytes) -> Model:
    """The body as a model. It may be left out where none of its fields is needed.

    Raises Refused: 415 for another type than JSON, 400 for no JSON object, 422 for bad fields.
    """
    if not sent and not any(field.is_required() for field in model.model_fields.values()):
        return parsed(model, {})
    if not request.is_json:
        raise Refused(NOT_JSON)
    try:
        content = json.loads(sent, parse_constant=_refuse_constant)
    except (ValueError, RecursionError):
        raise Refused(UNREADABLE, "The body is not valid JSON, or it is nested too deeply.")
    if not isinstance(content, dict):
        raise Refused(UNREADABLE)
    return parsed(model, content)


def read_query(model: type[Model]) -> Model:
    """The query arguments as a model; an empty one counts as not given. Raises Refused (422)."""
    return parsed(model, {name: value for name, value in request.args.items() if value})


def parsed(model: type[Model], content: Any) -> Model:
    """The values as a model. Raises Refused (422) with a message for each bad field."""
    if not isinstance(content, dict):
        raise refused_field("body", "This must be a JSON object.")
    try:
        found = model.model_validate(content)
    except ValidationError as error:
        raise Refused(INVALID_FIELDS, errors=_by_field(error)) from None
    if misspelt := _misspelt(model, content):
        raise Refused(INVALID_FIELDS, errors=misspelt)
    return found


def _by_field(error: ValidationError) -> dict[str, list[str]]:
    errors: dict[str, list[str]] = {}
    for found in error.errors(include_url=False, include_context=False, include_input=False):
        field = ".".join(str(part) for part in found["loc"]) or "body"
        errors.setdefault(field, []).append(found["msg"])
    return errors


def _misspelt(model: type[BaseModel], content: dict[str, Any]) -> dict[str, list[str]]:
    """Unknown fields that look like a known one that was not given; others are ignored.

    A «capacty» that nobody noticed would make an event without a limit.
    """
    if content.keys() <= model.model_fields.keys():
        return {}
    free = [name for name in model.model_fields if name not in content]
    unknown = [name for name in content if name not in model.model_fields and len(name) <= 40]
    meant = {name: get_close_matches(name, free, n=1, cutoff=0.8) for name in unknown[:20]}
    return {
        name: [f"There is no such field. Did you mean «{close[0]}»?"]
        for name, close in meant.items()
        if close
    }


def _refuse_constant(_name: str) -> NoReturn:
    raise ValueError("NaN and Infinity are not JSON")
