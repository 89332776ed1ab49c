from collections.abc import Iterator

import pytest
from flask import Flask
from flask_babel import force_locale


@pytest.fixture(autouse=True, params=["tr"])
def reader(request: pytest.FixtureRequest, sqlite_app: Flask) -> Iterator[str]:
    """The language of whoever reads: results in words ask no database, so one app is enough."""
    with sqlite_app.test_request_context(), force_locale(request.param):
        yield request.param
