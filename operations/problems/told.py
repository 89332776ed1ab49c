"""What a file of a problem list says, read at once: the orderer needs its checksum, the worker all
of it."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from hashlib import sha256

import sqlalchemy as sa

from extensions import db
from lib.priority import Weights
from models.events import Event
from models.problems import ProblemList
from models.scopes import Scope
from models.sectors import Sector
from models.statements import Statement, StatementState
from models.workshops import Workshop
from operations.problems.marks import marked
from queries.problems.acts import list_with
from queries.problems.priority import Prioritized, prioritized
from queries.problems.told import (
    ToldEvent,
    ToldList,
    ToldProblem,
    ToldStatement,
    statements_told,
    titles_told,
)
from queries.problems.weights import version_in_force, weights_by_version


def told_list(scope: Scope, locale: str) -> ToldList:
    """The list as its files tell it now. What nobody has looked through for personal data yet is
    masked here."""
    rows = prioritized(scope)
    said: defaultdict[int, list[ToldStatement]] = defaultdict(list)
    for statement in statements_told(scope, locale):
        said[statement.problem_id].append(_masked(statement))
    events = _events(number for row in rows for number in row.events)
    problems = _problems(rows, said, events, locale)
    return _list(scope, locale, problems, events)


def version_of(told: ToldList) -> str:
    """A checksum of all that is told."""
    return sha256(repr(told).encode()).hexdigest()[:16]


def _list(
    scope: Scope, locale: str, problems: Sequence[ToldProblem], events: Mapping[int, Event]
) -> ToldList:
    found = list_with(scope)
    event = db.session.get(Event, scope.event_id) if scope.event_id else None
    said, hidden = _counts(scope)
    version, weights = _weights(found)
    return ToldList(
        scope=scope,
        title=event.title_in(locale) if event else "",
        slug=event.slug if event else scope.province or "programme",
        events=[
            ToldEvent(e.title_in(locale), e.starts_at, e.timezone, e.province)
            for e in sorted(events.values(), key=lambda e: (e.starts_at, e.id))
        ],
        said=said,
        hidden=hidden,
        workshops=_workshops(scope),
        seats=problems[0].grounds.seats if problems else 0,
        published_at=found.published_at if found else None,
        closed_at=found.closed_at if found else None,
        weights=weights,
        weights_version=version,
        problems=problems,
    )


def _problems(
    rows: Sequence[Prioritized],
    said: Mapping[int, Sequence[ToldStatement]],
    events: Mapping[int, Event],
    locale: str,
) -> list[ToldProblem]:
    wider = titles_told([row.problem.part_of_id or 0 for row in rows], locale)
    return [
        ToldProblem(
            place=place,
            title=row.problem.title_in(locale),
            summary=row.problem.summary_in(locale),
            topic=row.problem.topic,
            not_taken_up=row.problem.not_taken_up_in(locale),
            is_public=row.problem.published_at is not None,
            part_of=wider.get(row.problem.part_of_id or 0, ""),
            priority=row.priority,
            terms=row.terms,
            grounds=row.grounds,
            provinces=row.provinces,
            events=[events[number].title_in(locale) for number in row.events],
            scorers=row.scorers,
            impact=row.impact,
            feasibility=row.feasibility,
            sides=_sides(said.get(row.problem.id, ())),
            statements=said.get(row.problem.id, ()),
        )
        for place, row in enumerate(rows, start=1)
    ]


def _sides(statements: Iterable[ToldStatement]) -> dict[Sector | None, int]:
    return dict(Counter(statement.side for statement in statements))


def _masked(statement: ToldStatement) -> ToldStatement:
    if statement.is_read:
        return statement
    return replace(statement, text=marked(statement.text)["public_text"])


def _events(numbers: Iterable[int]) -> dict[int, Event]:
    rows = sa.select(Event).where(Event.id.in_(set(numbers)))
    return {event.id: event for event in db.session.scalars(rows)}


def _counts(scope: Scope) -> tuple[int, int]:
    """How many statements came to the list itself, and how many of them are hidden."""
    hidden = sa.func.count(sa.case((Statement.state == StatementState.HIDDEN, 1)))
    rows = sa.select(sa.func.count(), hidden).where(
        Statement.event_id.is_not_distinct_from(scope.event_id)
    )
    if scope.event_id is None:
        rows = rows.where(Statement.province.is_not_distinct_from(scope.province))
    said, of_hidden = db.session.execute(rows).one()
    return said, of_hidden


def _weights(found: ProblemList | None) -> tuple[int, Weights]:
    versions = weights_by_version()
    version = version_in_force(found, versions) if found else max(versions)
    return version, versions[version]


def _workshops(scope: Scope) -> int:
    rows = sa.select(sa.func.count(Workshop.id)).join(Event, Event.id == Workshop.event_id)
    if scope.event_id is not None:
        rows = rows.where(Workshop.event_id == scope.event_id)
    elif scope.province is not None:
        rows = rows.where(Event.province == scope.province)
    return db.session.scalar(rows) or 0
