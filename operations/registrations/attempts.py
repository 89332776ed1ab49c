"""How often one client may register, and try whether a name is on a list.

Counted in the registration's own transaction: one statement, and no second commit. An institution
of 500 behind one address registers within ten minutes.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from extensions import db
from operations.base.attempts import Counted, TooManyAttempts, attempts_so_far, count_attempt

MOST_REGISTRATIONS, IN_SPAN = 600, timedelta(minutes=10)
MOST_NAMES, OF_NAMES = 20, timedelta(hours=1)


@dataclass(frozen=True)
class Client:
    """Who sends the form, as a digest."""

    digest: str

    @property
    def names_key(self) -> str:
        return f"names on lists/{self.digest}"

    def count_registration(self, *, at: datetime) -> None:
        """Raises TooManyAttempts."""
        counted = self._count(f"registrations/{self.digest}", IN_SPAN, at)
        if counted.count > MOST_REGISTRATIONS:
            raise TooManyAttempts(counted.ends_at)

    def count_known_name(self, *, at: datetime) -> None:
        """Another name that stands on a list already."""
        self._count(self.names_key, OF_NAMES, at)

    def has_tried_names(self, *, at: datetime) -> bool:
        """Whether so many were known that from now on only letters tell who is on a list."""
        return are_many(attempts_so_far(db.session.connection(), self.names_key, at=at).count)

    def _count(self, key: str, span: timedelta, at: datetime) -> Counted:
        return count_attempt(db.session.connection(), key, span=span, at=at)


def are_many(names_tried: int) -> bool:
    return names_tried >= MOST_NAMES
