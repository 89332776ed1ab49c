from flask import Blueprint
from flask_babel import lazy_gettext as _l

from blueprints.api.base.callers import caller
from blueprints.api.base.calls import call
from blueprints.api.base.found import event_or_404
from blueprints.api.base.lists import Window
from blueprints.api.base.problem_details import BAD_CURSOR, refused_field
from blueprints.api.problems.schemas import NewStatement, StatementJson, StatementList
from extensions import db
from lib.clock import utc_now
from models.events import Event, Session
from models.statements import StatementSource
from operations.problems.statements import add_statement
from policy import Permission
from queries.problems.problems import statements_of

bp = Blueprint("statements", __name__, url_prefix="/events/<int:event_id>/statements")


@bp.get("")
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


@bp.post("")
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


def _session(event: Event, session_id: int | None) -> Session | None:
    if session_id is None:
        return None
    for session in event.sessions:
        if session.id == session_id:
            return session
    raise refused_field("session_id", "This event has no such session.")
