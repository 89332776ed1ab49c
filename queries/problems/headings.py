"""Under which headings a statement belongs: problems of its own list, and headings that earlier
events have confirmed (the catalogue)."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from extensions import db, kept
from lib.keeping import KeptByCost
from lib.likeness.certainty import certainty_by_letters, certainty_of_heading
from lib.likeness.comparison import Comparison
from lib.turkish import search_key
from models.problems import Problem, ProblemList, ProblemStanding
from models.scopes import Scope
from models.statements import Statement, StatementState

HEADINGS = 3
_CATALOGUE = 500
"""How many headings of other lists are known: those published last, each title once."""
_EXAMPLES = 2_000
"""How many of the statements under them."""
_LIKELY = 0.35
"""From which certainty a heading of another list is worth reading."""


@dataclass(frozen=True)
class Filed:
    """That a statement's mate is in this problem, and how certain it is that it is one."""

    problem_id: int
    certainty: float


@dataclass(frozen=True)
class Heading:
    """A title under which the statement may belong."""

    problem: Problem
    certainty: float
    """From 0 to 1."""
    is_here: bool
    """False: it is in the catalogue; a problem of that title is made here when it is chosen."""


@dataclass
class _Catalogue:
    titles: Comparison
    examples: Comparison
    problem_of: Mapping[int, int]
    """By statement."""

    @classmethod
    def read(cls) -> "_Catalogue":
        titles: dict[str, tuple[int, str]] = {}
        for number, title in db.session.execute(_published()):
            titles.setdefault(search_key(title), (number, title))
        examples = db.session.execute(_filed_under([number for number, _ in titles.values()])).all()
        return cls(
            Comparison(dict(titles.values()), closely=0),
            Comparison({number: text for number, text, _ in examples}, closely=0),
            {number: problem for number, _, problem in examples if problem},
        )


_catalogue = kept(lambda: KeptByCost[_Catalogue](lambda took: 30 + 100 * took, most=1, late=60))


def headings_by_statement(
    scope: Scope, texts: Mapping[int, str], filed: Mapping[int, Sequence[Filed]]
) -> dict[int, list[Heading]]:
    """For statements of one list, by their mates that are filed and by the words of the titles: the
    likeliest headings first, at most three. Another list's never stands for one of this list."""
    own = {problem.id: problem for problem in db.session.scalars(_open_of(scope))}
    titles = Comparison({number: problem.title for number, problem in own.items()}, closely=0)
    here = {search_key(problem.title) for problem in own.values()}
    likely = {
        n: _likely(texts[n], titles, [f for f in filed[n] if f.problem_id in own]) for n in texts
    }
    catalogue = _catalogue().read("catalogue", _Catalogue.read)
    further = {n: _of_catalogue(texts[n], catalogue) for n in texts}
    others = _problems({number for found in further.values() for number in found}, but=here)
    return {
        n: sorted(
            [Heading(own[i], certainty, True) for i, certainty in likely[n].items()]
            + [Heading(others[i], c, False) for i, c in further[n].items() if i in others],
            key=lambda heading: (-heading.certainty, not heading.is_here, heading.problem.id),
        )[:HEADINGS]
        for n in texts
    }


def _likely(text: str, titles: Comparison, filed: Sequence[Filed]) -> dict[int, float]:
    signs: defaultdict[int, list[float]] = defaultdict(list)
    for mate in filed:
        signs[mate.problem_id].append(mate.certainty)
    for number, score in titles.nearest(text, most=HEADINGS):
        signs[number].append(certainty_by_letters(score))
    return {number: certainty_of_heading(found) for number, found in signs.items()}


def _of_catalogue(text: str, catalogue: _Catalogue) -> dict[int, float]:
    filed = [
        Filed(catalogue.problem_of[number], certainty_by_letters(score))
        for number, score in catalogue.examples.nearest(text, most=6)
    ]
    found = _likely(text, catalogue.titles, filed)
    return {number: certainty for number, certainty in found.items() if certainty >= _LIKELY}


def _open_of(scope: Scope) -> sa.Select[Problem]:
    return (
        sa.select(Problem)
        .join(Problem.problem_list)
        .where(ProblemList.scope_text == str(scope), Problem.standing == ProblemStanding.OPEN)
    )


def _published() -> sa.Select[int, str]:
    return (
        sa.select(Problem.id, Problem.title)
        .where(Problem.published_at.is_not(None), Problem.standing == ProblemStanding.OPEN)
        .order_by(Problem.published_at.desc(), Problem.id.desc())
        .limit(_CATALOGUE)
    )


def _filed_under(problems: Sequence[int]) -> sa.Select[int, str, int | None]:
    return (
        sa.select(Statement.id, Statement.text, Statement.problem_id)
        .where(Statement.problem_id.in_(problems), Statement.state != StatementState.HIDDEN)
        .order_by(Statement.id)
        .limit(_EXAMPLES)
    )


def _problems(numbers: set[int], *, but: set[str]) -> dict[int, Problem]:
    """By number, without those whose title a problem of the list has already."""
    rows = db.session.scalars(
        sa.select(Problem).where(
            Problem.id.in_(numbers),
            Problem.published_at.is_not(None),
            Problem.standing == ProblemStanding.OPEN,
        )
    )
    return {problem.id: problem for problem in rows if search_key(problem.title) not in but}
