"""Numbers in addresses: larger than any row's is not found, since databases refuse to compare it."""

from typing import Any

from flask import Flask
from werkzeug.routing import IntegerConverter, Map

LARGEST = 2**31 - 1
"""Of a key that counts up: PostgreSQL's integer."""


class RowNumber(IntegerConverter):
    """`<int:event_id>`: keys that count up."""

    most = LARGEST

    def __init__(self, url_map: Map, *arguments: Any, **options: Any) -> None:
        super().__init__(url_map, *arguments, **{"max": self.most, **options})


class RandomRowNumber(RowNumber):
    """`<bigint:statement_id>`: keys that are drawn (models.forms.random_id)."""

    most = 2**63 - 1


def init_app(app: Flask) -> None:
    app.url_map.converters |= {"int": RowNumber, "bigint": RandomRowNumber}
