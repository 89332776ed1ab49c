"""What groups, choices and values are called."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from exports.charts.axes import NO_ENDS, Ends
from lib.provinces import PROVINCES
from models.base import in_locale
from models.forms import Question, QuestionKind
from models.sectors import Sector
from queries.feedback.results import By, Group
from queries.forms.answers import words_of

SECTORS: dict[StrEnum, str] = {
    Sector.PUBLIC: _l("Public institution"),
    Sector.CSO: _l("Civil society organisation"),
    Sector.ACADEMIA: _l("University"),
    Sector.PRIVATE: _l("Private sector"),
    Sector.OTHER: _l("Other"),
}
CUTS = {
    By.SIDE: _l("Sector"),
    By.PROVINCE: _l("Province"),
    By.SESSION: _l("Session"),
    By.SPEAKER: _l("Speaker"),
}


@dataclass(frozen=True)
class Wording:
    """The reader's language, and the names of the sessions and speakers asked about."""

    locale: str
    by: By | None = None
    subjects: Mapping[int, str] = field(default_factory=dict)

    def group(self, group: Group) -> str:
        if group is None:
            return str(_("not said"))
        if isinstance(group, Sector):
            return str(SECTORS[group])
        if isinstance(group, str):
            return PROVINCES.get(group, group)
        return self.subjects.get(group, str(_("no longer on the agenda")))

    def label(self, question: Question) -> str:
        return question.label_in(self.locale)

    def ends(self, question: Question) -> Ends:
        if question.kind is QuestionKind.RATING:
            return Ends(low=_("not at all"), high=_("very much"))
        low = in_locale(self.locale, question.low, question.low_en)
        high = in_locale(self.locale, question.high, question.high_en)
        return Ends(low=low, high=high) if low or high else NO_ENDS

    def value(self, question: Question, value: str) -> str:
        """A counted value that is no number and no choice."""
        if question.kind is QuestionKind.YES_NO:
            return words_of(question.kind, "yes" if value == "1" else "no", self.locale)
        return words_of(question.kind, value, self.locale)


def tone_of(group: Group) -> str:
    return f"sector-{group}" if isinstance(group, Sector) else "primary"
