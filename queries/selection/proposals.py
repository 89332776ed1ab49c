"""Rules and selections of an event, as organizers see them."""

from collections.abc import Collection

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload

from extensions import db
from models.events import Event
from models.registrations import Registration
from models.selection import Selection, SelectionOutcome, SelectionResult, SelectionRule
from models.users import User
from policy import scoped


def rules_of(event: Event) -> list[SelectionRule]:
    """The event's rules by what they balance; a rule for «each of them» comes before those for
    single ones."""
    return list(
        db.session.scalars(
            sa.select(SelectionRule)
            .where(SelectionRule.event_id == event.id)
            .order_by(SelectionRule.dimension, SelectionRule.value.is_not(None), SelectionRule.id)
        )
    )


def rule_for(rule_id: int, user: User) -> SelectionRule | None:
    """A rule of an event, if the user's province allows it."""
    return db.session.scalar(
        scoped(
            sa.select(SelectionRule)
            .join(SelectionRule.event)
            .where(SelectionRule.id == rule_id)
            .options(contains_eager(SelectionRule.event)),
            user,
        )
    )


def selections_of(event: Event) -> list[Selection]:
    """The event's selections, the latest first; at most one of them is still a proposal."""
    return list(
        db.session.scalars(
            sa.select(Selection)
            .where(Selection.event_id == event.id)
            .options(joinedload(Selection.confirmed_by), joinedload(Selection.proposed_by))
            .order_by(Selection.id.desc())
        )
    )


def selection_for(selection_id: int, user: User) -> Selection | None:
    """A selection with its event and staff, if the user's province allows it."""
    return db.session.scalar(
        scoped(
            sa.select(Selection)
            .join(Selection.event)
            .where(Selection.id == selection_id)
            .options(
                contains_eager(Selection.event),
                joinedload(Selection.confirmed_by),
                joinedload(Selection.proposed_by),
            ),
            user,
        )
    )


def results_of(selection: Selection) -> list[SelectionResult]:
    """The results in the order of their ranks, with the people."""
    return list(
        db.session.scalars(
            sa.select(SelectionResult)
            .where(SelectionResult.selection_id == selection.id)
            .options(joinedload(SelectionResult.registration, innerjoin=True))
            .order_by(SelectionResult.rank)
        )
    )


def is_selected_for_sector(registration: Registration) -> bool:
    """Whether a confirmed selection chose the person, or put them in reserve, for their sector."""
    decided = (
        sa.select(SelectionResult.registration_id)
        .join(SelectionResult.selection)
        .where(
            SelectionResult.registration_id == registration.id,
            SelectionResult.outcome != SelectionOutcome.DECLINED,
            Selection.confirmed_at.is_not(None),
        )
    )
    return db.session.scalar(sa.select(decided.exists())) or False


def names_of_staff(numbers: Collection[int]) -> dict[int, str]:
    """The names of users, by their numbers."""
    rows = db.session.execute(sa.select(User.id, User.name).where(User.id.in_(numbers)))
    return dict(rows.all())
