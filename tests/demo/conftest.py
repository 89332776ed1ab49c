"""The whole demonstration in a database of its own, loaded once for all tests of this folder.

A session's fixture, so that pytest puts all tests of one database together: it takes 10 s to load.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from flask import Flask
from flask_migrate import upgrade

from demo.programme import load_programme
from extensions import db
from tests.blueprints.conftest import every_request_begins_afresh  # noqa: F401 - for all tests here
from tests.conftest import make_app
from tests.databases import fresh_database

AT = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)
PASSWORD = "açıl susam açıl"


@dataclass(frozen=True)
class Demonstration:
    app: Flask


def _loaded(url: str) -> Iterator[Demonstration]:
    app = make_app(url)
    with app.app_context():
        upgrade("migrations")
        load_programme(PASSWORD, at=AT)
        db.session.commit()
    yield Demonstration(app)
    with app.app_context():
        db.engine.dispose()


@pytest.fixture(scope="session", params=["sqlite", "postgres"])
def demonstration(request, tmp_path_factory):
    if request.param == "sqlite":
        folder = tmp_path_factory.mktemp("demonstration")
        yield from _loaded(f"sqlite:///{folder / 'demo.sqlite'}")
        return
    with fresh_database(request.getfixturevalue("server_of_databases")) as url:
        yield from _loaded(url)
