"""Refusals as problem details (RFC 9457), each of one kind; the docs page lists all kinds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import Blueprint, current_app, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import IntegrityError

from blueprints.api.base.action_fields import ACTION_FIELD
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


@dataclass(frozen=True)
class RefusalKind:
    name: str
    """Stands in `type` of the problem details, as the fragment of an address on the docs page."""
    status: int
    title: str
    detail: str


BAD_TOKEN = RefusalKind("bad-token", 401, "No valid token", "The call needs a valid bearer token.")
FORBIDDEN = RefusalKind(
    "forbidden",
    403,
    "Not allowed for this role",
    "The user role of the token's owner does not allow it.",
)
OUTSIDE_PROVINCE = RefusalKind(
    "outside-province",
    403,
    "Outside your province",
    "The owner of the token may make and move events only within their own province.",
)
UNREADABLE = RefusalKind(
    "unreadable-body", 400, "Body cannot be read", "The body must be one JSON object."
)
NOT_JSON = RefusalKind("not-json", 415, "Body is not JSON", "Send the body as application/json.")
INVALID_FIELDS = RefusalKind(
    "invalid-fields", 422, "Invalid fields", "Some fields cannot be accepted; see `errors`."
)
BAD_CURSOR = RefusalKind(
    "bad-cursor", 422, "Invalid cursor", "Give `after` exactly as `next` of the page before."
)
EVENT_FULL = RefusalKind(
    "event-full",
    409,
    "Event full",
    "No place is left, and the event keeps no waiting list. `detail` names what ran out: the event,"
    " or its places for a sector, in a session or of a choice.",
)
NOT_REGISTRABLE = RefusalKind(
    "not-registrable", 409, "Event takes no registrations", "The event has been cancelled."
)
ALREADY_REGISTERED = RefusalKind(
    "already-registered",
    409,
    "Already registered",
    "The same person is on this list: the same name, and the same address or phone. `id` is the"
    " number of that registration.",
)
INVALID_TRANSITION = RefusalKind(
    "invalid-transition",
    409,
    "Status cannot change like this",
    "The present status does not lead to the one asked for.",
)
CAPACITY_TOO_LOW = RefusalKind(
    "capacity-too-low",
    409,
    "Capacity too low",
    "More places are taken already than the new capacity has.",
)
CONFLICTING_CHANGE = RefusalKind(
    "conflicting-change",
    409,
    "Conflicting change",
    "Another call changed the same thing in the same moment. Send this one again.",
)

NONCE_REUSED = RefusalKind(
    "nonce-reused",
    409,
    "Nonce was used already",
    "You have sent this nonce to this check-in point with another code or direction. Make a new one for"
    " each scan.",
)

NO_CHECKPOINT = RefusalKind(
    "no-checkpoint", 404, "No such check-in point", "There is none, or it is outside your province."
)

FORM_LOCKED = RefusalKind(
    "form-locked",
    409,
    "Form is locked",
    "Somebody has answered the form: only its texts can still be changed. Begin a wave with other"
    " `questions` instead.",
)
WAVE_CLOSED = RefusalKind(
    "wave-closed", 409, "Wave is not open", "The wave is closed, or it has not opened yet."
)
WAVE_WITHOUT_RIGHTS = RefusalKind(
    "wave-without-rights",
    409,
    "Wave needs no rights",
    "The wave is answered by an open link or on paper: nobody needs a right.",
)
LATER_ACT = RefusalKind(
    "later-act",
    409,
    "A later act is in the way",
    "Another act on the same statement or problem came later. `act` is its number: undo that one"
    " first.",
)
ALREADY_UNDONE = RefusalKind(
    "already-undone", 409, "Already undone", "The act does not hold any more."
)
CYCLE = RefusalKind("cycle", 409, "Cycle of links", "A problem would be part of itself.")
PROBLEM_GONE = RefusalKind(
    "problem-gone",
    409,
    "Problem is not open",
    "It was merged or dissolved. `problem` is its number, `merged_into` that of the problem which"
    " took it up, if one did.",
)
ROUND_IS_OPEN = RefusalKind(
    "round-is-open",
    409,
    "Round is open already",
    "The workshop has an open round of this kind. Close it first.",
)
WORKSHOP_OVER = RefusalKind(
    "workshop-closed", 409, "Workshop is closed", "A closed workshop takes no rounds any more."
)
UNANSWERED_MARKS = RefusalKind(
    "unanswered-marks",
    409,
    "Marks are not answered",
    "A moderator must accept or reject what is marked in these `statements` first.",
)
ORIGINAL_DESTROYED = RefusalKind(
    "original-destroyed",
    409,
    "Original was destroyed",
    "Of what this statement said, only the public text is kept.",
)
ALREADY_DECIDED = RefusalKind(
    "already-decided",
    409,
    "Report is decided",
    "Somebody has approved or returned this report already.",
)

KINDS = (
    BAD_TOKEN,
    FORBIDDEN,
    OUTSIDE_PROVINCE,
    UNREADABLE,
    NOT_JSON,
    INVALID_FIELDS,
    BAD_CURSOR,
    EVENT_FULL,
    NOT_REGISTRABLE,
    ALREADY_REGISTERED,
    INVALID_TRANSITION,
    CAPACITY_TOO_LOW,
    CONFLICTING_CHANGE,
    NONCE_REUSED,
    NO_CHECKPOINT,
    FORM_LOCKED,
    WAVE_CLOSED,
    WAVE_WITHOUT_RIGHTS,
    LATER_ACT,
    ALREADY_UNDONE,
    CYCLE,
    PROBLEM_GONE,
    ROUND_IS_OPEN,
    WORKSHOP_OVER,
    UNANSWERED_MARKS,
    ORIGINAL_DESTROYED,
    ALREADY_DECIDED,
)

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
