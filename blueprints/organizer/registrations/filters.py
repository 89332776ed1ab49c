"""The filter of the participants' list: read from the address, and shown on its pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from blueprints.base import labels
from blueprints.base.languages import language
from lib.provinces import PROVINCES, by_name
from models.events import Event
from models.registrations import RegistrationSource
from models.sectors import Sector
from policy import Permission, may
from queries.base.arguments import BadArgument
from queries.registrations.filter_values import FilterValues, filter_values
from queries.registrations.participants import Lack, ParticipantFilter, Presence

Chip = tuple[str, str, str]
"""The name of the filter, its value in words, and its argument in the address."""


def asked_for(event: Event) -> tuple[ParticipantFilter, FilterValues]:
    """The filter in the address, and its possible values.

    Raises BadArgument where the filter cannot be read, or the reader may not use it.
    """
    all_answers = may(current_user, Permission.SEE_SENSITIVE)
    offered = filter_values(event)
    wanted = ParticipantFilter.from_query(request.args)
    asked = {question.id for question in offered.questions}
    # For organizers the filter stays, though the question is gone or sensitive: it finds nobody.
    if wanted.answer and wanted.answer[0] not in asked and not all_answers:
        raise BadArgument("answer", request.args["answer"])
    return wanted, offered


def list_address(event: Event, wanted: ParticipantFilter) -> str:
    """The address of the list. Ticks are dropped, so the list is as long as before."""
    query: dict[str, Any] = {} if wanted.people else {**wanted.as_query()}
    return url_for("organizer.registrations.index", event_id=event.id, **query)


def chips(wanted: ParticipantFilter, offered: FilterValues) -> list[Chip]:
    """A chip for each filter that is set, except the status, which has a row of its own."""
    if wanted.people:
        ticked = ngettext("%(num)d person", "%(num)d people", len(wanted.people))
        return [(_("Ticked"), ticked, "people")]
    found = [
        (_("Search"), wanted.text, "q"),
        (_("Sector"), wanted.sector and labels.label(wanted.sector), "sector"),
        (_("Province"), PROVINCES.get(wanted.province or ""), "province"),
        (_("Tag"), _named(wanted.tag, {t.id: t.name for t in offered.tags}), "tag"),
        (_("Session"), _session(wanted, offered), "session"),
        (*_answer(wanted, offered), "answer"),
        (_("Origin"), wanted.source and labels.label(wanted.source), "source"),
        (_("Delegation"), _delegation(wanted, offered), "delegation"),
        (_("At the door"), wanted.came and presence_words()[wanted.came], "came"),
        (_("Lacking"), wanted.lacks and lack_words()[wanted.lacks], "lacks"),
    ]
    return [(name, value, argument) for name, value, argument in found if value]


def all_chips(wanted: ParticipantFilter, offered: FilterValues) -> list[Chip]:
    """All filters in words, with the status: for pages that act on everyone they find."""
    status = [(_("Status"), labels.label(wanted.status), "status")] if wanted.status else []
    return [*status, *chips(wanted, offered)]


@dataclass(frozen=True)
class FilterList:
    """One filter, as a list to choose from."""

    argument: str
    words: str
    options: Sequence[tuple[str, str]]
    chosen: str


def filter_lists(offered: FilterValues, wanted: ParticipantFilter) -> list[FilterList]:
    """The filters that can narrow this event's list; those without values are left out."""
    chosen, locale = wanted.as_query(), language()
    lists = {
        "sector": (_("Sector"), [(s.value, labels.label(s)) for s in Sector]),
        "province": (_("Province"), list(by_name())),
        "tag": (_("Tag"), [(str(t.id), t.name) for t in offered.tags]),
        "session": (_("Session"), [(str(s.id), s.title_in(locale)) for s in offered.sessions]),
        "source": (_("Origin"), [(s.value, labels.label(s)) for s in RegistrationSource]),
        "delegation": (_("Delegation"), [(str(d.id), d.institution) for d in offered.delegations]),
        "came": (_("At the door"), [(p.value, words) for p, words in presence_words().items()]),
        "lacks": (_("Lacking"), [(lack.value, words) for lack, words in lack_words().items()]),
    }
    return [
        FilterList(argument, words, options, chosen.get(argument, ""))
        for argument, (words, options) in lists.items()
        if options
    ]


def answer_lists(offered: FilterValues) -> list[tuple[str, list[tuple[str, str]]]]:
    """The event's own choice questions, each with its choices."""
    locale = language()
    return [
        (
            question.label_in(locale),
            [(f"{question.id}:{c.id}", c.label_in(locale)) for c in question.choices],
        )
        for question in offered.questions
    ]


def presence_words() -> dict[Presence, str]:
    return {Presence.CAME: _("Came"), Presence.STAYED_AWAY: _("Did not come")}


def lack_words() -> dict[Lack, str]:
    return {
        Lack.EMAIL: _("No email address"),
        Lack.COMPLETION: _("Own data not completed yet"),
        Lack.MAILBOX: _("Not confirmed by email yet"),
    }


def _named(number: int | None, names: dict[int, str]) -> str | None:
    """The name of a value; «unknown» if it is gone, since it still narrows the list."""
    return None if number is None else names.get(number, _("unknown"))


def _session(wanted: ParticipantFilter, offered: FilterValues) -> str | None:
    return _named(wanted.session, {s.id: s.title_in(language()) for s in offered.sessions})


def _delegation(wanted: ParticipantFilter, offered: FilterValues) -> str | None:
    return _named(wanted.delegation, {d.id: d.institution for d in offered.delegations})


def _answer(wanted: ParticipantFilter, offered: FilterValues) -> tuple[str, str | None]:
    if wanted.answer is None:
        return "", None
    question_id, choice_id = wanted.answer
    for question in offered.questions:
        if question.id == question_id:
            names = {choice.id: choice.label_in(language()) for choice in question.choices}
            return question.label_in(language()), _named(choice_id, names)
    return _("Answer"), _named(choice_id, {})
