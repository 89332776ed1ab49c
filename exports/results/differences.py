"""What a difference between two waves is called, and why there is none."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from lib.measures.verdicts import Words
from queries.surveys.compared import Difference, Why

WORDS = {
    Words.NONE: _l("no difference shown"),
    Words.BARELY: _l("barely a difference"),
    Words.SMALL: _l("a small difference"),
    Words.MEDIUM: _l("a medium difference"),
    Words.LARGE: _l("a large difference"),
}
WHY = {
    Why.NOT_CLOSED: _l("One of the two is not closed yet."),
    Why.OPEN_LINK: _l("Only one of the two had an open link, and such answers are not mixed."),
    Why.ABSENT: _l("Only one of the two asked this."),
    Why.KIND: _l("It was asked as another kind of question."),
    Why.WORDING: _l("The wording differs."),
    Why.POINTS: _l("The number of points differs."),
    Why.LABELS: _l("The labels of the ends or the choices differ."),
}


def in_words(found: Difference) -> str:
    return str(WORDS[found.words]) if found.words is not None else str(_("not compared"))
