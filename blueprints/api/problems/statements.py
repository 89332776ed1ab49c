from flask import Blueprint
from flask_babel import lazy_gettext as _l

from blueprints.api.base.callers import caller
from blueprints.api.base.calls import call
from blueprints.api.base.found import event_or_404, statement_or_404
from blueprints.api.base.lists import Window
from blueprints.api.base.problem_details import refused_field
from blueprints.api.base.refusal_kinds import BAD_CURSOR, ORIGINAL_DESTROYED
from blueprints.api.problems.acts_refusals import in_the_apis_words
from blueprints.api.problems.schemas import (
    NewStatement,
    StatementChange,
    StatementJson,
    StatementList,
)
from extensions import db
from lib.clock import utc_now
from models.events import Event, Session
from models.statements import StatementSource
from operations.problems.masks import answer_marks
from operations.problems.statements import add_statement
from operations.problems.states import change_state
from policy import Permission
from queries.problems.problems import statements_of

bp = Blueprint("statements", __name__)


@bp.get("/events/<int:event_id>/statements")
@call(
    Permission.SEE_RESULTS,
    _l("List what people wrote at an event"),
    query=Window,
    response=StatementList,
    refusals=(BAD_CURSOR,),
)
def index(event_id: int, query: Window) -> StatementList:
    event = event_or_404(event_id)
    page = statements_of(event, caller(), limit=query.limit, after=query.after)
    items = [StatementJson.of(statement) for statement in page.items]
    return StatementList(items=items, next=page.next)


@bp.post("/events/<int:event_id>/statements")
@call(
    Permission.MODERATE_PROBLEMS,
    _l("Add a statement to an event’s problem list"),
    body=NewStatement,
    response=StatementJson,
    status=201,
)
def create(event_id: int, body: NewStatement) -> StatementJson:
    event = event_or_404(event_id)
    statement = add_statement(
        event,
        text=body.text,
        side=body.side,
        session=_session(event, body.session_id),
        hurts=body.hurts,
        topic=body.topic,
        source=StatementSource.API,
        by=caller(),
        at=utc_now(),
    )
    db.session.commit()
    return StatementJson.of(statement)


@bp.patch("/statements/<bigint:statement_id>")
@call(
    Permission.MODERATE_PROBLEMS,
    _l("Show or hide a statement, and answer what is marked in it"),
    body=StatementChange,
    response=StatementJson,
    refusals=(ORIGINAL_DESTROYED,),
)
def update(statement_id: int, body: StatementChange) -> StatementJson:
    statement = statement_or_404(statement_id)
    if body.masks:
        accepted = range(len(statement.text)) if body.masks == "accept" else ()  # all there can be
        answer_marks(statement, accepted, by=caller(), at=utc_now())
    if body.state:
        with in_the_apis_words():
            change_state(statement, body.state, reason=body.reason, by=caller(), at=utc_now())
    db.session.commit()
    return StatementJson.of(statement_or_404(statement_id))


def _session(event: Event, session_id: int | None) -> Session | None:
    if session_id is None:
        return None
    for session in event.sessions:
        if session.id == session_id:
            return session
    raise refused_field("session_id", "This event has no such session.")
