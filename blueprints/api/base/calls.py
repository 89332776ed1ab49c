"""How a view becomes a call: who may, what is read and sent back, what the document says."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Literal, TypeVar

from flask import Response, request
from pydantic import BaseModel

from blueprints.api.base.bodies import read_body, read_query
from blueprints.api.base.callers import authenticate, note_call
from blueprints.api.base.problem_details import Refused
from blueprints.api.base.refusal_kinds import FORBIDDEN, RefusalKind
from blueprints.base.request_sizes import takes_json
from blueprints.base.transactions import looking
from models.users import User
from policy import Permission, may

View = TypeVar("View", bound=Callable[..., Any])
Responding = Callable[..., Response]


@dataclass(frozen=True, kw_only=True)
class Call:
    """One call, as the code and the OpenAPI document both know it."""

    access: Permission | Literal["staff", "all"]
    summary: str
    response: type[BaseModel] | None
    body: type[BaseModel] | None = None
    query: type[BaseModel] | None = None
    status: int = 200
    media: str = "application/json"
    refusals: tuple[RefusalKind, ...] = ()
    """Refusals beside those that follow from a token, a body and an address."""


def call(
    access: Permission | Literal["staff"],
    summary: str,
    *,
    response: type[BaseModel],
    body: type[BaseModel] | None = None,
    query: type[BaseModel] | None = None,
    status: int = 200,
    refusals: tuple[RefusalKind, ...] = (),
    found: Callable[[Any], Any] | None = None,
) -> Callable[[Callable[..., BaseModel]], Responding]:
    """Make a view a call of the API: it is given `body` and `query` as models and returns a model.

    401 without a valid token, 403 if the role does not allow it; only then is the body read.
    `found` reads the rows that the body names, in the same transaction in which the caller is read.
    """
    described = Call(
        access=access,
        summary=summary,
        response=response,
        body=body,
        query=query,
        status=status,
        refusals=refusals,
    )

    def decorate(view: Callable[..., BaseModel]) -> Responding:
        @wraps(view)
        def responding(**address: int) -> Response:
            # Read the whole body first: a slow sender must not hold a database transaction open.
            sent = request.get_data(cache=False) if body else b""
            given: dict[str, Any] = dict(address)
            with looking():  # whoever writes waits for nobody while we look who asks
                _admit(access)
                if body:
                    given["body"] = read_body(body, sent)
                if found:
                    given["found"] = found(given["body"])
            note_call()
            if query:
                given["query"] = read_query(query)
            return _response(view(**given), status)

        return described_by(described)(takes_json(responding) if body else responding)

    return decorate


def described_by(described: Call) -> Callable[[View], View]:
    """Attach the call to its view: for the test of who may, and for the document."""

    def decorate(view: View) -> View:
        view.access = described.access  # type: ignore[attr-defined]
        view.call = described  # type: ignore[attr-defined]
        return view

    return decorate


def _admit(access: Permission | Literal["staff"]) -> None:
    who = authenticate()
    allowed = isinstance(who, User) if access == "staff" else may(who, access)
    if not allowed:
        raise Refused(FORBIDDEN)


def _response(model: BaseModel, status: int) -> Response:
    response = Response(model.model_dump_json(), status, mimetype="application/json")
    response.headers["Cache-Control"] = "no-store"
    return response
