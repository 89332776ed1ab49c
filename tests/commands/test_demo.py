"""The demonstration, whose people sign in with a password that is printed, is for looking at alone."""

import sqlalchemy as sa

from extensions import db
from models.users import User
from tests.conftest import make_app


def test_production_never_gets_it(tmp_path):
    app = make_app(f"sqlite:///{tmp_path / 'site.sqlite'}", environment="production")
    with app.app_context():
        db.metadata.create_all(db.engine)
        said = app.test_cli_runner().invoke(args=["demo", "load"])
        assert said.exit_code == 1 and "production" in said.output
        assert db.session.scalar(sa.select(sa.func.count()).select_from(User)) == 0
