"""Who may do what (a role's permissions) and to which events (the province). One page."""

from enum import StrEnum
from typing import TypeVarTuple

import sqlalchemy as sa

from models.events import Event
from models.users import Role, User


class Permission(StrEnum):
    SEE_BACK_OFFICE = "see_back_office"
    EDIT_EVENTS = "edit_events"
    SEE_REGISTRATIONS = "see_registrations"
    MANAGE_REGISTRATIONS = "manage_registrations"
    EVALUATE_APPLICATIONS = "evaluate_applications"
    SEE_LETTERS = "see_letters"
    CHECK_IN = "check_in"
    SEE_RESULTS = "see_results"
    MODERATE_PROBLEMS = "moderate_problems"


_P = Permission
_PERMISSIONS: dict[Role, set[Permission]] = {
    Role.CENTRAL_ADMIN: set(Permission),
    Role.PROVINCIAL_ORGANIZER: set(Permission),
    Role.EVALUATOR: {_P.SEE_BACK_OFFICE, _P.SEE_REGISTRATIONS, _P.EVALUATE_APPLICATIONS},
    Role.MODERATOR: {_P.SEE_BACK_OFFICE, _P.SEE_RESULTS, _P.MODERATE_PROBLEMS},
    Role.CHECK_IN_STAFF: {_P.CHECK_IN},
    Role.VIEWER: {_P.SEE_BACK_OFFICE, _P.SEE_RESULTS},
}

Columns = TypeVarTuple("Columns")


def may(user: User, permission: Permission) -> bool:
    return permission in _PERMISSIONS[user.role]


def scoped(rows: sa.Select[*Columns], user: User) -> sa.Select[*Columns]:
    """Only events of the user's province. `rows` must select from or be joined to events."""
    return rows if user.province is None else rows.where(Event.province == user.province)


def may_place_events_in(user: User, province: str | None) -> bool:
    """Whether the user may make an event there, or move one there."""
    return user.province is None or user.province == province
