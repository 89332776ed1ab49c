"""The board of an event's, a province's or the programme's list: found, drawn, gone back to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from blueprints.base.row_numbers import LARGEST_RANDOM, ticked
from blueprints.inputs.problems.board import BoardForm
from blueprints.organizer.problems.found import address_of, scope_or_404
from blueprints.organizer.problems.hide_reasons import SUGGESTED, hide_reasons_of
from blueprints.organizer.problems.words import told
from lib.paging import Page
from lib.provinces import PROVINCES
from models.events import Event
from models.problems import Act, Problem, ProblemList
from models.scopes import PROGRAMME, Scope
from models.statements import Statement
from policy import Permission, may
from queries.base.arguments import member
from queries.problems.acts import act_for, list_with
from queries.problems.board import (
    CountedProblem,
    counted_problems,
    wider_problems,
)
from queries.problems.mates import Suggestions, suggestions_for
from queries.problems.meanwhile import newest_act
from queries.problems.shelves import (
    Shelf,
    session_titles,
    shelf_counts,
    shelf_of,
    statements_named,
    statements_within,
)

PAGE = 100
_DONE = "board_done"


@dataclass(frozen=True)
class Board:
    """Whose board it is: an event's, or a province's or the programme's."""

    scope: Scope
    event: Event | None = None

    @property
    def address(self) -> dict[str, Any]:
        return address_of(self.scope)

    def path(self, at: str = "") -> str:
        """The board as whoever acted had it before them: its shelf and its pages."""
        page = url_for("organizer.problems.index", **self.address, **kept_arguments())
        return f"{page}#{at}" if at else page

    @property
    def plain_path(self) -> str:
        """The board from its first page."""
        return url_for("organizer.problems.index", **self.address)


def board_or_404(event_id: int | None = None, code: str | None = None) -> Board:
    """The board that the address names, if the province of who asks allows it."""
    return Board(*scope_or_404(event_id, code))


def board_of(problem_list: ProblemList) -> Board:
    return Board(problem_list.scope, problem_list.event)


def kept_arguments() -> dict[str, Any]:
    """What the address says of the shelf and of the pages that are shown."""
    kept = ("shelf", "after", "problems", "open", "within", "offers")
    return {name: request.args[name] for name in kept if name in request.args}


def done(act: Act, go_on: str) -> None:
    """Let the next page of the board say what was done, and where one goes on."""
    session[_DONE] = {"act": act.id, "go_on": go_on}


def board_page(
    board: Board, form: BoardForm | None = None, *, refused: str = "", status: int = 200
) -> ResponseReturnValue:
    """The page; after a refusal with what was typed and ticked still in it."""
    scope = board.scope
    problem_list = list_with(scope)
    shelf = member(Shelf, request.args, "shelf") or Shelf.UNGROUPED
    problems = counted_problems(problem_list)
    wider = [w for w in _wider_than(board) if current_user.province in (None, w.province)]
    statements = shelf_of(scope, shelf, limit=PAGE, after=request.args.get("after"))
    opened = _opened(problems)
    shown = [*statements.items, *(opened[1].items if opened else ())]
    page = render_template(
        "organizer/problems/index.html",
        scope=scope,
        where=board.address,
        event=board.event,
        problem_list=problem_list,
        shelf=shelf,
        counts=shelf_counts(scope),
        page=statements,
        problems=problems,
        problem_page=part_of(problems),
        opened=opened,
        wider=wider_problems(wider, current_user) if _moderates() else (),
        sessions=session_titles(shown),
        form=form or BoardForm(formdata=None),
        ticked=ticked_now(),
        elsewhere=_ticked_elsewhere(scope, shown),
        newest=newest_act(),
        refused=refused,
        offers=_offers(shelf, statements),
        marks_path=url_for("organizer.marks.index", **board.address),
        priorities_path=f"{board.plain_path}/priorities",
        reasons=hide_reasons_of(problem_list) if problem_list else SUGGESTED,
        makes=_named(wider) if _moderates() else (),
        kept=kept_arguments(),
        **_what_was_done(),
    )
    return page, status


def ticked_now() -> dict[str, set[int]]:
    return {
        "statement": ticked("statement", most=LARGEST_RANDOM),
        "problem": ticked("problem"),
        "into": ticked("into"),
        "whole": ticked("whole"),
    }


def part_of(problems: Sequence[CountedProblem]) -> Page[CountedProblem]:
    """The page of headings that `?problems=` asks for: the number of those before it."""
    first = max(0, request.args.get("problems", 0, type=int))
    after = first + PAGE
    return Page(problems[first:after], str(after) if after < len(problems) else None)


def _wider_than(board: Board) -> list[Scope]:
    """Whose lists may gather problems of this one, the nearest first."""
    if board.scope.is_programme:
        return []
    province = board.event.province if board.event else None
    return [*([Scope(province=province)] if province else []), PROGRAMME]


def _named(scopes: Sequence[Scope]) -> list[tuple[str, str]]:
    """Each scope with the name that people read."""
    return [(str(s), PROVINCES.get(s.province or "") or _("The programme")) for s in scopes]


def _moderates() -> bool:
    return may(current_user, Permission.MODERATE_PROBLEMS)


def _offers(shelf: Shelf, page: Page[Statement]) -> Mapping[int, Suggestions]:
    """Where the statements may belong, if that is asked for: the page need not wait for it, and a
    script asks for it when the page is there."""
    asked = "offers" in request.args and shelf is Shelf.UNGROUPED and _moderates()
    return suggestions_for(page.items) if asked else {}


def _opened(problems: Sequence[CountedProblem]) -> tuple[Problem, Page[Statement]] | None:
    """The heading whose statements are asked for, and a page of them."""
    number = request.args.get("open", 0, type=int)
    for row in problems:
        if row.problem.id == number:
            within = request.args.get("within")
            return row.problem, statements_within(row.problem, limit=PAGE, after=within)
    return None


def _ticked_elsewhere(scope: Scope, shown: Sequence[Statement]) -> Sequence[Statement]:
    """Ticked statements that are on no part of this page: their ticks must not be lost."""
    on_page = {statement.id for statement in shown}
    numbers = sorted(ticked("statement", most=LARGEST_RANDOM) - on_page)
    return statements_named(scope, numbers)


def _what_was_done() -> dict[str, Any]:
    kept = session.pop(_DONE, None)
    act = act_for(kept["act"], current_user) if kept else None
    if act is None:
        return {"done": None, "done_words": "", "go_on": ""}
    [(_act, words)] = told([act])
    return {"done": act, "done_words": words, "go_on": kept["go_on"]}
