"""What SQLite is told, since the tests' own database does not wait for the disk."""

from extensions import db
from tests.conftest import make_app


def test_what_is_committed_is_on_the_disk_and_rows_lead_to_rows(tmp_path):
    app = make_app(f"sqlite:///{tmp_path / 'durable.sqlite'}")
    with app.app_context(), db.engine.connect() as connection:

        def told(name: str) -> object:
            return connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()

        assert told("synchronous") == 2  # FULL
        assert told("journal_mode") == "wal"
        assert told("foreign_keys") == 1
        db.engine.dispose()
