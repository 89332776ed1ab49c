"""Row numbers in requests; databases refuse to compare a number that no row can have."""

import re
from typing import Any

from flask import Flask, request
from werkzeug.routing import IntegerConverter, Map

LARGEST = 2**31 - 1
"""The largest key that counts up: PostgreSQL's integer."""
LARGEST_RANDOM = 2**63 - 1
"""The largest key that is drawn at random (models.forms.random_id)."""
_MOST_TICKED = 1000  # more than a page shows, fewer than a statement may have parameters


class RowNumber(IntegerConverter):
    """`<int:event_id>`: for keys that count up."""

    most = LARGEST

    def __init__(self, url_map: Map, *arguments: Any, **options: Any) -> None:
        super().__init__(url_map, *arguments, **{"max": self.most, **options})


class RandomRowNumber(RowNumber):
    """`<bigint:statement_id>`: for keys that are drawn at random."""

    most = LARGEST_RANDOM


def init_app(app: Flask) -> None:
    app.url_map.converters |= {"int": RowNumber, "bigint": RandomRowNumber}


def ticked(name: str, *, most: int = LARGEST) -> set[int]:
    """The row numbers of the ticked boxes of this name; anything else that was sent is left out."""
    sent = request.values.getlist(name)[:_MOST_TICKED]
    numbers = (int(text) for text in sent if re.fullmatch("[0-9]{1,19}", text))
    return {number for number in numbers if number <= most}
