"""The list that an address names, if the province of who asks allows it."""

from dataclasses import dataclass
from typing import Any

from flask import abort, url_for
from flask_login import current_user

from blueprints.base.found import event_or_404
from lib.provinces import PROVINCES
from models.events import Event
from models.problems import ProblemList
from models.scopes import Scope
from policy import may_place_events_in
from queries.problems.marks import list_to_read


@dataclass(frozen=True)
class NamedList:
    problem_list: ProblemList
    event: Event | None
    address: dict[str, Any]

    def path(self, endpoint: str, **arguments: Any) -> str:
        return url_for(endpoint, **self.address, **arguments)


def list_or_404(event_id: int | None = None, code: str | None = None) -> NamedList:
    scope, event = scope_or_404(event_id, code)
    return NamedList(list_to_read(scope), event, address_of(scope))


def scope_or_404(event_id: int | None, code: str | None) -> tuple[Scope, Event | None]:
    """`code`: a province's plate number, or «programme»."""
    if event_id is not None:
        return Scope(event_id=event_id), event_or_404(event_id)
    province = None if code == "programme" else code
    if province not in (None, *PROVINCES) or not may_place_events_in(current_user, province):
        abort(404)
    return Scope(province=province), None


def address_of(scope: Scope) -> dict[str, Any]:
    """What names the list in the addresses of its pages."""
    if scope.event_id is not None:
        return {"event_id": scope.event_id}
    return {"code": scope.province or "programme"}


def list_of_statement(event_id: int | None, province: str | None) -> NamedList:
    """The list to which a statement of this event, or of a survey there, belongs."""
    return list_or_404(event_id, None if event_id else province or "programme")
