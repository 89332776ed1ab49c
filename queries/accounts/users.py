from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from extensions import db
from lib.emails import normal_address
from lib.turkish import search_key, sort_key
from models.factors import Authenticator, Passkey
from models.sign_ins import SignIn
from models.users import Role, User, UserState
from policy import users_scoped
from queries.base import arguments


@dataclass(frozen=True, kw_only=True)
class UserFilter:
    """Whom an administrator looks for; it is also the list's address."""

    text: str = ""
    role: Role | None = None
    province: str | None = None
    state: UserState | None = None

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> "UserFilter":
        """Raises BadArgument."""
        return cls(
            text=arguments.search_text(query),
            role=arguments.member(Role, query, "role"),
            province=arguments.province(query),
            state=arguments.member(UserState, query, "state"),
        )

    def users(self, by: User) -> list[User]:
        """In the order of the Turkish alphabet. They are few: hundreds, not tens of thousands."""
        rows = users_scoped(sa.select(User), by)
        if self.role is not None:
            rows = rows.where(User.role == self.role)
        if self.province is not None:
            rows = rows.where(User.province == self.province)
        found = filter(self._finds, db.session.scalars(rows))
        return sorted(found, key=lambda user: (sort_key(user.name), user.id))

    def _finds(self, user: User) -> bool:
        words = search_key(f"{user.name} {user.email}")
        return self.state in (None, user.state) and all(
            word in words for word in search_key(self.text).split()
        )


@dataclass(frozen=True)
class UserFacts:
    """How somebody signs in, and when they were there last."""

    has_authenticator: bool
    passkeys: int
    last_used_at: datetime | None

    @property
    def has_factor(self) -> bool:
        return self.has_authenticator or self.passkeys > 0


def user_by_address(typed: str) -> User | None:
    """The active account of the address, however its letters were typed; None: there is none."""
    address = normal_address(typed)
    if address is None:
        return None
    return db.session.scalar(
        sa.select(User).where(User.email == address, User.deactivated_at.is_(None))
    )


def user_for(user_id: int, by: User) -> User | None:
    """One of the users whom `by` may manage, if the province allows it."""
    return db.session.scalar(users_scoped(sa.select(User).where(User.id == user_id), by))


def facts_of(users: Iterable[User]) -> dict[int, UserFacts]:
    """By the users' numbers."""
    used = sa.select(sa.func.max(SignIn.last_used_at)).where(
        SignIn.user_id == User.id, SignIn.passed_at.is_not(None)
    )
    confirmed = sa.exists().where(
        Authenticator.user_id == User.id, Authenticator.confirmed_at.is_not(None)
    )
    passkeys = sa.select(sa.func.count()).where(Passkey.user_id == User.id)
    rows = sa.select(
        User.id,
        User.signed_in_at,
        confirmed,
        passkeys.scalar_subquery(),
        used.scalar_subquery(),
    ).where(User.id.in_([user.id for user in users]))
    return {
        number: UserFacts(bool(confirmed_one), count, last_used or began)
        for number, began, confirmed_one, count, last_used in db.session.execute(rows)
    }
