"""Why a selection is not proposed or not confirmed, in words for organizers."""

from flask_babel import gettext as _
from flask_babel import ngettext

from lib.whole_programmes import NotSolved
from operations.selection.confirmation import NoPlaceLeft, Outdated
from operations.selection.proposals import NotAllScored, TooManyPlaces


def standing() -> str:
    return str(_("This selection is confirmed. What was confirmed is never changed."))


def why_not_proposed(refusal: Exception) -> str:
    if isinstance(refusal, NotAllScored):
        return str(
            ngettext(
                "Nobody has given points to %(num)d complete application yet.",
                "Nobody has given points to %(num)d complete applications yet.",
                refusal.unscored,
            )
        )
    if isinstance(refusal, TooManyPlaces):
        return str(
            ngettext(
                "The event has %(num)d place left.",
                "The event has %(num)d places left.",
                refusal.left,
            )
        )
    if isinstance(refusal, NotSolved):
        return str(
            _("The rules are too entangled to be solved in time. Take one away and try again.")
        )
    return str(_("No complete application awaits a decision. Check the applications first."))


def why_not_confirmed(refusal: Exception) -> str:
    if isinstance(refusal, NoPlaceLeft):
        return str(
            _(
                "Nobody was decided about: no place is left for %(name)s. Raise the number of places, or propose a selection for fewer.",
                name=refusal.registration.name,
            )
        )
    if isinstance(refusal, Outdated):
        return str(
            _(
                "Applications, points or rules were changed since the proposal. Propose the selection again."
            )
        )
    return standing()
