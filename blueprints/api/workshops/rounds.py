from flask import Blueprint
from flask_babel import lazy_gettext as _l

from blueprints.api.base.callers import caller
from blueprints.api.base.calls import call
from blueprints.api.base.found import workshop_or_404
from blueprints.api.base.problem_details import refused_field
from blueprints.api.base.refusal_kinds import ROUND_IS_OPEN, WORKSHOP_OVER
from blueprints.api.workshops.schemas import NewRound, RoundJson
from extensions import db
from lib.clock import utc_now
from models.workshops import Round, RoundKind
from operations.workshops.rounds import open_round
from policy import Permission
from queries.workshops.room import room_of

bp = Blueprint("rounds", __name__)


@bp.post("/workshops/<int:workshop_id>/rounds")
@call(
    Permission.MODERATE_PROBLEMS,
    _l("Open a round of a workshop"),
    body=NewRound,
    response=RoundJson,
    status=201,
    refusals=(ROUND_IS_OPEN, WORKSHOP_OVER),
)
def create(workshop_id: int, body: NewRound) -> RoundJson:
    if body.kind is RoundKind.DOTS and body.dots is None:
        raise refused_field("dots", "Say how many dots each seat has.")
    opened = open_round(
        workshop_or_404(workshop_id),
        body.kind,
        dots=body.dots or 0,
        most=body.most or 0,
        hidden=body.hidden,
        by=caller(),
        at=utc_now(),
    )
    db.session.commit()
    return shown(opened)


def shown(row: Round) -> RoundJson:
    room = room_of(row.workshop)
    seen = next(each for each in room.rounds if each.id == row.id)
    return RoundJson.of(seen, room, row.workshop.event.timezone)
