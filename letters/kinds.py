"""What the site knows of each kind of letter: a new kind is declared here, once."""

from dataclasses import dataclass

from flask_babel import lazy_gettext as _l

from models.letters import LetterKind


@dataclass(frozen=True, kw_only=True)
class Traits:
    label: str
    """The name that organizers see in lists of letters; translated when it is shown."""
    placeholders: tuple[str, ...] = ()
    """Placeholders for an organizer's own words, beside those of every letter."""
    is_kept: bool = False
    """Many people get it in the same minute, so it is put together from kept pieces. Its templates
    use no personal values but those in letters.rendering.PERSONAL."""
    is_wordable: bool = True
    """Organizers can replace its words by their own."""
    is_for_applicants: bool = False
    """Written only for events where organizers choose who may come."""
    has_calendar: bool = False
    """An entry for the calendar is enclosed for people who have a place; it replaces the one sent
    before."""
    takes_entry_back: bool = False
    """The entry that was sent before is taken out of the calendar again."""
    can_be_ended: bool = False
    """Its reader can end such letters with one click; the address for it stands in its text."""


_K = LetterKind
TRAITS = {
    _K.REGISTRATION_CONFIRMED: Traits(
        label=_l("Registration confirmed"), is_kept=True, has_calendar=True
    ),
    _K.REGISTRATION_RECEIVED: Traits(
        label=_l("Application received"), is_kept=True, is_for_applicants=True
    ),
    _K.REGISTRATION_WAITLISTED: Traits(
        label=_l("Put on the waiting list"), is_kept=True, takes_entry_back=True
    ),
    _K.REGISTRATION_DECLINED: Traits(
        label=_l("Application declined"),
        placeholders=("reason",),
        is_kept=True,
        takes_entry_back=True,
    ),
    _K.REGISTRATION_CANCELLED: Traits(
        label=_l("Registration cancelled"),
        placeholders=("reason",),
        is_kept=True,
        takes_entry_back=True,
    ),
    _K.REGISTRATION_CHANGED: Traits(
        label=_l("Registration changed"), is_kept=True, has_calendar=True
    ),
    _K.ADDRESS_CHANGED: Traits(label=_l("Email address changed")),
    # Not the organizers' words: it goes to people who may never have heard of the event.
    _K.MAILBOX_ASKED: Traits(label=_l("Asked to confirm by email"), is_wordable=False),
    _K.PLACE_OFFERED: Traits(label=_l("Place held"), placeholders=("deadline",)),
    _K.OFFER_LAPSED: Traits(label=_l("Held place expired")),
    _K.PLACE_PASSED_ON: Traits(
        label=_l("Place given to someone else"), placeholders=("giver",), has_calendar=True
    ),
    _K.PARTICIPANT_REMINDED: Traits(label=_l("Reminder"), is_kept=True, has_calendar=True),
    _K.PARTICIPANT_NOMINATED: Traits(
        label=_l("Nominated by their institution"), placeholders=("institution",)
    ),
    _K.ANSWERS_REQUESTED: Traits(label=_l("Further questions"), placeholders=("deadline",)),
    _K.APPLICATION_INCOMPLETE: Traits(
        label=_l("Application incomplete"),
        placeholders=("deadline", "reason"),
        is_for_applicants=True,
    ),
    _K.APPLICATION_CHOSEN: Traits(
        label=_l("Chosen in the selection"),
        placeholders=("reason",),
        is_for_applicants=True,
        has_calendar=True,
    ),
    _K.APPLICATION_RESERVED: Traits(
        label=_l("On the reserve list"), placeholders=("reason",), is_for_applicants=True
    ),
    _K.APPLICATION_DECLINED: Traits(
        label=_l("Not chosen in the selection"), placeholders=("reason",), is_for_applicants=True
    ),
    _K.DELEGATION_INVITED: Traits(
        label=_l("Invitation to nominate"), placeholders=("deadline", "institution", "number")
    ),
    _K.EVENT_CALLED_OFF: Traits(
        label=_l("Event cancelled"),
        placeholders=("reason",),
        is_kept=True,
        takes_entry_back=True,
    ),
    # A free letter has no words of ours; the list of one's registrations is not about one event.
    _K.MESSAGE: Traits(label=_l("Message from the organisers"), is_kept=True, is_wordable=False),
    _K.REGISTRATIONS_LISTED: Traits(label=_l("List of own registrations"), is_wordable=False),
    _K.FEEDBACK_INVITED: Traits(label=_l("Invitation to give feedback")),
    # About no event, or to people on no list: there are no own words for it.
    _K.SURVEY_INVITED: Traits(label=_l("Invitation to a survey"), is_kept=True, is_wordable=False),
    _K.FEEDBACK_REMINDED: Traits(label=_l("Reminder of a form"), is_kept=True),
    # Also to addresses on no list, and about surveys.
    _K.LIST_PUBLISHED: Traits(
        label=_l("What came of it: the problem list"), is_wordable=False, can_be_ended=True
    ),
    _K.ROAD_MAP_PUBLISHED: Traits(
        label=_l("What came of it: the road map"), is_wordable=False, can_be_ended=True
    ),
    _K.ACTION_DONE: Traits(
        label=_l("What came of it: an action is done"), is_wordable=False, can_be_ended=True
    ),
    # About road maps, which belong to no event.
    _K.PROGRESS_ASKED: Traits(label=_l("Institution asked to report"), is_wordable=False),
    _K.PROGRESS_REMINDED: Traits(label=_l("Institution reminded to report"), is_wordable=False),
    _K.PROGRESS_MISSING: Traits(label=_l("Reports that did not come"), is_wordable=False),
    _K.SUBSCRIPTION_ASKED: Traits(label=_l("Subscription to be confirmed"), is_wordable=False),
    _K.CHANGES_DIGESTED: Traits(
        label=_l("Changes of a road map"), is_wordable=False, can_be_ended=True
    ),
    # About accounts, which belong to no event.
    _K.ACCOUNT_INVITED: Traits(label=_l("Invitation to an account"), is_wordable=False),
    _K.PASSWORD_FORGOTTEN: Traits(label=_l("Link to set a new password"), is_wordable=False),
    _K.PASSWORD_CHANGED_TOLD: Traits(label=_l("Password changed"), is_wordable=False),
    _K.RECOVERY_CODE_USED: Traits(label=_l("Recovery code used"), is_wordable=False),
    _K.FACTORS_CHANGED: Traits(label=_l("Second step changed"), is_wordable=False),
    _K.FACTORS_RESET: Traits(label=_l("Second step removed"), is_wordable=False),
    _K.AUDIT_HEAD: Traits(label=_l("Newest seal of the audit record"), is_wordable=False),
}
TAKE_ENTRY_BACK = tuple(kind for kind, traits in TRAITS.items() if traits.takes_entry_back)
KEPT = {kind for kind, traits in TRAITS.items() if traits.is_kept}
WORDABLE = tuple(kind for kind, traits in TRAITS.items() if traits.is_wordable)
