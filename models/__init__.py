"""Nouns: tables, constraints, state tables. Importing this package knows all of them."""

from models import (
    audit,
    check_in,
    events,
    feedback,
    forms,
    letters,
    problems,
    registrations,
    sectors,
    users,
)

__all__ = [
    "audit",
    "check_in",
    "events",
    "feedback",
    "forms",
    "letters",
    "problems",
    "registrations",
    "sectors",
    "users",
]
