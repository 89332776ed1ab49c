"""The whole demonstration, in the order in which it would have happened."""

from datetime import datetime, timedelta
from random import Random

import sqlalchemy as sa

from demo.applications import evaluate_and_propose
from demo.attendance import admit
from demo.coming import coming_events
from demo.contacts import add_contacts
from demo.doors import add_doors_with_rules, open_doors
from demo.events import add_event
from demo.feedback import give_feedback
from demo.forms import ask_for_nominations, ask_questions, offer_sessions
from demo.gathered import gather_problems
from demo.past import past_events
from demo.people import People
from demo.plan import Planned
from demo.registrations import add_registrations
from demo.road_maps import draw_road_map
from demo.staff import add_staff, second_moderator
from demo.surveys import ask_how_csos_are_seen
from demo.workshops import hold_workshop, open_workshop_now
from extensions import db
from letters.registrations import enqueue_status_letter
from models.events import Event, EventKind
from models.letters import LetterStatus
from models.registrations import Registration, RegistrationStatus
from models.users import Role, User
from operations.registrations.entries import change_status

_SEED = 20190709
_WORKSHOPS_IN = {"19": "CRMKTP", "06": "NKRKTP", "35": "ZMRKTP", "55": "SMSKTP"}
"""Provinces in whose civil society days people gave dots, and the codes of these workshops."""


class DatabaseNotEmpty(Exception):
    """There are rows already; the demonstration needs an empty database."""


def load_programme(password: str, *, at: datetime) -> None:
    """Load everything and flush, without a commit. Raises DatabaseNotEmpty.

    `password` is the password of all staff.
    """
    if not is_empty():
        raise DatabaseNotEmpty
    chance = Random(_SEED)
    people = People(chance)
    planned = sorted([*past_events(), *coming_events(at)], key=lambda p: p.details.starts_at)
    staff = add_staff(password, at=planned[0].announced_at, chance=chance)
    add_contacts(by=staff[Role.CENTRAL_ADMIN], at=planned[0].announced_at)
    for plan in planned:
        event = add_event(plan, by=staff[Role.CENTRAL_ADMIN], chance=chance)
        registered = add_registrations(event, plan, until=at, people=people, chance=chance)
        db.session.flush()
        _ask(event, plan, registered, by=staff[Role.CENTRAL_ADMIN])
        if plan.evaluated:
            _evaluate(event, registered, staff, at=at)
        _hold(event, plan, registered, by=staff[Role.CHECK_IN_STAFF], at=at, chance=chance)
        db.session.flush()
        if plan.details.starts_at <= at < plan.details.ends_at:
            open_doors(event, by=staff[Role.CENTRAL_ADMIN], at=at, chance=Random(_SEED + 3))
    ask_how_csos_are_seen(by=staff[Role.CENTRAL_ADMIN], chance=Random(_SEED + 4))
    _follow_up(staff, password, at=at)


def _follow_up(staff: dict[Role, User], password: str, *, at: datetime) -> None:
    """What came of what people said: workshops, the programme's problems, its road map."""
    admin, chance = staff[Role.CENTRAL_ADMIN], Random(_SEED + 5)
    days = sa.select(Event).where(
        Event.kind == EventKind.CIVIL_SOCIETY_DAY, Event.province.in_(_WORKSHOPS_IN)
    )
    for event in db.session.scalars(days.order_by(Event.starts_at)):
        if event.is_over(at):
            hold_workshop(
                event, code=_WORKSHOPS_IN[event.province or ""], seats=34, by=admin, chance=chance
            )
        elif event.starts_at <= at:
            open_workshop_now(event, code="CRMSNP", by=admin, at=at, chance=chance)
    moderators = [admin, staff[Role.MODERATOR], second_moderator(password, at=at, chance=chance)]
    problems = gather_problems(by=admin, moderators=moderators, at=at, chance=chance)
    draw_road_map(problems, by=admin, at=at)


def is_empty() -> bool:
    """Whether the database holds neither staff nor events."""
    return not any(
        db.session.scalar(sa.select(sa.exists(sa.select(table.id)))) for table in (User, Event)
    )


def _ask(event: Event, plan: Planned, registered: list[Registration], *, by: User) -> None:
    """Uses a random generator of its own, so that all other events stay as they are."""
    chance = Random(_SEED + 1)
    if plan.asks:
        ask_questions(event, registered, by=by, at=plan.announced_at, chance=chance)
        offer_sessions(event, registered, chance=chance)
        add_doors_with_rules(event, by=by, at=plan.announced_at)
    if plan.nominated:
        ask_for_nominations(event, by=by, at=plan.announced_at, people=People(chance))


def _evaluate(
    event: Event, registered: list[Registration], staff: dict[Role, User], *, at: datetime
) -> None:
    """Uses a random generator of its own, as above."""
    evaluate_and_propose(
        event,
        registered,
        evaluators=[staff[Role.CENTRAL_ADMIN], staff[Role.EVALUATOR]],
        by=staff[Role.CENTRAL_ADMIN],
        at=at,
        chance=Random(_SEED + 2),
    )


def _hold(
    event: Event,
    plan: Planned,
    registered: list[Registration],
    *,
    by: User,
    at: datetime,
    chance: Random,
) -> None:
    if plan.attended:
        attendees = admit(event, registered, share=plan.attended, until=at, by=by, chance=chance)
        if event.is_over(at) and attendees:
            give_feedback(event, plan, attendees, at=at, chance=chance)
    if not event.is_over(at):
        _write_to(registered)
    if plan.freed:
        withdrawn = next(person for person in registered if person.is_confirmed)
        cancelled = RegistrationStatus.CANCELLED
        change_status(withdrawn, cancelled, at=at - timedelta(hours=3), by=None)


def _write_to(registered: list[Registration]) -> None:
    """Write the letters of coming events, as if sent when people registered."""
    for person in registered:
        if letter := enqueue_status_letter(person, at=person.status_changed_at):
            letter.status, letter.sent_at, letter.attempts = (
                LetterStatus.SENT,
                person.status_changed_at,
                1,
            )
