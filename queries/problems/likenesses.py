"""How like a list's statements are to some of them: as the worker stored it, else compared now."""

from collections import defaultdict
from collections.abc import Collection, Mapping

import sqlalchemy as sa

from extensions import db, kept
from lib.keeping import KeptWhileSame
from lib.likeness.certainty import certainty_by_letters
from lib.likeness.comparison import Comparison
from models.scopes import Scope
from models.statements import Statement, StatementLikeness, StatementState, StatementVector

MOST = 20
"""How many of its list each statement is compared with in the end."""

_comparisons = kept(lambda: KeptWhileSame[Comparison](most=8))


def certainties(scope: Scope, texts: Mapping[int, str]) -> dict[int, dict[int, float]]:
    """For each of these statements of one list: how certain it is, by number, that another says the
    same. Hidden ones may be among them."""
    found: defaultdict[int, dict[int, float]] = defaultdict(dict)
    compared = set()
    for one, other, likeness in db.session.execute(_stored(texts)):
        if one == other:
            compared.add(one)
            continue
        for number, mate in ((one, other), (other, one)):
            if number in texts:
                found[number][mate] = max(likeness, found[number].get(mate, 0.0))
    new = texts.keys() - compared
    if new:
        comparison = comparison_of(scope)
        for number in new:
            nearest = comparison.nearest(texts[number], most=MOST, but=number)
            now = {mate: certainty_by_letters(score) for mate, score in nearest}
            found[number] = {**now, **found[number]}
    return found


def known_to_model(numbers: Collection[int]) -> set[int]:
    """Which of these statements the optional model has read."""
    vector = StatementVector.statement_id
    return set(db.session.scalars(sa.select(vector).where(vector.in_(numbers))))


def comparison_of(scope: Scope) -> Comparison:
    """The list's statements that are not hidden, kept until others are there."""
    there = Statement.is_of(scope), Statement.state != StatementState.HIDDEN
    numbers = frozenset(db.session.scalars(sa.select(Statement.id).where(*there)))

    def make() -> Comparison:
        rows = db.session.execute(sa.select(Statement.id, Statement.text).where(*there))
        return Comparison({row.id: row.text for row in rows})

    return _comparisons().read(str(scope), numbers, make)


def _stored(numbers: Collection[int]) -> sa.Select[int, int, float]:
    row = StatementLikeness
    return sa.select(row.statement_id, row.other_id, row.likeness).where(
        sa.or_(row.statement_id.in_(numbers), row.other_id.in_(numbers))
    )
