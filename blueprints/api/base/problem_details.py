"""Refusals as problem details (RFC 9457), each of one kind; the docs page lists all kinds."""

from collections.abc import Mapping, Sequence

from flask import Blueprint, current_app, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import IntegrityError

from blueprints.api.base.action_fields import ACTION_FIELD
from blueprints.api.base.refusal_kinds import (
    ALREADY_DECIDED,
    ALREADY_REGISTERED,
    BAD_CURSOR,
    BAD_TOKEN,
    CAPACITY_TOO_LOW,
    CONFLICTING_CHANGE,
    EVENT_FULL,
    FORM_LOCKED,
    INVALID_FIELDS,
    INVALID_TRANSITION,
    NONCE_REUSED,
    NOT_REGISTRABLE,
    ORIGINAL_DESTROYED,
    OUTSIDE_PROVINCE,
    ROUND_IS_OPEN,
    UNANSWERED_MARKS,
    WAVE_CLOSED,
    WAVE_WITHOUT_RIGHTS,
    WORKSHOP_OVER,
    RefusalKind,
)
from blueprints.base.errors import problem_details
from blueprints.base.transactions import roll_back
from blueprints.shared.forms.json_answers import FaultyAnswers
from lib.paging import BadCursor
from lib.refusals import Refusal
from models.events import InvalidTransition
from models.places import Quota, QuotaScope
from operations.check_in.checkpoints import (
    ClosesBeforeOpening,
    ForeignChoice,
    ForeignSession,
)
from operations.check_in.scans import ClockAhead, ClockBehind, NonceReused
from operations.events.events import OutsideProvince
from operations.feedback.taking import WaveClosed
from operations.forms.builder import FormFull
from operations.forms.locks import FormLocked
from operations.places.capacities import CapacityTooLow
from operations.places.quotas import EventFull
from operations.problems.masks import OriginalDestroyed
from operations.problems.publication import UnansweredMarks
from operations.registrations.entries import NotRegistrable
from operations.registrations.standing import AlreadyOnList
from operations.road_maps.reports import AlreadyDecided
from operations.road_maps.road_maps import OutsideOwnProvince
from operations.road_maps.rules import ObjectionableAction
from operations.surveys.questions import ObjectionableItem
from operations.surveys.rights import NoPersonalLinks
from operations.surveys.surveys import ForeignProvince, SlugTaken
from operations.workshops.rounds import BadDots, RoundIsOpen
from operations.workshops.workshops import WorkshopOver

FieldErrors = Mapping[str, Sequence[str]]


_KIND_OF: Mapping[type[Refusal], RefusalKind] = {
    OutsideProvince: OUTSIDE_PROVINCE,
    EventFull: EVENT_FULL,
    NotRegistrable: NOT_REGISTRABLE,
    AlreadyOnList: ALREADY_REGISTERED,
    InvalidTransition: INVALID_TRANSITION,
    CapacityTooLow: CAPACITY_TOO_LOW,
    NonceReused: NONCE_REUSED,
    ForeignProvince: OUTSIDE_PROVINCE,
    FormLocked: FORM_LOCKED,
    WaveClosed: WAVE_CLOSED,
    NoPersonalLinks: WAVE_WITHOUT_RIGHTS,
    RoundIsOpen: ROUND_IS_OPEN,
    WorkshopOver: WORKSHOP_OVER,
    UnansweredMarks: UNANSWERED_MARKS,
    OriginalDestroyed: ORIGINAL_DESTROYED,
    AlreadyDecided: ALREADY_DECIDED,
    OutsideOwnProvince: OUTSIDE_PROVINCE,
}
_FIELD_OF: Mapping[type[Refusal], tuple[str, str]] = {
    ClockAhead: ("scanned_at", "This is more than 5 minutes in the future."),
    ClockBehind: ("scanned_at", "This is long before the event; is the clock set?"),
    ClosesBeforeOpening: ("closes_at", "A check-in point must close after it opens."),
    ForeignSession: ("session_id", "This event has no such session."),
    ForeignChoice: ("choice_id", "This event's registration form has no such choice."),
    BadDots: ("most", "A problem may get no more dots than a seat has."),
    SlugTaken: ("slug", "Another survey has this address."),
    FormFull: ("questions", "A form has at most 200 questions, each row of a matrix counted."),
}
_OBJECTION = "This must not be asked: {}."


class Refused(Refusal):
    """The call is refused with these problem details; nothing of it is kept."""

    def __init__(
        self,
        kind: RefusalKind,
        detail: str = "",
        errors: FieldErrors | None = None,
        more: Mapping[str, object] | None = None,
    ):
        """`more`: members of the problem object that this kind alone has."""
        super().__init__(kind.name)
        self.kind, self.detail, self.errors, self.more = kind, detail, errors, more or {}


def refused_field(field: str, message: str) -> Refused:
    return Refused(INVALID_FIELDS, errors={field: [message]})


def init_blueprint(bp: Blueprint) -> None:
    bp.register_error_handler(Refusal, _refused)
    bp.register_error_handler(BadCursor, lambda _error: _refused(Refused(BAD_CURSOR)))
    bp.register_error_handler(IntegrityError, _changed_meanwhile)


def refusal_fields(refusal: Refusal) -> dict[str, object]:
    """The members of the problem details, also for one item of a batch."""
    error = _as_refused(refusal)
    told: dict[str, object] = {
        "type": f"{url_for('api.documents.show')}#{error.kind.name}",
        "title": error.kind.title,
        "status": error.kind.status,
        "detail": error.detail or error.kind.detail,
    }
    return told | ({"errors": error.errors} if error.errors else {}) | dict(error.more)


def _refused(refusal: Refusal) -> ResponseReturnValue:
    roll_back()
    response = problem_details(**refusal_fields(refusal))  # type: ignore[arg-type]
    if response.status_code == BAD_TOKEN.status:
        response.headers["WWW-Authenticate"] = 'Bearer realm="Meydan"'
    return response


def _as_refused(refusal: Refusal) -> Refused:
    """Raises the refusal itself where no kind is known for it: an error of ours."""
    if isinstance(refusal, Refused):
        return refusal
    if isinstance(refusal, FaultyAnswers):
        return Refused(INVALID_FIELDS, errors=refusal.errors)
    if isinstance(refusal, ObjectionableItem):
        return refused_field(f"questions.{refusal.item}", _OBJECTION.format(refusal.objection))
    if isinstance(refusal, ObjectionableAction):
        return refused_field(*ACTION_FIELD[refusal.objection])
    if field := _FIELD_OF.get(type(refusal)):
        return refused_field(*field)
    if kind := _KIND_OF.get(type(refusal)):
        return Refused(kind, _detail(refusal), more=_more(refusal))
    raise refusal


def _detail(error: Refusal) -> str:
    """What the kind alone does not say; empty: nothing more."""
    if isinstance(error, EventFull) and error.quota is not None:
        return _run_out(error.quota)
    if isinstance(error, CapacityTooLow):
        return f"{error.taken} places are taken already."
    return ""


def _more(error: Refusal) -> Mapping[str, object]:
    if isinstance(error, AlreadyOnList) and error.registration is not None:
        return {"id": error.registration.id}
    if isinstance(error, UnansweredMarks):
        return {"statements": [str(number) for number in error.statements]}
    return {}


def _run_out(quota: Quota) -> str:
    match quota.scope:
        case QuotaScope.SECTOR:
            return f"No place is left for the sector {quota.sector}."
        case QuotaScope.SESSION:
            return f"No place is left in the session {quota.session_id}."
        case QuotaScope.CHOICE:
            return f"No place is left of the choice {quota.choice_id}."
        case QuotaScope.EVENT:
            return "No place is left in the event."


def _changed_meanwhile(error: IntegrityError) -> ResponseReturnValue:
    """A constraint is the true guard of what must be unique; who loses the race may try again."""
    current_app.logger.warning("conflicting change: %s", type(error.orig).__name__)
    return _refused(Refused(CONFLICTING_CHANGE))
