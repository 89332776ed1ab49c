"""Sentences about many people at once, for organizers and for nominating institutions."""

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import ngettext

from blueprints.base import labels
from blueprints.base.languages import language
from letters.places import quota_name
from models.places import QuotaScope
from models.registrations import Registration, RegistrationStatus
from operations.places.quotas import EventFull


def waiting_words(added: Sequence[Registration]) -> list[str]:
    """A sentence about those who got no place; no sentence if all got one."""
    waiting = sum(person.status is RegistrationStatus.WAITLISTED for person in added)
    if not waiting:
        return []
    return [
        ngettext(
            "One of them is on the waiting list, since the places ran out.",
            "%(num)d of them are on the waiting list, since the places ran out.",
            waiting,
        )
    ]


def full_words(refusal: EventFull) -> str:
    """What has no place left, for who entered or confirmed somebody."""
    quota = refusal.quota
    if quota is None or quota.scope is QuotaScope.EVENT:
        return str(_("All places are taken."))
    if quota.sector is not None:
        return str(_("No place is left for: %(sector)s.", sector=labels.label(quota.sector)))
    return str(_("No place is left in: %(names)s.", names=quota_name(quota, language())))


def reminded_words(count: int) -> str:
    if count == 0:
        return str(
            _(
                "Nobody was written to: everyone has completed their details or got an email in "
                "the last few hours."
            )
        )
    return str(
        ngettext("One person was written to again.", "%(num)d people were written to again.", count)
    )
