from flask import Blueprint
from flask_babel import lazy_gettext as _l

from blueprints.api.base.callers import caller
from blueprints.api.base.calls import call
from blueprints.api.base.found import wave_or_404
from blueprints.api.base.problem_details import refused_field
from blueprints.api.base.refusal_kinds import WAVE_CLOSED, WAVE_WITHOUT_RIGHTS
from blueprints.api.surveys.wave_schemas import NewRights, RightJson, RightsJson
from extensions import db
from letters.feedback import feedback_address
from lib.clock import utc_now
from models.feedback import Right
from operations.surveys.rights import Invitee, hand_out_rights, invite_people
from policy import Permission

bp = Blueprint("rights", __name__, url_prefix="/waves/<int:wave_id>/rights")


@bp.post("")
@call(
    Permission.EDIT_EVENTS,
    _l("Give rights to answer: so many links, or to people, who are written to once"),
    body=NewRights,
    response=RightsJson,
    status=201,
    refusals=(WAVE_CLOSED, WAVE_WITHOUT_RIGHTS),
)
def create(wave_id: int, body: NewRights) -> RightsJson:
    wave = wave_or_404(wave_id)
    by, at = caller(), utc_now()
    if (body.count is None) == (body.people is None):
        raise refused_field("count", "Give either `count` or `people`.")
    if body.count is not None:
        given: list[tuple[str | None, Right]] = [
            (None, right) for right in hand_out_rights(wave, body.count, by=by, at=at)
        ]
    else:
        people = [Invitee(person.email, person.locale) for person in body.people or ()]
        given = [*invite_people(wave, people, by=by, at=at).items()]
    items = [RightJson(url=feedback_address(right), email=email) for email, right in given]
    db.session.commit()
    return RightsJson(items=items)
