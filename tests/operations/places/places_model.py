"""The rules of places said once more, slowly and plainly: what the operations are compared with."""

from dataclasses import dataclass, field

from models.registrations import RegistrationStatus as S
from models.sectors import Sector

EVENT, WORKSHOP = "event", "workshop"
OFFER_MINUTES = 48 * 60


@dataclass
class Person:
    number: int
    sector: Sector
    workshop: bool
    status: S
    since: int
    party: int | None = None
    offered_until: int = 0
    back: bool = False
    """Lost a place by an organizer's decision: it does not come back by itself."""

    @property
    def holds(self) -> bool:
        return self.status in (S.CONFIRMED, S.OFFERED)

    @property
    def needs(self) -> set[str]:
        return {EVENT, self.sector.value, *([WORKSHOP] if self.workshop else [])}


@dataclass
class Places:
    """`capacities` of the event, of sectors and of the workshop; what is not in it has no limit."""

    capacities: dict[str, int]
    asks: bool = True
    """Whether a freed place is offered, not given."""
    people: list[Person] = field(default_factory=list)

    def taken(self, what: str) -> int:
        return sum(person.holds and what in person.needs for person in self.people)

    def left(self, what: str) -> int:
        return self.capacities.get(what, 10**6) - self.taken(what)

    def fits(self, unit: list[Person]) -> bool:
        wanted = {what for person in unit for what in person.needs}
        return all(sum(what in p.needs for p in unit) <= self.left(what) for what in wanted)

    def units(self) -> list[list[Person]]:
        """Who waits, alone or with others, in the order in which it is their turn."""
        waiting = [person for person in self.people if person.status is S.WAITLISTED]
        parties = {person.party for person in waiting if person.party is not None}
        units = [[person] for person in waiting if person.party is None]
        units += [[p for p in waiting if p.party == party] for party in parties]
        units = [unit for unit in units if not any(person.back for person in unit)]
        return sorted(units, key=lambda unit: max((p.since, p.number) for p in unit))

    def pass_on(self, now: int) -> None:
        while unit := next((unit for unit in self.units() if self.fits(unit)), None):
            for person in unit:
                self.become(person, S.OFFERED if self.asks else S.CONFIRMED, now)
                person.offered_until = now + OFFER_MINUTES

    def become(self, person: Person, status: S, now: int) -> None:
        person.status, person.since, person.back = status, now, False

    def nobody_back(self) -> None:
        for person in self.people:
            person.back = False

    def register(self, sector: Sector, workshop: bool, now: int) -> None:
        person = Person(len(self.people), sector, workshop, S.WAITLISTED, now)
        if self.fits([person]):
            person.status = S.CONFIRMED
        self.people.append(person)

    def leave(self, person: Person, status: S, now: int) -> None:
        held = person.holds
        self.become(person, status, now)
        if status is S.WAITLISTED:
            person.back = True
        elif held:
            self.nobody_back()
        self.pass_on(now)

    def lapse(self, now: int) -> None:
        over = [p for p in self.people if p.status is S.OFFERED and p.offered_until <= now]
        for person in over:
            self.become(person, S.CANCELLED, now)
        if over:
            self.nobody_back()
            self.pass_on(now)

    def limit(self, what: str, capacity: int | None, now: int) -> bool:
        """False: more are taken already."""
        if capacity is not None and self.taken(what) > capacity:
            return False
        if what == EVENT or what in self.capacities:
            self.nobody_back()
        if capacity is None:
            self.capacities.pop(what, None)
        else:
            self.capacities[what] = capacity
        self.pass_on(now)
        return True

    def move(self, person: Person, sector: Sector, workshop: bool, now: int) -> bool:
        """Another sector, another wish. False: no place is left there, and nothing changes."""
        before = person.sector, person.workshop
        had = person.needs
        person.sector, person.workshop = sector, workshop
        if person.holds and any(self.left(what) < 0 for what in person.needs - had):
            person.sector, person.workshop = before
            return False
        self.pass_on(now)
        return True
