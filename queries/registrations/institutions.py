from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

import sqlalchemy as sa

from extensions import db
from lib.identity_numbers import holds_identity_number
from lib.turkish import search_key
from models.institutions import Institution
from models.registrations import Registration, RegistrationStatus

SHORTEST = 2
PEOPLE_AT_LEAST = 2
_LONGEST = 120


def suggested_institutions(typed: str, *, limit: int = 10) -> Sequence[str]:
    """Known names that contain the typed text; those that begin with it come first."""
    key = search_key(typed)
    if len(key) < SHORTEST:
        return []
    begins = Institution.search_key.startswith(key, autoescape=True)
    return db.session.scalars(
        sa.select(Institution.name)
        .where(Institution.search_key.contains(key, autoescape=True))
        .order_by(begins.desc(), Institution.search_key)
        .limit(limit)
    ).all()


def institutions_given() -> Mapping[str, str]:
    """Folded name → usual spelling, of all names that people with different addresses gave.

    What only one person wrote may be anything, and nobody else may read it.
    """
    spellings: dict[str, Counter[str]] = defaultdict(Counter)
    addresses: dict[str, set[str]] = defaultdict(set)
    for name, address in _names_with_addresses():
        key = search_key(name)
        spellings[key][name] += 1
        if len(addresses[key]) < PEOPLE_AT_LEAST:
            addresses[key].add(address)
    return {
        key: _usual(spellings[key])
        for key, known_to in addresses.items()
        if len(known_to) >= PEOPLE_AT_LEAST and _is_a_name(key)
    }


def _names_with_addresses() -> Iterable[tuple[str, str]]:
    rows = db.session.execute(
        sa.select(Registration.institution, Registration.email)
        .where(
            Registration.institution != "",
            Registration.email.is_not(None),
            Registration.status != RegistrationStatus.CANCELLED,
        )
        .distinct(),
        execution_options={"yield_per": 1000},
    )
    for name, address in rows:
        yield name, address or ""


def _usual(spellings: Counter[str]) -> str:
    """The spelling that most people use; of equally frequent ones the first in order, so that it
    stays the same."""
    return min(spellings, key=lambda name: (-spellings[name], name))


def _is_a_name(key: str) -> bool:
    """Whether it is neither an address nor a number, which two people who share it may have
    typed."""
    contact = "@" in key or sum(letter.isdigit() for letter in key) > 6
    return 3 <= len(key) <= _LONGEST and not contact and not holds_identity_number(key)
