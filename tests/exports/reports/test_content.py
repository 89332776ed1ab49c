import pytest

from exports.reports.columns import shares
from exports.reports.content import cleaned, title_size
from tests.exports.reports.examples import item, report, table


def test_what_no_file_may_hold_is_left_out_at_every_depth():
    said = report(items=[item("a\x00b", items=[item("c\ud800d", notes=["e\x0bf"])])])
    (above,) = cleaned(said).items
    (below,) = above.items
    assert (above.heading, below.heading, below.notes) == ("ab", "cd", ("ef",))
    assert cleaned(report()) == cleaned(cleaned(report()))


def test_row_with_too_few_cells_is_refused():
    with pytest.raises(ValueError, match="5 cells"):
        table([("Taraf", "1")])


def test_columns_are_as_wide_as_what_stands_in_them():
    rows = [("Sivil toplum kuruluşu", "3", "x" * 500), ("Diğer", "12", "")]
    assert shares(table(rows, headings=["Taraf", "n", "Not"], numbers=[1])) == [23, 5, 38]


@pytest.mark.parametrize(
    ("letters", "points"), [(1, 30), (60, 30), (61, 24), (121, 18), (9999, 12)]
)
def test_long_title_is_set_smaller(letters, points):
    assert title_size("ş" * letters) == points
