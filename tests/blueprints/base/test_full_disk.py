"""A full disk: nothing is saved, people are told so, and the monitor sees it."""

import pytest
import sqlalchemy as sa

from extensions import db
from models.registrations import Registration
from tests import factories
from tests.browser_of_pages import PageBrowser
from tests.conftest import make_app

FILLED = {
    "given_name": "Işıl",
    "family_name": "Çağlar",
    "email": "isil@example.org",
    "sector": "cso",
    "institution": "Iğdır Gençlik Derneği",
    "province": "76",
}


@pytest.fixture
def full_app(tmp_path):
    """An app whose database cannot grow any more once `fill` was called."""
    app = make_app(f"sqlite:///{tmp_path / 'small.sqlite'}")
    app.config.update(TESTING=False, PROPAGATE_EXCEPTIONS=False)
    with app.app_context():
        db.metadata.create_all(db.engine)
        yield app
        db.session.remove()
        db.engine.dispose()


def fill(engine):
    with engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()

    @sa.event.listens_for(engine, "checkout")
    def stop_growing(connection, _record, _proxy):
        connection.execute(f"PRAGMA max_page_count = {pages}")


def test_who_registers_is_told_that_nothing_was_saved(full_app):
    browser = PageBrowser(full_app.test_client())
    address = f"/events/{factories.event().slug}/register"
    hidden = browser.get(address).form_values()
    db.session.remove()
    fill(db.engine)
    for number in range(60):  # the last pages have room for a few
        sent = {**hidden, **FILLED, "email": f"isil{number}@example.org"}
        sent["submission_key"] = f"{number:030}"
        answer = browser.client.post(address, data=sent, headers={"Accept-Language": "en"})
        if answer.status_code != 303:
            break
    assert answer.status_code == 503
    assert "Nothing was saved" in answer.text
    kept = db.session.scalar(sa.select(sa.func.count()).select_from(Registration))
    assert kept == number


def test_the_monitor_says_that_little_room_is_left(app):
    usual = app.config["LEAST_FREE_BYTES"]
    app.config["LEAST_FREE_BYTES"] = 2**70
    try:
        answer = app.test_client().get("/readyz")
    finally:
        app.config["LEAST_FREE_BYTES"] = usual
    assert (answer.status_code, answer.json["disk"]) == (503, "full")
