"""What moderators' acts are done to: lists are held, statements and problems found in them."""

from collections.abc import Iterable, Sequence

import sqlalchemy as sa

from extensions import db
from lib.refusals import Refusal
from models.problems import Problem, ProblemList
from models.statements import Statement


class NothingChosen(Refusal):
    """No statement was given, or no problem."""


class NotOfThisList(Refusal):
    """A statement or a problem is none of this list, or is not there at all."""


class ForeignStatement(NotOfThisList):
    pass


class ForeignProblem(NotOfThisList):
    pass


class ForeignTarget(NotOfThisList):
    """The problem into which something should go."""


class ProblemGone(Refusal):
    """It was merged into another or dissolved, maybe by somebody else just now."""

    def __init__(self, problem: Problem):
        super().__init__(problem.id)
        self.problem = problem


_WIDTH = sa.case(
    (ProblemList.event_id.is_not(None), 0), (ProblemList.province.is_not(None), 1), else_=2
)


def hold_lists(numbers: Iterable[int]) -> None:
    """Lock these lists until the commit: one moderator at a time acts on each.

    Narrow lists come first, so that nobody waits in a circle; whoever holds one may go on to hold
    wider ones. A problem's link to a wider one is guarded by the wider list. What was found before
    may have changed: it is read anew.
    """
    db.session.flush()
    db.session.execute(
        sa.select(ProblemList.id)
        .where(ProblemList.id.in_(set(numbers)))
        .order_by(_WIDTH, ProblemList.id)
        .with_for_update(key_share=True)
    )
    db.session.expire_all()


def statements_in(problem_list: ProblemList, numbers: Iterable[int]) -> Sequence[Statement]:
    """Raises NothingChosen, ForeignStatement."""
    wanted = set(numbers)
    if not wanted:
        raise NothingChosen
    found = db.session.scalars(
        sa.select(Statement)
        .where(Statement.id.in_(wanted), Statement.is_of(problem_list.scope))
        .order_by(Statement.id)
    ).all()
    if len(found) < len(wanted):
        raise ForeignStatement(wanted - {statement.id for statement in found})
    return found


def problems_in(problem_list: ProblemList, numbers: Iterable[int]) -> Sequence[Problem]:
    """Open ones. Raises NothingChosen, ForeignProblem, ProblemGone."""
    wanted = set(numbers)
    if not wanted:
        raise NothingChosen
    found = db.session.scalars(
        sa.select(Problem)
        .where(Problem.id.in_(wanted), Problem.list_id == problem_list.id)
        .order_by(Problem.id)
    ).all()
    if len(found) < len(wanted):
        raise ForeignProblem(wanted - {problem.id for problem in found})
    return [still_open(problem) for problem in found]


def target_in(problem_list: ProblemList, number: int) -> Problem:
    """An open problem. Raises ForeignTarget, ProblemGone."""
    problem = db.session.get(Problem, number)
    if problem is None or problem.list_id != problem_list.id:
        raise ForeignTarget(number)
    return still_open(problem)


def still_open(problem: Problem) -> Problem:
    """Raises ProblemGone."""
    if not problem.is_open:
        raise ProblemGone(problem)
    return problem
