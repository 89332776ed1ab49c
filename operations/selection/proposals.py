"""Makes a proposal from the ranking, and lets organizers exchange people in it."""

from collections.abc import Iterable
from datetime import datetime

import sqlalchemy as sa

from extensions import db
from lib.balanced_selection import Limit, best_selection
from lib.refusals import Refusal
from models.audit import AuditAction
from models.events import Event
from models.selection import Selection, SelectionOutcome, SelectionResult
from models.users import User
from operations.base.audit import record
from operations.base.holds import hold_event
from operations.selection.record import (
    inputs_of,
    results_of,
    shortfalls_of,
    terms_of,
)
from queries.selection.ranking import ranking


class CannotPropose(Refusal):
    """Nothing can be chosen now."""


class NobodyToChoose(CannotPropose):
    """There is no complete application that awaits a decision."""


class NotAllScored(CannotPropose):
    """Nobody has given points to some of the complete applications."""

    def __init__(self, unscored: int) -> None:
        super().__init__()
        self.unscored = unscored


class TooManyPlaces(CannotPropose):
    """The event has fewer places left than are to be given."""

    def __init__(self, left: int) -> None:
        super().__init__()
        self.left = left


class AlreadyConfirmed(Refusal):
    """The selection was confirmed, and is never changed again."""


class Replaced(Refusal):
    """Since it was looked at, somebody has made another proposal or exchanged people."""


class NoSuchExchange(Refusal):
    """The exchange is not between one who is chosen and one who is not."""


class CeilingPassed(Refusal):
    """The exchange would choose more of one group than `limit` allows."""

    def __init__(self, limit: Limit) -> None:
        super().__init__()
        self.limit = limit


def propose(event: Event, *, places: int, reserves: int, by: User, at: datetime) -> Selection:
    """Propose who is best chosen among the complete applications, in place of an earlier proposal.

    Raises CannotPropose, and NotSolved (lib.whole_programmes) where the rules are too entangled.
    """
    hold_event(event)
    listed = ranking(event)
    if not listed:
        raise NobodyToChoose
    if unscored := sum(row.score is None for row in listed):
        raise NotAllScored(unscored)
    left = event.places.left
    if left is not None and places > left:
        raise TooManyPlaces(left)
    written = inputs_of(event, listed)
    terms = terms_of(written, places=places)
    chosen = best_selection(terms)
    _drop_proposal(event)
    selection = Selection(
        event=event,
        places=places,
        reserves=reserves,
        proposed_at=at,
        proposed_by_id=by.id,
        record={
            **written,
            "proposed": sorted(chosen),
            "moves": [],
            "shortfalls": shortfalls_of(terms, chosen),
        },
    )
    db.session.add(selection)
    db.session.flush()
    _write_results(selection, results_of(selection, terms, chosen))
    record(
        AuditAction.SELECTION_PROPOSED,
        at=at,
        by=by,
        event=event,
        subject_id=selection.id,
        applications=len(listed),
        places=places,
    )
    db.session.flush()
    return selection


def exchange(
    selection: Selection,
    *,
    leaves: int,
    enters: int,
    justification: str,
    by: User,
    at: datetime,
    seen: str | None = None,
) -> None:
    """Put one who is not chosen in the place of one who is, by hand.

    The justification is kept in the record; `seen` is the edition that was looked at. Raises
    AlreadyConfirmed, Replaced, NoSuchExchange and CeilingPassed.
    """
    hold_proposal(selection, seen)
    terms = terms_of(selection.record, places=selection.places)
    chosen = chosen_numbers(selection)
    if leaves not in chosen or enters in chosen or enters not in terms.by_number:
        raise NoSuchExchange
    exchanged = chosen - {leaves} | {enters}
    if passed := terms.ceilings_passed(exchanged):
        raise CeilingPassed(passed[0])
    move = {
        "leaves": leaves,
        "enters": enters,
        "justification": justification,
        "by": by.id,
        "at": at.isoformat(),
    }
    selection.record = {
        **selection.record,
        "moves": [*selection.record["moves"], move],
        "shortfalls": shortfalls_of(terms, exchanged),
    }
    _write_results(selection, results_of(selection, terms, exchanged))
    record(
        AuditAction.SELECTION_CHANGED,
        at=at,
        by=by,
        event=selection.event,
        subject_id=selection.id,
        leaves=leaves,
        enters=enters,
    )
    db.session.flush()


def chosen_numbers(selection: Selection) -> frozenset[int]:
    """The registrations' numbers of those whom the selection chooses."""
    rows = sa.select(SelectionResult.registration_id).where(
        SelectionResult.selection_id == selection.id,
        SelectionResult.outcome == SelectionOutcome.CHOSEN,
    )
    return frozenset(db.session.scalars(rows))


def hold_proposal(selection: Selection, seen: str | None) -> None:
    """Lock the proposal: nobody else changes or confirms it until we commit.

    Raises AlreadyConfirmed and Replaced.
    """
    hold_event(selection.event)
    now = sa.select(Selection).where(Selection.id == selection.id)
    if db.session.scalar(now.execution_options(populate_existing=True)) is None:
        raise Replaced
    if selection.is_confirmed:
        raise AlreadyConfirmed
    if seen is not None and seen != selection.edition:
        raise Replaced


def _drop_proposal(event: Event) -> None:
    open_ones = sa.select(Selection).where(
        Selection.event_id == event.id, Selection.confirmed_at.is_(None)
    )
    for selection in db.session.scalars(open_ones):
        db.session.delete(selection)
    db.session.flush()


def _write_results(selection: Selection, results: Iterable[SelectionResult]) -> None:
    there = {
        result.registration_id: result
        for result in db.session.scalars(
            sa.select(SelectionResult).where(SelectionResult.selection_id == selection.id)
        )
    }
    for result in results:
        if known := there.get(result.registration_id):
            known.outcome, known.reserve_rank = result.outcome, result.reserve_rank
            known.reason = result.reason
        else:
            db.session.add(result)
