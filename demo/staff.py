"""A person for each role, all with one password, which is new for every database."""

from datetime import datetime
from random import Random

from demo.names import invented_full_name
from models.users import Role, User
from operations.accounts.users import create_user

PROVINCE = "19"
"""The province of today's event, in which the organizer and the check-in staff work."""

STAFF = [
    ("admin", Role.CENTRAL_ADMIN, None),
    ("organizer", Role.PROVINCIAL_ORGANIZER, PROVINCE),
    ("moderator", Role.MODERATOR, None),
    ("check-in", Role.CHECK_IN_STAFF, PROVINCE),
    ("viewer", Role.VIEWER, None),
    ("evaluator", Role.EVALUATOR, None),
]


def add_staff(password: str, *, at: datetime, chance: Random) -> dict[Role, User]:
    return {
        role: create_user(
            f"{name}@example.org",
            name=invented_full_name(chance),
            role=role,
            province=province,
            password=password,
            at=at,
        )
        for name, role, province in STAFF
    }


def second_moderator(password: str, *, at: datetime, chance: Random) -> User:
    """Of a problem's scores a median is shown from three moderators on."""
    return create_user(
        "moderator-2@example.org",
        name=invented_full_name(chance),
        role=Role.MODERATOR,
        province=None,
        password=password,
        at=at,
    )
