"""What came of problems: the actions that stand for them, also through what gathers them.

A problem reaches the wider ones it is part of, and all of them the ones that were merged into them:
an action for a problem of the programme is an action for what was said in one event.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import aliased, contains_eager

from extensions import db
from models.events import Event, EventStatus
from models.feedback import Wave
from models.forms import Form
from models.problems import Problem, ProblemList, ProblemStanding
from models.road_maps import Action, RoadMap, action_problems
from models.statements import Statement
from models.surveys import Survey

_L = ProblemList


@dataclass(frozen=True)
class Outcome:
    """A published problem and what came of it."""

    problem: Problem
    actions: Sequence[Action]
    """Of published road maps."""
    gathered_in: Sequence[Problem]
    """Published problems of wider lists that this one is part of."""

    @property
    def refusing(self) -> Problem | None:
        """The problem of these that says why nothing will be done; None: none does, or something
        is done after all."""
        if self.actions:
            return None
        return next((p for p in (self.problem, *self.gathered_in) if p.not_taken_up), None)


def actions_by_problem(problems: Iterable[int]) -> Mapping[int, Sequence[Action]]:
    """For each of these problems the actions of published road maps that stand for it."""
    return _actions_by_root(_reached(list(problems), upwards=True))


def outcomes_of(problems: Sequence[Problem]) -> list[Outcome]:
    """Of each of these published problems, in their order; in two statements."""
    if not problems:
        return []
    reached = _reached([problem.id for problem in problems], upwards=True)
    actions, wider = _actions_by_root(reached), _wider_by_root(reached)
    return [Outcome(p, actions[p.id], wider[p.id]) for p in problems]


def outcomes_of_event(event: Event) -> list[Outcome]:
    """Of every published problem that was said there, the oldest first."""
    return outcomes_of(db.session.scalars(_published().where(_L.event_id == event.id)).all())


def outcomes_said_at(event: Event) -> list[Outcome]:
    """As `outcomes_of_event`, then those of wider lists that alone show what was said there."""
    unseen = (
        sa.select(Problem.id)
        .join(Problem.problem_list)
        .where(
            _L.event_id == event.id,
            Problem.standing == ProblemStanding.OPEN,
            Problem.published_at.is_(None),
        )
    )
    gathering = sa.select(_reached(unseen, upwards=True).c.id)
    wider = outcomes_of(
        db.session.scalars(
            _published().where(Problem.id.in_(gathering), _L.event_id.is_(None))
        ).all()
    )
    above = {whole.id for outcome in wider for whole in outcome.gathered_in}
    nearest = [outcome for outcome in wider if outcome.problem.id not in above]
    return [*outcomes_of_event(event), *nearest]


def outcomes_of_survey(survey: Survey) -> list[Outcome]:
    """Of every published problem with a sentence of this survey."""
    said = _problems_of_surveys(Form.survey_id == survey.id).with_only_columns(Statement.problem_id)
    return outcomes_of(db.session.scalars(_published().where(Problem.id.in_(said))).all())


@dataclass(frozen=True)
class Places:
    """Where something was said: numbers of events and of surveys."""

    events: Sequence[int]
    surveys: Sequence[int]


def places_of(problems: Iterable[int]) -> Places:
    """Where published problems with these numbers, or parts of them, were said."""
    reached = sa.select(_reached(list(problems), upwards=False).c.id)
    open_ones = (Problem.standing == ProblemStanding.OPEN, Problem.published_at.is_not(None))
    events = (
        sa.select(_L.event_id)
        .join(Problem, Problem.list_id == _L.id)
        .join(Event, Event.id == _L.event_id)
        .where(Problem.id.in_(reached), *open_ones, Event.status != EventStatus.DRAFT)
    )
    surveys = _problems_of_surveys(Problem.id.in_(reached), *open_ones)
    return Places(
        _numbers(events.order_by(_L.event_id)),
        _numbers(surveys.order_by(Form.survey_id)),
    )


def surveys_in(problem_list: ProblemList) -> Sequence[int]:
    """The numbers of the surveys whose sentences are in published problems of this list."""
    inside = Problem.list_id == problem_list.id, Problem.published_at.is_not(None)
    return _numbers(_problems_of_surveys(*inside).order_by(Form.survey_id))


def _numbers(rows: sa.Select[int | None]) -> list[int]:
    return [number for number in db.session.scalars(rows.distinct()) if number is not None]


def _problems_of_surveys(*conditions: sa.ColumnElement[bool]) -> sa.Select[int | None]:
    """The numbers of surveys whose statements are in such problems."""
    return (
        sa.select(Form.survey_id)
        .join(Wave, Wave.form_id == Form.id)
        .join(Statement, Statement.wave_id == Wave.id)
        .join(Problem, Problem.id == Statement.problem_id)
        .where(Form.survey_id.is_not(None), *conditions)
    )


def _published() -> sa.Select[Problem]:
    return (
        sa.select(Problem)
        .join(Problem.problem_list)
        .outerjoin(ProblemList.event)
        .where(Problem.standing == ProblemStanding.OPEN, Problem.published_at.is_not(None))
        .where(sa.or_(ProblemList.event_id.is_(None), Event.status != EventStatus.DRAFT))
        .options(contains_eager(Problem.problem_list).lazyload(ProblemList.event))
        .order_by(Problem.created_at, Problem.id)
    )


def _reached(problems: Sequence[int] | sa.Select[int], *, upwards: bool) -> sa.CTE:
    """Rows of `root`, one of these problems, and `id`, a problem that is reached from it: upwards
    those that gather it, downwards its parts; and whatever was merged with any of them."""
    start = sa.select(Problem.id.label("root"), Problem.id.label("id"))
    reached = start.where(Problem.id.in_(problems)).cte("reached", recursive=True)
    here, there = aliased(Problem), aliased(Problem)
    whole, part = (there, here) if upwards else (here, there)
    is_part = sa.and_(part.part_of_id == whole.id, part.standing == ProblemStanding.OPEN)
    merged = sa.or_(there.id == here.merged_into_id, there.merged_into_id == here.id)
    step = (
        sa.select(reached.c.root, there.id)
        .join_from(reached, here, here.id == reached.c.id)
        .join(there, sa.or_(is_part, merged))
    )
    return reached.union(step)


def _actions_by_root(reached: sa.CTE) -> dict[int, list[Action]]:
    rows = (
        sa.select(reached.c.root, Action)
        .join_from(reached, action_problems, action_problems.c.problem_id == reached.c.id)
        .join(Action, Action.id == action_problems.c.action_id)
        .join(Action.road_map)
        .where(RoadMap.published_at.is_not(None))
        .options(contains_eager(Action.road_map))
        .order_by(RoadMap.id, Action.position, Action.id)
    )
    found: dict[int, list[Action]] = defaultdict(list)
    for root, action in db.session.execute(rows):
        if action not in found[root]:
            found[root].append(action)
    return found


def _wider_by_root(reached: sa.CTE) -> dict[int, list[Problem]]:
    rows = (
        _published()
        .add_columns(reached.c.root)
        .join(reached, reached.c.id == Problem.id)
        .where(reached.c.id != reached.c.root)
    )
    found: dict[int, list[Problem]] = defaultdict(list)
    for problem, root in db.session.execute(rows):
        found[root].append(problem)
    return found
