import pytest
import sqlalchemy as sa

from extensions import db
from lib.passwords import matches
from models.sign_ins import SignIn
from models.users import Role
from operations.accounts.sign_ins import begin_sign_in
from operations.accounts.users import AddressTaken, change_password, create_user
from tests import factories
from tests.factories import NOW


def test_password_is_kept_as_a_hash_alone(app):
    user = create_user(
        "a@example.org",
        name="A",
        role=Role.VIEWER,
        province=None,
        password="gizli gizli gizli",
        at=NOW,
    )
    assert user.password_hash.startswith("$argon2id$")
    assert matches("gizli gizli gizli", user.password_hash)


def test_address_belongs_to_one_account(app):
    factories.user(email="a@example.org")
    with pytest.raises(AddressTaken):
        create_user(
            "a@example.org", name="B", role=Role.VIEWER, province=None, password="x", at=NOW
        )


def test_new_password_ends_all_sign_ins_but_the_one_that_is_kept(app):
    user, other = factories.user(), factories.user()
    rows = [begin_sign_in(who, browser="", factor=None, at=NOW)[0] for who in (user, user, other)]
    change_password(user, "yepyeni bir şifre", at=NOW, keep=rows[0])
    db.session.commit()
    left = db.session.scalars(sa.select(SignIn.id)).all()
    assert sorted(left) == sorted([rows[0].id, rows[2].id])
