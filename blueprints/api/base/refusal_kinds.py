"""The kinds of refusals that the API knows; the docs page lists all of them."""

from dataclasses import dataclass


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
