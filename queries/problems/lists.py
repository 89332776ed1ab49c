"""Which problem lists there are, and who may see them."""

import sqlalchemy as sa

from extensions import db
from models.events import Event
from models.scopes import Scope
from models.users import User
from policy import scoped


def may_see(scope: Scope, user: User) -> bool:
    """Whether the user's province allows this list. It need not have been made yet."""
    if scope.event_id is not None:
        rows = sa.select(Event.id).where(Event.id == scope.event_id)
        return db.session.scalar(scoped(rows, user)) is not None
    return user.province is None or user.province == scope.province
