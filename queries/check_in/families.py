"""Who comes together, so that a door can let all of them in by one press."""

from collections.abc import Hashable, Iterable

from lib.turkish import search_key
from models.registrations import Registration


def families_among(people: Iterable[Registration]) -> dict[int, int]:
    """A number for each person who comes with others of these people; the same for all of one family.

    They are of one group, or share a family name and an email address or a phone number. The
    numbers count from 1 and mean nothing beyond this answer.
    """
    together: dict[Hashable, list[int]] = {}
    for person in people:
        if key := _key(person):
            together.setdefault(key, []).append(person.id)
    families = [members for members in together.values() if len(members) > 1]
    return {member: number for number, family in enumerate(families, 1) for member in family}


def _key(person: Registration) -> Hashable:
    if person.party_id is not None:
        return person.party_id
    contact = person.email or person.phone
    return (search_key(person.family_name), contact) if contact else None
