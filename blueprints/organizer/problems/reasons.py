"""Why a statement is hidden: what the organisers of the list wrote, or our suggestions."""

from collections.abc import Sequence

from flask_babel import gettext as _

from models.problems import ProblemList


def reasons_of(problem_list: ProblemList | None) -> Sequence[str]:
    own = problem_list.hide_reasons if problem_list else ()
    return own or [
        _("It names a person."),
        _("It insults somebody."),
        _("It does not belong to the subject."),
        _("It was said already in the same words."),
    ]
