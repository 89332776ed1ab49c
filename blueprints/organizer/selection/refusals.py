"""Words for organizers when a selection cannot be proposed, changed or confirmed."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from blueprints.base.refusals import Words, WordsBeside
from lib.whole_programmes import NotSolved
from operations.selection.confirmation import NoPlaceLeft, Outdated
from operations.selection.proposals import (
    AlreadyConfirmed,
    NobodyToChoose,
    NoSuchExchange,
    NotAllScored,
    Replaced,
    TooManyPlaces,
)


def standing() -> str:
    return str(_("This selection is confirmed. What was confirmed is never changed."))


_ENTANGLED = _l("The rules are too entangled to be solved in time. Delete one and try again.")
NOT_PROPOSED: WordsBeside = {
    NobodyToChoose: (
        "places",
        _l("No complete application awaits a decision. Check the applications first."),
    ),
    NotAllScored: (
        "places",
        lambda refusal: ngettext(
            "Nobody has given points to %(num)d complete application yet. Ask the evaluators for "
            "them first.",
            "Nobody has given points to %(num)d complete applications yet. Ask the evaluators "
            "for them first.",
            refusal.unscored,
        ),
    ),
    TooManyPlaces: (
        "places",
        lambda refusal: ngettext(
            "The event has %(num)d place left. Propose a selection for at most as many.",
            "The event has %(num)d places left. Propose a selection for at most as many.",
            refusal.left,
        ),
    ),
    NotSolved: ("places", _ENTANGLED),
}
NOT_CONFIRMED: Words = {
    AlreadyConfirmed: lambda _refusal: standing(),
    NoPlaceLeft: lambda refusal: _(
        "No decisions were made, because there is no place left for %(name)s. Add places, or "
        "propose a selection for fewer.",
        name=refusal.registration.name,
    ),
    Outdated: _l(
        "Applications, points or rules were changed since the proposal. Propose the selection again."
    ),
}
_CHANGED = _l("The selection has changed in the meantime. Check it again.")
NOT_EXCHANGED: Words = {
    AlreadyConfirmed: _CHANGED,
    NoSuchExchange: _CHANGED,
    NotSolved: _ENTANGLED,
}
REPLACED: Words = {Replaced: _CHANGED}
"""For pages on which only the newer proposal can be looked at."""
