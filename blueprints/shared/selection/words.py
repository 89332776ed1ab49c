"""The reasons of a selection in words: for organizers with names, for applicants without."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from blueprints.base import labels
from lib.provinces import PROVINCES
from lib.selection_reasons import Side
from models.registrations import Gender
from models.sectors import Sector
from models.selection import Dimension, ReasonTold, SelectionOutcome, SelectionResult

Record = Mapping[str, Any]
Limit = list[Any]
"""A rule as the record holds it: dimension, value, floor, ceiling."""

_FLOOR = _l("the minimum number of places for “%(group)s” (%(num)d) was not yet filled")
_CEILING = _l("the maximum number of places for “%(group)s” (%(num)d) was reached")


def group_words(record: Record, dimension: str, value: str) -> str:
    """«Civil society organisation», «Çorum», «Woman», or the name of an institution."""
    if dimension == Dimension.SECTOR:
        return labels.label(Sector(value))
    if dimension == Dimension.GENDER:
        return labels.label(Gender(value))
    if dimension == Dimension.PROVINCE:
        return PROVINCES.get(value, value)
    return str(record["institutions"].get(value, value))


def limit_words(record: Record, side: str, limit: Limit) -> str:
    dimension, value, floor, ceiling = limit
    words, number = (_FLOOR, floor) if side == Side.FLOOR else (_CEILING, ceiling)
    return str(words) % {"num": number, "group": group_words(record, dimension, value)}


def reason_words(record: Record, result: SelectionResult, names: Mapping[int, str]) -> list[str]:
    """Reasons for organizers: a sentence for each rule that decided, with the people compared."""
    reason, chosen = result.reason, result.outcome is SelectionOutcome.CHOSEN
    if reason["code"] == "moved":
        return [str(_("Moved by hand; see the justification."))]
    if reason["closed"]:
        limit = limit_words(record, Side.CEILING, reason["closed"])
        return [str(_("A place is left, but %(rule)s.", rule=limit))]
    if reason["code"] == "score":
        return (
            [str(_("By score alone."))] if chosen else [str(_("All who are chosen rank higher."))]
        )
    return [_compared_words(record, compared, names, chosen) for compared in reason["compared"]]


def _compared_words(
    record: Record, compared: dict[str, Any], names: Mapping[int, str], chosen: bool
) -> str:
    people = ", ".join(names.get(number, str(number)) for number in compared["numbers"])
    if more := compared["count"] - len(compared["numbers"]):
        people = ngettext(
            "%(people)s and %(num)d more", "%(people)s and %(num)d more", more, people=people
        )
    if compared["limit"] is None:
        rule = _("people were moved by hand")
    else:
        rule = limit_words(record, compared["side"], compared["limit"])
    if chosen:
        return str(_("Chosen over %(people)s because %(rule)s.", people=people, rule=rule))
    return str(
        _(
            "Not chosen although ranked above %(people)s, because %(rule)s.",
            people=people,
            rule=rule,
        )
    )


def told_words(record: Record, result: SelectionResult, told: ReasonTold) -> str:
    """Reasons for the person concerned; nobody else is named."""
    if told is ReasonTold.NOTHING:
        return ""
    general = str(
        _("The applications were scored by several evaluators, independently of each other.")
    )
    general += " " + str(
        _("Places were given by score, within rules that keep places for different groups.")
        if record["limits"]
        else _("Places were given by score.")
    )
    if told is ReasonTold.GENERAL:
        return general
    return f"{general} {_own_rule(record, result)}".strip()


def _own_rule(record: Record, result: SelectionResult) -> str:
    reason = result.reason
    if reason["code"] == "moved":
        return str(_("The organisers reviewed your application again before they decided."))
    if reason["closed"]:
        limits = [(Side.CEILING.value, reason["closed"])]
    else:
        limits = [(c["side"], c["limit"]) for c in reason["compared"] if c["limit"]]
    if not limits:
        if result.outcome is SelectionOutcome.CHOSEN:
            return str(_("Your score was among the highest."))
        return str(_("All the applications that were chosen ranked higher."))
    rules = "; ".join(dict.fromkeys(limit_words(record, *limit) for limit in limits))
    return str(_("The rule that decided your application: %(rules)s.", rules=rules))


def shortfall_words(record: Record, missed: dict[str, Any]) -> str:
    """Which floor is not met, and why."""
    dimension, value, floor, _ceiling = missed["limit"]
    group = group_words(record, dimension, value)
    said = _(
        "“%(group)s”: %(chosen)d instead of at least %(floor)d.",
        group=group,
        chosen=missed["chosen"],
        floor=floor,
    )
    if missed["candidates"] < floor:
        why = ngettext(
            "Only %(num)d of them applied with a complete application.",
            "Only %(num)d of them applied with a complete application.",
            missed["candidates"],
        )
    elif missed["possible"] < floor:
        why = _(
            "The maximums or the number of places allow %(num)d at most.", num=missed["possible"]
        )
    else:
        why = _("Other minimums need the same places, or people were moved by hand.")
    return f"{said} {why}"
