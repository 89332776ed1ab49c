"""How wide the columns of a table are, by what stands in them."""

from exports.reports.content import ReportTable

_WIDEST = 36
_WIDEST_WORD = 14
_NARROWEST = 3


def shares(table: ReportTable) -> list[int]:
    """The share of the width that each column gets: any whole numbers above 0, as many as there are
    headings."""
    return [
        _share(heading, [row[column] for row in table.rows])
        for column, heading in enumerate(table.headings)
    ]


def _share(heading: str, cells: list[str]) -> int:
    longest_cell = max(map(len, cells), default=0)
    longest_word = max(
        (len(word) for text in (heading, *cells) for word in text.split()), default=0
    )
    needed = max(min(longest_cell, _WIDEST), min(longest_word, _WIDEST_WORD), _NARROWEST)
    return needed + 2  # the space between columns
