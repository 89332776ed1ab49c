"""Every test that asks for `app` runs twice: on SQLite and on PostgreSQL."""

import gc
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask

from app import create_app
from extensions import db, limiter, process_limiter
from settings import Settings
from tests.at import ISTANBUL
from tests.browser_of_pages import PageBrowser
from tests.databases import empty_tables, fresh_database, postgres_server, spare_the_disk
from tests.marks import readers_of_the_clock
from tests.smtp import MailServer, mail_server

SETTINGS: dict[str, Any] = {
    "environment": "development",
    "secret_key": "a secret of the tests, 32 characters and more",
    "secret_key_fallbacks": [],
    "base_url": "http://meydan.example.org",
    "mail_server": None,
    "mail_port": 25,
    "mail_use_tls": False,
    "mail_username": None,
    "mail_password": None,
    "mail_default_sender": "Meydan <meydan@example.org>",
    "rate_limit_storage_url": "database://",
    "rate_limits_enabled": False,
    "default_locale": "tr",
    "timezone": "Europe/Istanbul",
    "field_keys": ["a2V5IG9mIHRoZSB0ZXN0cywgMzIgYnl0ZXMgbG9uZyE="],
}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what runs under other clocks, too, and what needs a browser: see tests/marks.py."""
    for item in items:
        if getattr(item, "originalname", "") in readers_of_the_clock(item.path):
            item.add_marker("clock")
        if "playwright" in getattr(item, "fixturenames", ()):
            item.add_marker("browser")


def pytest_report_header() -> str:
    """Which clock this run has: see tests/at.py."""
    return f"clock: {datetime.now(UTC).astimezone(ISTANBUL):%Y-%m-%d %H:%M} in Istanbul"


def make_app(url: str, **changes: Any) -> Flask:
    """An app of the tests on this database; the tables must have been made."""
    app = create_app(Settings(**{**SETTINGS, "database_url": url, **changes}))
    app.config.update(TESTING=True, PROPAGATE_EXCEPTIONS=True)
    return app


def _with_tables(url: str) -> Flask:
    app = make_app(url)
    with app.app_context():
        if db.engine.dialect.name == "sqlite":
            spare_the_disk(db.engine)
        db.metadata.create_all(db.engine)
    gc.collect()
    gc.freeze()  # modules and the app stay to the end: need not be searched for garbage each time
    return app


@pytest.fixture(scope="session")
def sqlite_app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    return _with_tables(f"sqlite:///{tmp_path_factory.mktemp('sqlite') / 'test.sqlite'}")


@pytest.fixture(scope="session")
def server_of_databases() -> Iterator[str]:
    """The address of this process's PostgreSQL server, for `fresh_database`."""
    with postgres_server(durable=False) as url:
        yield url


@pytest.fixture(scope="session")
def postgres_app(server_of_databases: str) -> Iterator[Flask]:
    with fresh_database(server_of_databases) as url:
        app = _with_tables(url)
        yield app
        with app.app_context():
            db.engine.dispose()


def app_on(request: pytest.FixtureRequest) -> Iterator[Flask]:
    """The app with an app context and an empty database of the kind that the parameter says."""
    app: Flask = request.getfixturevalue(f"{request.param}_app")
    with app.app_context():
        yield app
        db.session.remove()
        empty_tables(db.engine, db.metadata)
        app.extensions["keeping"].clear_all()  # rows are numbered from 1 again


app = pytest.fixture(params=["sqlite", "postgres"])(app_on)


@pytest.fixture
def limited_app(app: Flask) -> Iterator[Flask]:
    """The site with its rate limits, which other tests do without, behind one proxy that says who
    asks."""
    url = app.config["SQLALCHEMY_DATABASE_URI"]
    try:
        limited = make_app(url, rate_limits_enabled=True, trusted_proxies=1)
        with limited.app_context():
            limiter.reset()
            process_limiter.reset()
            yield limited
            db.session.remove()
            db.engine.dispose()
    finally:
        limiter.enabled = process_limiter.enabled = False


@pytest.fixture
def browser_of_pages(app: Flask) -> PageBrowser:
    """Reads pages as a person without JavaScript would, and refuses careless ones."""
    return PageBrowser(app.test_client())


@pytest.fixture
def smtp_server() -> Iterator[MailServer]:
    """A real mail server; `smtp_server.messages` is what it was given."""
    with mail_server() as server:
        yield server
