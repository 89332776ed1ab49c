"""Why an act was refused, in words that say what to do next."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from blueprints.base.languages import language
from blueprints.base.refusals import Words
from blueprints.organizer.problems.words import told
from lib.refusals import Refusal
from models.problems import Act
from operations.problems.acts import NoHeading, NotInThisProblem, OneProblemAlone
from operations.problems.holding import NothingChosen, NotOfThisList, ProblemGone
from operations.problems.links import Cycle, NotWider, OutOfReach


class Meanwhile(Refusal):
    """Somebody else has acted on the same rows since the page was shown."""

    def __init__(self, act: Act) -> None:
        super().__init__(act.id)
        self.act = act


def _in_between(refusal: Meanwhile) -> str:
    [(act, what)] = told([refusal.act])
    words: str = _(
        "In the meantime, %(name)s did this: %(what)s Nothing of yours is lost: look at it, then "
        "press again.",
        name=act.by.name if act.by else _("another moderator"),
        what=what,
    )
    return words


def _gone(refusal: ProblemGone) -> str:
    words: str = _(
        "The problem “%(title)s” was merged into another or dissolved in the meantime. Look at the "
        "list, then choose again.",
        title=refusal.problem.title_in(language()),
    )
    return words


_MOVED = _l(
    "Something you ticked is no longer here: another moderator moved it in the meantime. Look at the "
    "list, then press again."
)

REFUSED: Words = {
    Meanwhile: _in_between,
    ProblemGone: _gone,
    NotOfThisList: _MOVED,
    NotInThisProblem: _MOVED,
    NothingChosen: _l("Tick the statements or problems first."),
    NoHeading: _l("Choose a problem, or give the new one a title: not both."),
    OneProblemAlone: _l("Tick at least two problems to merge them."),
    Cycle: _l("A problem cannot be part of itself, or of one of its own parts."),
    NotWider: _l("Only a problem of a wider list can gather this one."),
    OutOfReach: _l("That list belongs to another province."),
}
