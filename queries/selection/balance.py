"""What the rules of a selection mean for the people who applied.

A rule for «each of them» holds for every sector, province, gender or institution among the
applicants; where another rule names one of these, only that rule counts for it. A person who did
not say their province, gender or institution belongs to no group of that kind.
"""

from collections.abc import Iterable, Sequence

from lib.balanced_selection import Group, Limit
from lib.turkish import search_key
from models.registrations import Registration
from models.selection import Dimension, SelectionRule

_D = Dimension


def groups_of(registration: Registration) -> frozenset[Group]:
    """The groups to which the person belongs, one for each kind that is known of them."""
    said = {
        _D.SECTOR: registration.sector.value,
        _D.PROVINCE: registration.province,
        _D.GENDER: registration.gender.value if registration.gender else None,
        _D.INSTITUTION: search_key(registration.institution),
    }
    return frozenset((dimension.value, value) for dimension, value in said.items() if value)


def value_of(rule: SelectionRule) -> str | None:
    """The rule's value as in `groups_of`: «Çorum Valiliği» and «ÇORUM VALİLİĞİ» are one
    institution."""
    if rule.value is not None and rule.dimension is _D.INSTITUTION:
        return search_key(rule.value)
    return rule.value


def limits_of(rules: Iterable[SelectionRule], people: Sequence[Registration]) -> list[Limit]:
    """One limit for each group that a rule names, or that a rule for «each of them» finds among
    these people."""
    listed = list(rules)
    found: dict[Group, Limit] = {}
    for group in sorted({group for person in people for group in groups_of(person)}):
        for rule in listed:
            if rule.value is None and rule.dimension.value == group[0]:
                found[group] = Limit(group, rule.floor or 0, rule.ceiling)
    for rule in listed:
        value = value_of(rule)
        if value is not None:
            group = (rule.dimension.value, value)
            found[group] = Limit(group, rule.floor or 0, rule.ceiling)
    return list(found.values())
