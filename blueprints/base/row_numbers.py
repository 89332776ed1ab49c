"""Numbers of rows as they are sent; databases refuse to compare what no row could have."""

import re
from typing import Any

from flask import Flask, request
from werkzeug.routing import IntegerConverter, Map

LARGEST = 2**31 - 1
"""Of a key that counts up: PostgreSQL's integer."""
LARGEST_RANDOM = 2**63 - 1
"""Of a key that is drawn (models.forms.random_id)."""
_MOST_TICKED = 1000  # more than a page shows, fewer than a statement may have parameters


class RowNumber(IntegerConverter):
    """`<int:event_id>`: keys that count up."""

    most = LARGEST

    def __init__(self, url_map: Map, *arguments: Any, **options: Any) -> None:
        super().__init__(url_map, *arguments, **{"max": self.most, **options})


class RandomRowNumber(RowNumber):
    """`<bigint:statement_id>`: keys that are drawn."""

    most = LARGEST_RANDOM


def init_app(app: Flask) -> None:
    app.url_map.converters |= {"int": RowNumber, "bigint": RandomRowNumber}


def ticked(name: str, *, most: int = LARGEST) -> set[int]:
    """The boxes of this name that were ticked; what is no number of a row no page of ours sent."""
    sent = request.values.getlist(name)[:_MOST_TICKED]
    numbers = (int(text) for text in sent if re.fullmatch("[0-9]{1,19}", text))
    return {number for number in numbers if number <= most}
