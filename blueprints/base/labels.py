"""The words shown for values that the database holds: `label(event.kind)`."""

from enum import StrEnum

from flask_babel import lazy_gettext as _l
from wtforms.fields import SelectChoice

from exports.results.words import SECTORS
from letters.kinds import TRAITS
from models.accesses import AccessKind
from models.devices import DeviceState
from models.events import EventKind, EventStatus
from models.feedback import WaveLink, WaveStatus
from models.forms import AskedAt, QuestionKind
from models.letters import LetterKind, LetterStatus
from models.progress import ReportState
from models.registrations import ConsentPurpose, Gender, RegistrationSource, RegistrationStatus
from models.road_maps import ActionStatus, ChangeKind
from models.scans import RefusalReason, Verdict
from models.sectors import Sector
from models.selection import Completeness, Dimension, ReasonTold, SelectionOutcome
from models.statements import MarkKind, StatementState
from models.users import Role, TokenState, UserState
from policy import Permission
from queries.feedback.rates import RatedBy

# By enum first: members of two enums with the same value would be the same key.
_LABELS: dict[type[StrEnum], dict[StrEnum, str]] = {
    EventKind: {
        EventKind.CIVIL_SOCIETY_DAY: _l("Civil society day"),
        EventKind.STUDY_VISIT: _l("Study visit"),
        EventKind.TRAINING: _l("Training"),
        EventKind.WORKSHOP: _l("Workshop"),
        EventKind.CONFERENCE: _l("Conference"),
        EventKind.CAPACITY_BUILDING: _l("Capacity building"),
        EventKind.FOCUS_GROUP: _l("Focus group"),
        EventKind.MEETING: _l("Meeting"),
    },
    EventStatus: {
        EventStatus.DRAFT: _l("Draft"),
        EventStatus.PUBLISHED: _l("Published"),
        EventStatus.CANCELLED: _l("Event cancelled"),
    },
    RegistrationStatus: {
        RegistrationStatus.PENDING: _l("Awaiting decision"),
        RegistrationStatus.WAITLISTED: _l("On the waiting list"),
        RegistrationStatus.OFFERED: _l("Place held, awaiting reply"),
        RegistrationStatus.CONFIRMED: _l("Confirmed"),
        RegistrationStatus.DECLINED: _l("Declined"),
        RegistrationStatus.CANCELLED: _l("Cancelled"),
    },
    RegistrationSource: {
        RegistrationSource.ONLINE: _l("Registered online"),
        RegistrationSource.ORGANIZER: _l("Added by an organiser"),
        RegistrationSource.API: _l("Added by other software"),
        RegistrationSource.DELEGATION: _l("Nominated by an institution"),
        RegistrationSource.IMPORT: _l("Added from a file"),
        RegistrationSource.DOOR: _l("Registered at the door"),
    },
    AccessKind: {
        AccessKind.LIST: _l("A list on a page"),
        AccessKind.PERSON: _l("One person"),
        AccessKind.EXPORT: _l("A file"),
        AccessKind.PROGRAM: _l("By other software"),
    },
    StatementState: {
        StatementState.RECEIVED: _l("Received"),
        StatementState.VISIBLE: _l("Visible"),
        StatementState.HIDDEN: _l("Hidden"),
        StatementState.JOINED: _l("In a problem"),
    },
    Gender: {
        Gender.WOMAN: _l("Woman"),
        Gender.MAN: _l("Man"),
        Gender.OTHER: _l("Another answer"),
    },
    QuestionKind: {
        QuestionKind.SHORT_TEXT: _l("Short text"),
        QuestionKind.LONG_TEXT: _l("Long text"),
        QuestionKind.NUMBER: _l("Number"),
        QuestionKind.DATE: _l("Date"),
        QuestionKind.SINGLE_CHOICE: _l("One of several choices"),
        QuestionKind.MULTIPLE_CHOICE: _l("Any of several choices"),
        QuestionKind.YES_NO: _l("Yes or no"),
        QuestionKind.RATING: _l("Scale from 1 to 5"),
        QuestionKind.SCALE: _l("Scale with labelled ends"),
        QuestionKind.MATRIX: _l("Several scales in a table"),
        QuestionKind.NPS: _l("Recommendation from 0 to 10"),
        QuestionKind.RANKING: _l("Choices to put in order"),
        QuestionKind.PROBLEM: _l("A problem to name"),
        QuestionKind.EMAIL: _l("Email address"),
        QuestionKind.PHONE: _l("Phone number"),
        QuestionKind.PROVINCE: _l("Province"),
        QuestionKind.DISTRICT: _l("Province and district"),
        QuestionKind.INSTITUTION: _l("Institution"),
        QuestionKind.FILE: _l("File"),
        QuestionKind.CONSENT: _l("Consent"),
        QuestionKind.HEADING: _l("Heading with text"),
    },
    WaveLink: {
        WaveLink.PERSONAL: _l("Personal link"),
        WaveLink.OPEN: _l("Open link"),
        WaveLink.PAPER: _l("Paper"),
    },
    WaveStatus: {
        WaveStatus.PLANNED: _l("Not open yet"),
        WaveStatus.OPEN: _l("Open now"),
        WaveStatus.CLOSED: _l("Closed"),
    },
    RatedBy: {
        RatedBy.SECTOR: _l("Sector"),
        RatedBy.PROVINCE: _l("Province"),
        RatedBy.INSTITUTION: _l("Institution"),
    },
    AskedAt: {
        AskedAt.REGISTRATION: _l("At registration"),
        AskedAt.AFTER_APPROVAL: _l("After approval"),
        AskedAt.DOOR: _l("At the door"),
    },
    Completeness: {
        Completeness.UNCHECKED: _l("To be checked"),
        Completeness.COMPLETE: _l("Complete"),
        Completeness.INCOMPLETE: _l("Something is missing"),
    },
    ReasonTold: {
        ReasonTold.NOTHING: _l("No reason"),
        ReasonTold.GENERAL: _l("How the selection was made, in general"),
        ReasonTold.RULE: _l("The rule that decided, without naming other people"),
    },
    Dimension: {
        Dimension.SECTOR: _l("Sector"),
        Dimension.PROVINCE: _l("Province"),
        Dimension.GENDER: _l("Gender"),
        Dimension.INSTITUTION: _l("Institution"),
    },
    SelectionOutcome: {
        SelectionOutcome.CHOSEN: _l("Selected"),
        SelectionOutcome.RESERVE: _l("On the reserve list"),
        SelectionOutcome.DECLINED: _l("Declined"),
    },
    ConsentPurpose: {
        ConsentPurpose.FUTURE_EVENTS: _l(
            "You may write to me about later events of the programme and about what came of this one."
        ),
        ConsentPurpose.PHOTOS: _l("Photographs in which I can be recognised may be published."),
    },
    ActionStatus: {
        ActionStatus.PLANNED: _l("Planned"),
        ActionStatus.UNDER_WAY: _l("Under way"),
        ActionStatus.DONE: _l("Done"),
        ActionStatus.DROPPED: _l("Dropped"),
    },
    ChangeKind: {
        ChangeKind.PUBLISHED: _l("Road map published"),
        ChangeKind.ADDED: _l("New action"),
        ChangeKind.CHANGED: _l("Action changed"),
        ChangeKind.MEASURED: _l("New measurement"),
        ChangeKind.STATUS: _l("New status"),
        ChangeKind.PERIOD_APPROVED: _l("Half-year approved"),
    },
    ReportState: {
        ReportState.WAITING: _l("Awaiting approval"),
        ReportState.APPROVED: _l("Report approved"),
        ReportState.RETURNED: _l("Returned"),
    },
    Sector: SECTORS,
    MarkKind: {
        MarkKind.NAME: _l("Name of a person"),
        MarkKind.PHONE: _l("Phone number"),
        MarkKind.EMAIL: _l("Email address"),
        MarkKind.ADDRESS: _l("Address of a person"),
        MarkKind.IDENTITY: _l("Identity number"),
        MarkKind.ACCOUNT: _l("Account number"),
        MarkKind.INSULT: _l("Insult"),
    },
    Verdict: {
        Verdict.ADMITTED: _l("Admitted"),
        Verdict.ALREADY_ADMITTED: _l("Already admitted"),
        Verdict.LEFT: _l("Exit recorded"),
        Verdict.REFUSED: _l("Do not admit"),
    },
    RefusalReason: {
        RefusalReason.UNKNOWN_CODE: _l("This code belongs to no ticket."),
        RefusalReason.BAD_SIGNATURE: _l("This QR code was not issued by us."),
        RefusalReason.WRONG_EVENT: _l("This ticket is for another event."),
        RefusalReason.NOT_CONFIRMED: _l("The registration is not confirmed."),
        RefusalReason.CANCELLED: _l("The registration was cancelled."),
        RefusalReason.REVOKED: _l("This ticket was replaced by a newer one."),
        RefusalReason.WRONG_CHECKPOINT: _l("This ticket is for another check-in point."),
        RefusalReason.EVENT_CALLED_OFF: _l("The event has been cancelled."),
        RefusalReason.OUTSIDE_WINDOW: _l("This check-in point is closed at this time."),
        RefusalReason.NOT_INSIDE: _l("This person is not inside."),
        RefusalReason.ROOM_FULL: _l("The room is full."),
        RefusalReason.DEVICE_REVOKED: _l("This phone could no longer check people in."),
    },
    DeviceState: {
        DeviceState.WAITING: _l("Waits to be paired"),
        DeviceState.LAPSED: _l("Not paired in time"),
        DeviceState.PAIRED: _l("Paired"),
        DeviceState.ENDED: _l("Its time is over"),
        DeviceState.REVOKED: _l("Access removed"),
    },
    LetterKind: {kind: traits.label for kind, traits in TRAITS.items()},
    LetterStatus: {
        LetterStatus.QUEUED: _l("Waiting to be sent"),
        LetterStatus.SENT: _l("Sent"),
        LetterStatus.FAILED: _l("Not delivered"),
        LetterStatus.WITHDRAWN: _l("Withdrawn before it left"),
    },
    Role: {
        Role.CENTRAL_ADMIN: _l("Central administrator"),
        Role.PROVINCIAL_ORGANIZER: _l("Provincial organiser"),
        Role.EVALUATOR: _l("Evaluator"),
        Role.MODERATOR: _l("Moderator"),
        Role.CHECK_IN_STAFF: _l("Check-in staff"),
        Role.VIEWER: _l("Viewer"),
    },
    UserState: {
        UserState.INVITED: _l("Invitation sent"),
        UserState.ACTIVE: _l("Active"),
        UserState.DEACTIVATED: _l("Deactivated"),
    },
    TokenState: {
        TokenState.VALID: _l("Valid"),
        TokenState.EXPIRED: _l("Expired"),
        TokenState.REVOKED: _l("Access removed"),
    },
    Permission: {
        Permission.SEE_BACK_OFFICE: _l("Open the back office"),
        Permission.EDIT_EVENTS: _l("Make and change events"),
        Permission.SEE_REGISTRATIONS: _l("See registrations"),
        Permission.MANAGE_REGISTRATIONS: _l("Add, change and decide registrations"),
        Permission.EVALUATE_APPLICATIONS: _l("Evaluate applications"),
        Permission.SEE_LETTERS: _l("See emails"),
        Permission.CHECK_IN: _l("Check people in"),
        Permission.SEE_RESULTS: _l("See results"),
        Permission.MODERATE_PROBLEMS: _l("Moderate problems"),
        Permission.EDIT_ROAD_MAPS: _l("Make and change road maps"),
        Permission.SEE_SENSITIVE: _l("See sensitive answers"),
        Permission.MANAGE_USERS: _l("Manage users"),
        Permission.SEE_AUDIT: _l("See the audit record and who looked"),
    },
}


def label(value: StrEnum) -> str:
    return str(_LABELS[type(value)][value])


def choices(kind: type[StrEnum]) -> list[SelectChoice]:
    """Every member with its label, in the enum's order, for a form field."""
    return [SelectChoice(member.value, label(member)) for member in kind]


def label_of(value: StrEnum) -> str:
    """The label, translated only when it is shown: for texts declared outside of a request."""
    return _LABELS[type(value)][value]
