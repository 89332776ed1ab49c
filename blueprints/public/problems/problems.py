"""Problems for everyone: by priority, each with a page of its own, and an event's list."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue

from blueprints.base.access import for_all
from blueprints.base.found import or_404
from blueprints.base.lists import page_asked_for, part_asked_for
from blueprints.base.problem_addresses import problem_address, slug_of
from lib.clock import utc_now
from lib.provinces import by_name
from lib.turkish import sort_key
from models.events import Event
from models.problems import Problem
from models.scopes import Scope
from queries.events.events import published_event
from queries.events.programme import seen_events
from queries.problems.priority import Prioritized, prioritized_where
from queries.problems.published import (
    PublishedFilter,
    published_parts_of,
    published_problem,
    published_problems_of,
    published_topics,
    whole_of,
)
from queries.problems.sayings import Sayings, page_of_sayings, sayings_of
from queries.road_maps.actions import today_at
from queries.road_maps.of_problem import actions_of_problem

bp = Blueprint("problems", __name__)

PAGE = 20
FIRST_SAYINGS = 10
"""How many of a problem a list shows; its own page shows all."""
SAYINGS = 100


@dataclass(frozen=True)
class Card:
    """A problem in a list."""

    row: Prioritized
    said: Sayings

    @property
    def problem(self) -> Problem:
        return self.row.problem


@bp.get("/problems")
@for_all
def index() -> ResponseReturnValue:
    wanted = PublishedFilter.from_query(request.args)
    found = wanted.problems()
    page = part_asked_for(found, limit=PAGE)
    return render_template(
        "public/problems/index.html",
        page=page,
        cards=_cards(page.items),
        count=len(found),
        wanted=wanted,
        provinces=by_name(),
        topics=sorted(published_topics(), key=sort_key),
        event=_event_of(wanted.scope),
    )


@bp.get("/problems/<int:problem_id>")
@bp.get("/problems/<int:problem_id>-<slug>")
@for_all
def show(problem_id: int, slug: str = "") -> ResponseReturnValue:
    """A merged problem leads to where it went, for as long as it is there."""
    problem = or_404(published_problem(problem_id))
    if problem.id != problem_id:
        return redirect(problem_address(problem), 302)
    if slug != slug_of(problem):
        return redirect(problem_address(problem), 301)
    [row] = prioritized_where(Problem.id == problem.id)
    return render_template(
        "public/problems/show.html",
        row=row,
        problem=problem,
        said=sayings_of([problem], most=0).get(problem.id),
        page=page_asked_for(lambda after: page_of_sayings(problem, limit=SAYINGS, after=after)),
        whole=whole_of(problem),
        parts=published_parts_of(problem),
        events=seen_events(row.events),
        actions=actions_of_problem(problem),
        today=today_at(utc_now()),
    )


@bp.get("/events/<slug>/problems")
@for_all
def of_event(slug: str) -> ResponseReturnValue:
    """The problem list of one event; before it is published, a page that says so."""
    event = or_404(published_event(slug))
    return render_template(
        "public/problems/of_event.html", event=event, cards=_cards(published_problems_of(event))
    )


def _event_of(scope: Scope | None) -> Event | None:
    numbers = [scope.event_id] if scope and scope.event_id else []
    return next(iter(seen_events(numbers)), None)


def _cards(rows: Sequence[Prioritized]) -> list[Card]:
    if not rows:
        return []
    said = sayings_of([row.problem for row in rows], most=FIRST_SAYINGS)
    return [Card(row, said.get(row.problem.id, Sayings([], {}))) for row in rows]
