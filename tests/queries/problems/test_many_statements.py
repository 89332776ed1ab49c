"""Two thousand statements: none is lost on the way to the programme's list, and it stays cheap."""

from bench.lists import fill
from models.scopes import PROGRAMME
from queries.problems.priority import prioritized
from tests.statements import count_statements


def test_two_thousand_statements_are_each_counted_once_by_a_fixed_number_of_selects(app):
    fill(2_000, at=8, gathered=60)
    with count_statements() as seen:
        rows = prioritized(PROGRAMME)
    assert len(seen) == 9
    assert sum(row.statements for row in rows) == 2_000
    assert sum(sum(row.sides.values()) for row in rows) == 2_000
    assert [row.priority for row in rows] == sorted((r.priority for r in rows), reverse=True)
    assert len(rows) == 60 and {row.seats for row in rows} == {800}
