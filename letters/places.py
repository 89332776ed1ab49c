"""What people wait for, in words."""

from collections.abc import Sequence

from flask_babel import force_locale
from flask_babel import gettext as _

from extensions import db
from models.events import Session
from models.forms import Choice
from models.places import Quota, QuotaScope
from models.registrations import Registration
from queries.places.quotas import full_for


def ran_out_words(registration: Registration, locale: str) -> str:
    """A sentence on what ran out, where the event has places left but something else that the
    person needs has none; "" otherwise."""
    if registration.event.is_full() or not (full := full_for(registration)):
        return ""
    with force_locale(locale):
        names = ", ".join(quota_name(quota, locale) for quota in full)
        if are_sessions(full):
            return str(
                _(
                    "No place is left in: %(names)s. You can come to the event without it; your registration page has a button for that.",
                    names=names,
                )
            )
        return str(_("No place is left in: %(names)s.", names=names))


def are_sessions(full: Sequence[Quota]) -> bool:
    """Whether a person who gives up sessions needs nothing any more that is full."""
    return bool(full) and all(quota.scope is QuotaScope.SESSION for quota in full)


def quota_name(quota: Quota, locale: str) -> str:
    """What the places are for; the language is the present one."""
    match quota.scope:
        case QuotaScope.SESSION:
            return f"“{db.session.get_one(Session, quota.session_id).title_in(locale)}”"
        case QuotaScope.CHOICE:
            return f"“{db.session.get_one(Choice, quota.choice_id).label_in(locale)}”"
        case QuotaScope.SECTOR:
            return str(_("the places for the sector you represent"))
        case QuotaScope.EVENT:
            return str(_("the event"))
