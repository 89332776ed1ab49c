"""Whatever people and organizers do, places are given by the rules, and counted as they are held."""

from collections import Counter
from contextlib import suppress
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extensions import db
from models.events import Event, Session
from models.places import Quota, QuotaScope
from models.registrations import Claim, Registration, RegistrationSource, RegistrationStatus
from models.sectors import Sector
from operations.base.details import PersonDetails, Wishes
from operations.events.agenda import SessionDetails, add_session
from operations.places.capacities import CapacityTooLow, set_places
from operations.places.offers import NoOffer, accept_offer, lapse_offers
from operations.places.parties import NoSuchParty, PartyFull, form_party, join_party, leave_party
from operations.places.quotas import EventFull
from operations.places.waiting_list import pass_on_places
from operations.registrations.corrections import change_details, change_wishes
from operations.registrations.entries import change_status, register_for_someone
from tests import factories
from tests.factories import NOW
from tests.operations.places.places_model import EVENT, WORKSHOP, Places

S = RegistrationStatus
SECTORS = (Sector.PUBLIC, Sector.CSO)
someone = st.integers(0, 11)
steps = st.lists(
    st.one_of(
        st.tuples(st.just("register"), st.sampled_from(SECTORS), st.booleans()),
        st.tuples(st.just("cancel"), someone),
        st.tuples(st.just("put_back"), someone),
        st.tuples(st.just("accept"), someone),
        st.tuples(st.just("lapse"), st.just(0)),
        st.tuples(
            st.just("limit"),
            st.sampled_from([EVENT, *SECTORS, WORKSHOP]),
            st.one_of(st.none(), st.integers(1, 6)),
        ),
        st.tuples(st.just("together"), someone, someone),
        st.tuples(st.just("apart"), someone),
        st.tuples(st.just("move"), someone, st.sampled_from(SECTORS)),
        st.tuples(st.just("wish"), someone, st.booleans()),
    ),
    max_size=25,
)


class World:
    """An event, and what the rules say of it, going through the same steps."""

    def __init__(self, asks: bool) -> None:
        self.by, self.minute = factories.user(), 0
        self.event: Event = factories.event(
            at=NOW,
            capacity=3,
            waitlist=True,
            offer_hours=48 if asks else None,
            starts_at=NOW + timedelta(days=900),
            ends_at=NOW + timedelta(days=901),
        )
        details = SessionDetails(
            title="Atölye",
            starts_at=self.event.starts_at,
            ends_at=self.event.starts_at + timedelta(hours=1),
            chosen=True,
            capacity=2,
        )
        self.workshop: Session = add_session(self.event, details, by=self.by, at=NOW)
        set_places(self.event, Sector.CSO, 2)
        db.session.commit()
        self.rules = Places({EVENT: 3, WORKSHOP: 2, Sector.CSO.value: 2}, asks=asks)
        self.people: list[Registration] = []
        self.details: list[PersonDetails] = []

    def fill(self) -> None:
        """So many that some wait from the beginning."""
        for number in range(7):
            self.take(("register", SECTORS[number % 2], number % 3 == 0))

    @property
    def at(self) -> Any:
        return NOW + timedelta(minutes=self.minute)

    def take(self, step: tuple[Any, ...]) -> None:
        self.minute += 1
        name, *given = step
        if name in ("register", "lapse", "limit"):
            getattr(self, name)(*given)
        elif given[0] < len(self.people):
            getattr(self, name)(given[0], *given[1:])
        db.session.commit()

    def register(self, sector: Sector, workshop: bool) -> None:
        person = factories.person(sector=sector)
        wishes = Wishes(sessions=[self.workshop] if workshop else [])
        self.people.append(
            register_for_someone(
                self.event,
                person,
                source=RegistrationSource.ORGANIZER,
                by=self.by,
                at=self.at,
                wishes=wishes,
            )
        )
        self.details.append(person)
        self.rules.register(sector, workshop, self.minute)

    def cancel(self, who: int) -> None:
        if self.people[who].status in (S.CONFIRMED, S.OFFERED, S.WAITLISTED):
            change_status(self.people[who], S.CANCELLED, at=self.at, by=None)
            self.rules.leave(self.rules.people[who], S.CANCELLED, self.minute)

    def put_back(self, who: int) -> None:
        """An organizer puts someone who has a place on the waiting list again."""
        if self.people[who].status.holds_place:
            change_status(self.people[who], S.WAITLISTED, at=self.at, by=self.by)
            self.rules.leave(self.rules.people[who], S.WAITLISTED, self.minute)

    def accept(self, who: int) -> None:
        offered = self.people[who].status is S.OFFERED
        with suppress(NoOffer):
            accept_offer(self.people[who], at=self.at)
        if offered:
            self.rules.become(self.rules.people[who], S.CONFIRMED, self.minute)

    def lapse(self, _nothing: int) -> None:
        self.minute += 49 * 60
        while lapse_offers(at=self.at):  # of one event each time, also of those of earlier examples
            db.session.commit()
        self.rules.lapse(self.minute)

    def limit(self, what: str, capacity: int | None) -> None:
        of: Any = {EVENT: self.event, WORKSHOP: self.workshop}.get(what, what)
        try:
            set_places(self.event, of, capacity)
        except CapacityTooLow:
            db.session.rollback()
            assert not self.rules.limit(str(what), capacity, self.minute)
        else:
            pass_on_places(self.event, at=self.at)
            assert self.rules.limit(str(what), capacity, self.minute)

    def together(self, who: int, other: int) -> None:
        """The first one joins the other's party."""
        if other >= len(self.people) or who == other:
            return
        pair = (self.people[who], self.people[other])
        if any(not person.waits_for_turn(self.at) for person in pair):
            return
        party = form_party(pair[1], at=self.at)
        ours = self.rules.people
        ours[other].party = party.id
        with suppress(PartyFull, NoSuchParty):
            join_party(pair[0], party.code, at=self.at)
            ours[who].party = party.id
            self.rules.pass_on(self.minute)

    def apart(self, who: int) -> None:
        leave_party(self.people[who], at=self.at)
        if self.rules.people[who].party is not None:
            self.rules.people[who].party = None
            self.rules.pass_on(self.minute)

    def move(self, who: int, sector: Sector) -> None:
        person = PersonDetails(**{**vars(self.details[who]), "sector": sector})
        ours = self.rules.people[who]
        before = ours.sector
        if self.rules.move(ours, sector, ours.workshop, self.minute):
            change_details(self.people[who], person, at=self.at, by=self.by)
        elif before is not sector:
            refused = False
            try:
                change_details(self.people[who], person, at=self.at, by=self.by)
            except EventFull:
                refused = True
            db.session.rollback()
            assert refused

    def wish(self, who: int, workshop: bool) -> None:
        wishes = Wishes(sessions=[self.workshop] if workshop else [])
        ours = self.rules.people[who]
        refused = not self.rules.move(ours, ours.sector, workshop, self.minute)
        try:
            change_wishes(self.people[who], wishes, at=self.at, by=None)
        except EventFull:
            db.session.rollback()
            assert refused
        else:
            assert not refused

    def check(self) -> None:
        db.session.expire_all()
        assert [p.status for p in self.people] == [p.status for p in self.rules.people]
        check_counters(self.event, self.rules)


def check_counters(event: Event, rules: Places) -> None:
    """What the counters say is what the rows say, and never more than there is."""
    held: Counter[int] = Counter(
        db.session.scalars(
            sa.select(Claim.quota_id)
            .join(Claim.registration)
            .where(
                Registration.event_id == event.id,
                Registration.status.in_([S.CONFIRMED, S.OFFERED]),
            )
        )
    )
    quotas = db.session.scalars(sa.select(Quota).where(Quota.event_id == event.id)).all()
    for quota in quotas:
        what = quota.sector or (EVENT if quota.scope is QuotaScope.EVENT else WORKSHOP)
        assert quota.taken == rules.taken(str(what))
        assert quota.capacity == rules.capacities.get(str(what))
        assert quota.capacity is None or quota.taken <= quota.capacity
        assert quota.scope is QuotaScope.EVENT or quota.taken == held[quota.id]


anything = settings(
    max_examples=25,
    deadline=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@anything
@given(steps=steps, asks=st.booleans())
def test_places_are_given_by_the_rules_whatever_happens(app, steps, asks):
    """First come within the stratum, parties as a whole, nobody waits beside a place for them."""
    world = World(asks)
    world.fill()
    for step in steps:
        world.take(step)
        world.check()


@settings(anything, max_examples=6)
@given(steps=steps)
def test_the_same_steps_end_in_the_same_way(app, steps):
    ends = []
    for _time in range(2):
        world = World(asks=True)
        world.fill()
        for step in steps:
            world.take(step)
        ends.append([(p.status, p.offered_until) for p in world.people])
    assert ends[0] == ends[1]
