"""Nouns: tables, constraints, state tables. Importing this package knows all of them."""

from models import (
    answers,
    audit,
    check_in,
    delegations,
    events,
    feedback,
    forms,
    institutions,
    letters,
    links,
    participants,
    problems,
    registrations,
    sectors,
    selection,
    users,
)

__all__ = [
    "answers",
    "audit",
    "check_in",
    "delegations",
    "events",
    "feedback",
    "forms",
    "institutions",
    "letters",
    "links",
    "participants",
    "problems",
    "registrations",
    "sectors",
    "selection",
    "users",
]
