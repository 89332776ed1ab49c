"""What was pressed at the board, as one act of a moderator."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import request
from flask_babel import gettext as _

from blueprints.base.row_numbers import LARGEST, LARGEST_RANDOM, ticked
from blueprints.inputs.problems.board import BoardForm
from lib.refusals import Refusal
from models.problems import Act, ProblemList
from models.scopes import BadScope, Scope
from models.users import User
from operations.problems.acts import (
    file_statements,
    hide_statements,
    merge_problems,
    move_statements,
    show_statements,
    split_problem,
    take_out,
)
from operations.problems.links import link_problems, unlink_problems
from queries.problems.shelves import numbers_within, statements_named
from queries.problems.titles import catalogue_titles

_OFFER = re.compile(r"([0-9]{1,19})([-=])([0-9]{1,10})")
"""«statement-problem», or «statement=heading of the catalogue»."""


class Missing(Refusal):
    """Something that the act needs was not given."""

    def __init__(self, words: str, field: str = "") -> None:
        super().__init__(words)
        self.words, self.field = words, field


@dataclass(frozen=True)
class Asked:
    """What was ticked, chosen and typed."""

    act: str
    statements: list[int]
    problems: list[int]
    into: int | None
    whole: int | None
    form: BoardForm

    @classmethod
    def read(cls, form: BoardForm) -> "Asked":
        """What the pressed button carries stands before what is ticked."""
        sent = request.form
        statements = sorted(ticked("statement", most=LARGEST_RANDOM))
        problems = sorted(ticked("problem"))
        into = _number("into")
        act = sent.get("act", "enter")
        for name in ("here", "dissolve", "unlink"):
            if (number := _number(name)) is not None:
                act, into, problems = name, number, [number]
        if match := _OFFER.fullmatch(sent.get("offer", "")):
            statements, number = _read(match[1], LARGEST_RANDOM), _number("", match[3])
            act, into = ("gather", number) if match[2] == "-" else ("catalogue", number)
        return cls(act, statements, problems, into, _number("whole"), form)

    @property
    def title(self) -> dict[str, Any]:
        return {"title": self.form.title.data or "", "title_en": self.form.title_en.data or ""}

    @property
    def reason(self) -> str:
        return self.form.reason.data or ""


def act_on(problem_list: ProblemList, asked: Asked, *, by: User, at: datetime) -> Act:
    """Do what was asked. Raises Missing, and what the operation raises."""
    doing = _DOING.get(asked.act, _gather)
    return doing(problem_list, asked, {"by": by, "at": at})


Who = dict[str, Any]


def _gather(problem_list: ProblemList, asked: Asked, who: Who) -> Act:
    """Statements go under the chosen or the only ticked problem, else under a new one; problems
    alone are merged."""
    if not asked.statements:
        return _merge(problem_list, asked, who)
    into = asked.into or (asked.problems[0] if len(asked.problems) == 1 else None)
    if into is None and not asked.title["title"]:
        raise Missing(_("Choose a problem, or give the new one a title."), "title")
    rows = statements_named(problem_list.scope, asked.statements)
    left = {row.problem_id for row in rows}
    given = {"reason": asked.reason, **who}
    if into and rows and None not in left:
        return move_statements(problem_list, asked.statements, into=into, **given)
    if into:
        return file_statements(problem_list, asked.statements, into=into, **given)
    if len(left) == 1 and (problem := next(iter(left))):
        return split_problem(problem_list, problem, asked.statements, **asked.title, **given)
    return file_statements(problem_list, asked.statements, **asked.title, **given)


def _as_elsewhere(problem_list: ProblemList, asked: Asked, who: Who) -> Act:
    """Under a new problem that is called like one of another list."""
    titles = catalogue_titles(asked.into or 0)
    if titles is None:
        raise Missing(_("That problem is no longer public. Give the new one a title."), "title")
    title, title_en = titles
    return file_statements(problem_list, asked.statements, title=title, title_en=title_en, **who)


def _file_here(problem_list: ProblemList, asked: Asked, who: Who) -> Act:
    if not asked.statements:
        raise Missing(_nothing_ticked())
    return _gather(problem_list, asked, who)


def _merge(problem_list: ProblemList, asked: Asked, who: Who) -> Act:
    """Into the chosen one, else into the oldest."""
    into = asked.into or (asked.problems[0] if asked.problems else 0)
    problems = sorted({*asked.problems, into} - {0})
    if len(problems) < 2:
        raise Missing(
            _("Tick the problems that say the same first.")
            if asked.act == "merge"
            else _nothing_ticked()
        )
    return merge_problems(problem_list, problems, into=into, reason=asked.reason, **who)


def _hide(problem_list: ProblemList, asked: Asked, who: Who) -> Act:
    if not asked.statements:
        raise Missing(_nothing_ticked())
    if not (reason := asked.form.hide_reason.data):
        raise Missing(_("Say why. The person who wrote it can read it."), "hide_reason")
    return hide_statements(problem_list, asked.statements, reason=reason, **who)


def _show(problem_list: ProblemList, asked: Asked, who: Who) -> Act:
    if not asked.statements:
        raise Missing(_nothing_ticked())
    return show_statements(problem_list, asked.statements, **who)


def _take_out(problem_list: ProblemList, asked: Asked, who: Who) -> Act:
    if not asked.statements:
        raise Missing(_nothing_ticked())
    return take_out(problem_list, asked.statements, reason=asked.reason, **who)


def _dissolve(problem_list: ProblemList, asked: Asked, who: Who) -> Act:
    """All statements of the problem are in none again."""
    statements = numbers_within(problem_list, asked.problems)
    if not statements:
        raise Missing(_("This problem has no statements of its own."))
    return take_out(problem_list, statements, reason=asked.reason, **who)


def _link(problem_list: ProblemList, asked: Asked, who: Who) -> Act:
    if not asked.problems:
        raise Missing(_("Tick the problems to be linked first."))
    given = {"reason": asked.reason, **who}
    if asked.whole:
        return link_problems(problem_list, asked.problems, into=asked.whole, **given)
    if not asked.title["title"]:
        raise Missing(_("Choose the wider problem, or give the new one a title."), "title")
    try:
        scope = Scope.parse(request.form.get("scope", ""))
    except BadScope:
        raise Missing(_("Choose in whose list the new problem belongs.")) from None
    return link_problems(problem_list, asked.problems, scope=scope, **asked.title, **given)


def _unlink(problem_list: ProblemList, asked: Asked, who: Who) -> Act:
    return unlink_problems(problem_list, asked.problems, reason=asked.reason, **who)


_DOING: dict[str, Callable[[ProblemList, Asked, Who], Act]] = {
    "catalogue": _as_elsewhere,
    "here": _file_here,
    "merge": _merge,
    "hide": _hide,
    "show": _show,
    "take-out": _take_out,
    "dissolve": _dissolve,
    "link": _link,
    "unlink": _unlink,
}


def _nothing_ticked() -> str:
    words: str = _("Tick the statements that say the same first.")
    return words


def _number(name: str, text: str | None = None) -> int | None:
    found = _read(request.form.get(name, "") if text is None else text, LARGEST)
    return found[0] if found else None


def _read(text: str, most: int) -> list[int]:
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 20 else 0
    return [number] if 0 < number <= most else []
