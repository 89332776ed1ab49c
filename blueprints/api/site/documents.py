"""The API's own description, for programs and for people."""

from typing import Any

from flask import Blueprint, current_app, jsonify, render_template
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from flask_babel import lazy_gettext as _l

from blueprints.api.base.calls import Call, described_by
from blueprints.api.base.openapi import openapi_document
from blueprints.api.base.refusal_kinds import KINDS
from blueprints.base.access import for_all
from blueprints.base.languages import language

bp = Blueprint("documents", __name__)

_DOCUMENT = Call(access="all", summary=_l("This description, as OpenAPI 3.1"), response=None)
_PAGE = Call(
    access="all", summary=_l("This description, to read"), response=None, media="text/html"
)


@bp.get("/openapi.json")
@for_all
@described_by(_DOCUMENT)
def index() -> ResponseReturnValue:
    with force_locale("en"):
        return jsonify(_document())


@bp.get("/docs")
@for_all
@described_by(_PAGE)
def show() -> ResponseReturnValue:
    return render_template(
        "api/documents/show.html", document=_document(), kinds=KINDS, type_text=type_text
    )


def type_text(schema: dict[str, Any]) -> str:
    """A field's type in a few words, such as `text (date-time) or null`."""
    if "$ref" in schema:
        return str(schema["$ref"]).rsplit("/", 1)[1]
    if parts := schema.get("anyOf"):
        return " | ".join(type_text(part) for part in parts)
    if values := schema.get("enum"):
        return " | ".join(f'"{value}"' for value in values)
    if schema.get("type") == "array":
        return f"[{type_text(schema.get('items', {}))}]"
    kind = str(schema.get("type", "any"))
    return f"{kind} ({schema['format']})" if "format" in schema else kind


def _document() -> dict[str, Any]:
    """The document in this language, made once: the calls do not change while the program runs."""
    made: dict[str, dict[str, Any]] = current_app.extensions.setdefault("meydan_openapi", {})
    if language() not in made:
        made[language()] = openapi_document(current_app, server=current_app.config["BASE_URL"])
    return made[language()]
