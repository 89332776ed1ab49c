import pytest

from extensions import db
from lib.passwords import matches
from models.users import Role
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


def test_new_password_makes_all_sessions_old(app):
    user = factories.user()
    before = user.get_id()
    change_password(user, "yepyeni bir şifre", at=factories.NOW)
    db.session.commit()
    assert user.get_id() != before
