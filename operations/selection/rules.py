"""Floors and ceilings of an event's selection; a contradiction is refused at once."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from extensions import db
from lib.refusals import Refusal
from lib.turkish import search_key
from models.audit import AuditAction
from models.events import Event
from models.selection import Dimension, SelectionRule
from models.users import User
from operations.base.audit import record
from operations.base.holds import hold_event
from queries.selection.proposals import rules_of


class Contradiction(Refusal):
    """A rule that cannot be kept together with the others."""


class FloorAboveCeiling(Contradiction):
    pass


class RuleExists(Contradiction):
    """There is a rule for the same group already."""


class FloorsAbovePlaces(Contradiction):
    """The floors of one kind of group together ask for more places than there are."""

    def __init__(self, floors: int, places: int) -> None:
        super().__init__()
        self.floors, self.places = floors, places


@dataclass(frozen=True, kw_only=True)
class RuleDetails:
    dimension: Dimension
    value: str | None
    """None: the rule holds for each of them separately."""
    floor: int | None
    ceiling: int | None


def add_rule(event: Event, details: RuleDetails, *, by: User, at: datetime) -> SelectionRule:
    """Add a rule. Raises Contradiction."""
    hold_event(event)
    _refuse_contradictions(event, details, others=rules_of(event))
    rule = SelectionRule(event=event)
    _write(rule, details)
    db.session.add(rule)
    _record(event, by, at)
    return rule


def change_rule(rule: SelectionRule, details: RuleDetails, *, by: User, at: datetime) -> None:
    """Change a rule. Raises Contradiction."""
    hold_event(rule.event)
    others = [other for other in rules_of(rule.event) if other.id != rule.id]
    _refuse_contradictions(rule.event, details, others=others)
    _write(rule, details)
    _record(rule.event, by, at)


def remove_rule(rule: SelectionRule, *, by: User, at: datetime) -> None:
    event = rule.event
    hold_event(event)
    db.session.execute(sa.delete(SelectionRule).where(SelectionRule.id == rule.id))  # or it is gone
    _record(event, by, at)


def _refuse_contradictions(
    event: Event, details: RuleDetails, *, others: list[SelectionRule]
) -> None:
    floor, ceiling = details.floor or 0, details.ceiling
    if ceiling is not None and floor > ceiling:
        raise FloorAboveCeiling
    alike = [other for other in others if other.dimension is details.dimension]
    if any(_folded(other.value) == _folded(details.value) for other in alike):
        raise RuleExists
    named = [other.floor or 0 for other in alike if other.value is not None]
    floors = floor + (sum(named) if details.value is not None else 0)
    places = event.places.capacity
    if places is not None and floors > places:
        raise FloorsAbovePlaces(floors, places)


def _folded(value: str | None) -> str | None:
    return None if value is None else search_key(value)


def _write(rule: SelectionRule, details: RuleDetails) -> None:
    rule.dimension, rule.value = details.dimension, details.value
    rule.floor, rule.ceiling = details.floor, details.ceiling


def _record(event: Event, by: User, at: datetime) -> None:
    record(AuditAction.SELECTION_RULES_CHANGED, at=at, by=by, event=event, subject_id=event.id)
    db.session.flush()
