import sqlalchemy as sa

from extensions import db
from lib.emails import normal_address
from models.users import User


def user_by_address(typed: str) -> User | None:
    """The active account of the address, however its letters were typed; None: there is none."""
    address = normal_address(typed)
    if address is None:
        return None
    return db.session.scalar(
        sa.select(User).where(User.email == address, User.deactivated_at.is_(None))
    )
