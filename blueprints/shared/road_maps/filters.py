"""The filter of actions as a page shows it: lists to choose from, and chips to take away."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask_babel import gettext as _

from blueprints.base import labels
from lib.provinces import PROVINCES
from models.road_maps import Action, ActionStatus
from queries.road_maps.actions import ActionFilter, choices_of

Chip = tuple[str, str, str]
"""The name of the filter, its value in words, and its argument in the address."""


@dataclass(frozen=True)
class FilterList:
    """One filter as a list to choose from."""

    argument: str
    words: str
    options: list[tuple[str, str]]
    chosen: str


def filter_lists(wanted: ActionFilter, actions: Iterable[Action]) -> list[FilterList]:
    """What these actions can be narrowed by; a list of one value is left out."""
    institutions, provinces, topics = choices_of(actions)
    lists = [
        FilterList(
            "institution",
            _("Responsible institution"),
            [(name, name) for name in institutions],
            wanted.institution,
        ),
        FilterList(
            "province",
            _("Province"),
            [(code, PROVINCES[code]) for code in provinces],
            wanted.province or "",
        ),
        FilterList(
            "status",
            _("Status"),
            [(status.value, labels.label(status)) for status in ActionStatus],
            wanted.status or "",
        ),
        FilterList("topic", _("Topic"), [(topic, topic) for topic in topics], wanted.topic),
        FilterList("late", _("Late"), [("1", _("Late only"))], "1" if wanted.late else ""),
    ]
    return [each for each in lists if each.options]


def filter_chips(wanted: ActionFilter) -> list[Chip]:
    """A chip for each filter that is set."""
    found = [
        (_("Responsible institution"), wanted.institution, "institution"),
        (_("Province"), PROVINCES.get(wanted.province or "", ""), "province"),
        (_("Status"), labels.label(wanted.status) if wanted.status else "", "status"),
        (_("Topic"), wanted.topic, "topic"),
        (_("Late"), _("yes") if wanted.late else "", "late"),
    ]
    return [chip for chip in found if chip[1]]
