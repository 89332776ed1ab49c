"""Searching columns that keep no folded copy of themselves. For short tables such as events."""

from functools import reduce

import sqlalchemy as sa

from lib.turkish import search_key

_FOLDED = "İiIiıiŞsşsĞgğgÜuüuÖoöoÇcçcÂaâaÎiîiÛuûu"


def contains(column: sa.SQLColumnExpression[str], text: str) -> sa.ColumnElement[bool]:
    """Whether all words of the text are in the column, in any order and however written."""
    words = search_key(text).split()
    return sa.and_(sa.true(), *(_folded(column).contains(w, autoescape=True) for w in words))


def _folded(column: sa.SQLColumnExpression[str]) -> sa.ColumnElement[str]:
    pairs = zip(_FOLDED[::2], _FOLDED[1::2], strict=True)
    start: sa.SQLColumnExpression[str] = column
    return sa.func.lower(reduce(lambda c, pair: sa.func.replace(c, *pair), pairs, start))
