"""For statements: which others of their list say the same, and under which headings they belong.

Proposals only: nothing is filed because of them.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from extensions import db
from lib.likeness.certainty import CERTAIN
from lib.likeness.same import is_same
from lib.likeness.words import features_of, shared_words
from models.statements import Statement, StatementState
from queries.problems.headings import Filed, Heading, headings_by_statement
from queries.problems.likenesses import certainties, known_to_model

MATES = 5
_LOOKED_AT = 12
"""How many of the likest are read word by word: the same sentence is always among them."""


@dataclass(frozen=True)
class Mate:
    statement: Statement
    certainty: float
    """From 0 to 1."""
    shared: Sequence[str]
    """Words that both have, as the first writes them."""
    same: bool
    """Whether they differ in case, marks, dots and typos at most."""


@dataclass(frozen=True)
class Suggestions:
    mates: Sequence[Mate]
    """The likest first, at most five."""
    headings: Sequence[Heading]
    """The likeliest first, at most three."""
    model: bool
    """Whether the optional model had a part in it."""


def mates_of(statement: Statement) -> Sequence[Mate]:
    """The others of its list that likeliest say the same, at most five; no hidden ones."""
    return suggestions_for([statement])[statement.id].mates


def headings_for(statement: Statement) -> Sequence[Heading]:
    """The headings under which it likeliest belongs, at most three."""
    return suggestions_for([statement])[statement.id].headings


def suggestions_for(statements: Sequence[Statement]) -> dict[int, Suggestions]:
    """Mates and headings by statement, in a handful of SELECTs. All must be of one list."""
    if not statements:
        return {}
    texts = {statement.id: statement.text for statement in statements}
    scope = statements[0].scope
    near = certainties(scope, texts)
    others = _others({mate for mates in near.values() for mate in mates})
    ranked = {number: _ranked(texts[number], near[number], others) for number in texts}
    headings = headings_by_statement(scope, texts, {n: _filed(ranked[n], others) for n in texts})
    rows = _statements(mate for mates in ranked.values() for mate, _, _ in mates[:MATES])
    of_model = known_to_model(texts)
    return {
        number: Suggestions(
            mates=[
                _mate(texts[number], rows[mate], certainty, same)
                for mate, certainty, same in ranked[number][:MATES]
            ],
            headings=headings[number],
            model=number in of_model,
        )
        for number in texts
    }


@dataclass(frozen=True)
class _Other:
    text: str
    problem_id: int | None


Ranked = list[tuple[int, float, bool]]
"""Number, certainty, whether it is the same."""


def _others(numbers: Iterable[int]) -> dict[int, _Other]:
    """Statements that may be shown as mates."""
    rows = sa.select(Statement.id, Statement.text, Statement.problem_id).where(
        Statement.id.in_(list(numbers)), Statement.state != StatementState.HIDDEN
    )
    return {number: _Other(text, problem) for number, text, problem in db.session.execute(rows)}


def _ranked(text: str, near: Mapping[int, float], others: Mapping[int, _Other]) -> Ranked:
    likest = sorted((n for n in near if n in others), key=lambda n: (-near[n], n))
    same = {n for n in likest[:_LOOKED_AT] if is_same(text, others[n].text)}
    rows = [(n, max(near[n], CERTAIN) if n in same else near[n], n in same) for n in likest]
    return sorted(rows, key=lambda row: (not row[2], -row[1], row[0]))


def _filed(ranked: Ranked, others: Mapping[int, _Other]) -> list[Filed]:
    return [
        Filed(problem_id, certainty)
        for number, certainty, _ in ranked
        if (problem_id := others[number].problem_id) is not None
    ]


def _statements(numbers: Iterable[int]) -> dict[int, Statement]:
    rows = sa.select(Statement).where(Statement.id.in_(set(numbers)))
    return {statement.id: statement for statement in db.session.scalars(rows)}


def _mate(text: str, statement: Statement, certainty: float, same: bool) -> Mate:
    shared = shared_words(features_of(text), features_of(statement.text))
    return Mate(statement, certainty, shared, same)
