"""Who may do what (a role's permissions) and to which events (the province). One page."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import TypeVarTuple

import sqlalchemy as sa

from lib.provinces import PROVINCES
from models.checkpoints import Checkpoint
from models.contacts import WHOLE_SITE
from models.devices import Device, device_checkpoints
from models.events import Event
from models.problems import ProblemList
from models.road_maps import RoadMap
from models.statements import Statement
from models.surveys import Survey
from models.users import Role, User

Caller = User | Device
"""Who sends a request: a user who signed in or showed a token, or a phone of the door."""


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
    EDIT_ROAD_MAPS = "edit_road_maps"
    SEE_SENSITIVE = "see_sensitive"
    """Answers about diet, health, access needs, passports."""
    MANAGE_USERS = "manage_users"
    SEE_AUDIT = "see_audit"


_P = Permission
_OF_CENTRAL_ADMINS = {_P.MANAGE_USERS, _P.SEE_AUDIT}
_PERMISSIONS: dict[Role, set[Permission]] = {
    Role.CENTRAL_ADMIN: set(Permission),
    Role.PROVINCIAL_ORGANIZER: set(Permission) - _OF_CENTRAL_ADMINS,
    Role.EVALUATOR: {_P.SEE_BACK_OFFICE, _P.SEE_REGISTRATIONS, _P.EVALUATE_APPLICATIONS},
    Role.MODERATOR: {_P.SEE_BACK_OFFICE, _P.SEE_RESULTS, _P.MODERATE_PROBLEMS},
    Role.CHECK_IN_STAFF: {_P.CHECK_IN},
    Role.VIEWER: {_P.SEE_BACK_OFFICE, _P.SEE_RESULTS},
}

Columns = TypeVarTuple("Columns")


def may(who: Caller, permission: Permission) -> bool:
    if isinstance(who, Device):
        return permission is Permission.CHECK_IN
    given = who.narrowed_to
    return permission in _PERMISSIONS[who.role] and (given is None or permission in given)


def permissions_of(role: Role) -> list[Permission]:
    """What the role may, in the order of the list above."""
    return [permission for permission in Permission if permission in _PERMISSIONS[role]]


def needs_second_factor(user: User) -> bool:
    """Where SECOND_FACTOR is required: all but who only checks people in."""
    return user.role is not Role.CHECK_IN_STAFF


def is_welcome(device: Device, at: datetime) -> bool:
    """Whether this phone may check in now.

    It may not once it was revoked, its time is over, or its own user has left, or has changed to a
    role that does not check in or to another province.
    """
    user = device.user
    of_staff = user is None or (
        user.is_active
        and may(user, Permission.CHECK_IN)
        and user.province in (None, device.event.province)
    )
    return of_staff and device.may_check_in(at)


def scoped(rows: sa.Select[*Columns], who: Caller) -> sa.Select[*Columns]:
    """Only rows of events in the user's province, or of the device's event. `rows` must select from
    or be joined to events."""
    if isinstance(who, Device):
        return rows.where(Event.id == who.event_id)
    return rows if who.province is None else rows.where(Event.province == who.province)


def at_doors(rows: sa.Select[*Columns], who: Caller) -> sa.Select[*Columns]:
    """Only rows of doors of such events; for a device only its own doors. `rows` must be joined to
    events and checkpoints."""
    if isinstance(who, Device):
        own = sa.select(device_checkpoints.c.checkpoint_id).where(
            device_checkpoints.c.device_id == who.id
        )
        return rows.where(Checkpoint.id.in_(own))
    return scoped(rows, who)


def surveys_scoped(rows: sa.Select[*Columns], user: User) -> sa.Select[*Columns]:
    """Only rows of surveys of the user's province. `rows` must select from or be joined to
    surveys."""
    return rows if user.province is None else rows.where(Survey.province == user.province)


def waves_scoped(rows: sa.Select[*Columns], user: User) -> sa.Select[*Columns]:
    """Only rows of waves of such surveys and events. `rows` must be joined to both, by outer
    joins."""
    if user.province is None:
        return rows
    return rows.where(sa.or_(Event.province == user.province, Survey.province == user.province))


def lists_scoped(rows: sa.Select[*Columns], user: User) -> sa.Select[*Columns]:
    """Only rows of problem lists of the user's province and of its events. `rows` must be joined to
    problem_lists, and to events by an outer join."""
    if user.province is None:
        return rows
    return rows.where(
        sa.or_(Event.province == user.province, ProblemList.province == user.province)
    )


def statements_scoped(rows: sa.Select[*Columns], user: User) -> sa.Select[*Columns]:
    """Only rows of statements that belong to such a list. `rows` must be joined to events by an
    outer join."""
    if user.province is None:
        return rows
    of_survey = sa.and_(Statement.event_id.is_(None), Statement.province == user.province)
    return rows.where(sa.or_(Event.province == user.province, of_survey))


def road_maps_scoped(rows: sa.Select[*Columns], user: User) -> sa.Select[*Columns]:
    """Only rows of road maps of the user's province. `rows` must select from or be joined to
    road_maps."""
    return rows if user.province is None else rows.where(RoadMap.province == user.province)


def users_scoped(rows: sa.Select[*Columns], user: User) -> sa.Select[*Columns]:
    """Only rows of users of the user's province. `rows` must select from or be joined to users."""
    return rows if user.province is None else rows.where(User.province == user.province)


def at_work_scoped(rows: sa.Select[*Columns], user: User) -> sa.Select[*Columns]:
    """Only users of the user's province and those of all provinces. `rows` must select from
    users."""
    if user.province is None:
        return rows
    return rows.where(sa.or_(User.province.is_(None), User.province == user.province))


def may_place_events_in(user: User, province: str | None) -> bool:
    """Whether the user may make an event, a survey or an account there, or move one there."""
    return user.province is None or user.province == province


def places_of_contacts(user: User) -> Sequence[str]:
    """The places whose contact person the user may change: provinces, and the whole site for whoever
    sees all of them."""
    return [WHOLE_SITE, *PROVINCES] if user.province is None else [user.province]
