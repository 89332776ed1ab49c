from flask import Blueprint
from flask_babel import lazy_gettext as _l

from blueprints.api.base.callers import caller
from blueprints.api.base.calls import call
from blueprints.api.base.found import round_or_404, workshop_or_404
from blueprints.api.workshops import rounds, workshops
from blueprints.api.workshops.schemas import RoundJson, WorkshopJson
from extensions import db
from lib.clock import utc_now
from operations.workshops.rounds import close_round
from operations.workshops.workshops import close_workshop
from policy import Permission

bp = Blueprint("workshop_closings", __name__)


@bp.post("/rounds/<int:round_id>/closing")
@call(Permission.MODERATE_PROBLEMS, _l("Close a round of a workshop"), response=RoundJson)
def create_of_round(round_id: int) -> RoundJson:
    closing = round_or_404(round_id)
    close_round(closing, by=caller(), at=utc_now())
    db.session.commit()
    return rounds.shown(closing)


@bp.post("/workshops/<int:workshop_id>/closing")
@call(
    Permission.MODERATE_PROBLEMS,
    _l("Close a workshop for good: no seat leads to its statements any more"),
    response=WorkshopJson,
)
def create_of_workshop(workshop_id: int) -> WorkshopJson:
    workshop = workshop_or_404(workshop_id)
    close_workshop(workshop, by=caller(), at=utc_now())
    db.session.commit()
    return workshops.shown(workshop)
