"""How many of those who were invited answered: by sector, province and institution."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from lib.withholding import shown_groups
from models.feedback import Wave
from models.sectors import Sector


class RatedBy(StrEnum):
    SECTOR = "sector"
    PROVINCE = "province"
    INSTITUTION = "institution"


@dataclass(frozen=True)
class Rate:
    invited: int
    answered: int

    @property
    def share(self) -> float:
        """From 0 to 1."""
        return self.answered / self.invited


def rates_of(wave: Wave) -> Mapping[RatedBy, Mapping[str, Rate]]:
    """The rates of the groups that may be shown, in a fixed order; "" is the group of those of whom
    it is not known. Nothing before the wave is settled.

    Of people invited by name alone: whose link was handed out is in no group. A group is shown
    where five or more of it were invited and five or more answered, and what is withheld sums to
    nothing or to five or more, of the invited and of the answers. So one in which nobody answered
    looks like one in which few did.
    """
    if not wave.settled:
        return {by: {} for by in RatedBy}
    return {by: _shown(by, wave.rates.get(by.value, {})) for by in RatedBy}


def _shown(by: RatedBy, counts: Mapping[str, list[int]]) -> dict[str, Rate]:
    known = list(Sector) if by is RatedBy.SECTOR else sorted(group for group in counts if group)
    order = [group for group in (*known, "") if group in counts]
    invited = {group: counts[group][0] for group in order}
    answered = {group: counts[group][1] for group in order}
    shown = shown_groups(answered, allowed=shown_groups(invited))
    return {str(group): Rate(invited[group], answered[group]) for group in shown}
