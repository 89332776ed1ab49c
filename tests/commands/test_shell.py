"""`make shell` knows the database and the tables."""

from tests import factories


def test_the_shell_finds_an_event_without_an_import(app):
    event = factories.event()
    known = app.make_shell_context()
    found = eval("db.session.scalars(sa.select(Event)).one()", known)  # noqa: S307 - as typed there
    assert found == event
