from dataclasses import replace
from uuid import uuid4

from flask import Blueprint
from flask_babel import lazy_gettext as _l

from blueprints.api.base.calls import call
from blueprints.api.base.found import wave_or_404
from blueprints.api.base.problem_details import refused_field
from blueprints.api.base.refusal_kinds import WAVE_CLOSED
from blueprints.api.surveys.given import given_answers
from blueprints.api.surveys.wave_schemas import NewAnswers, WaitingJson
from extensions import db
from lib.clock import utc_now
from models.feedback import WaveLink
from operations.feedback.taking import take_answers
from policy import Permission
from queries.feedback.waves import questions_asked_in, totals_of

bp = Blueprint("answers", __name__, url_prefix="/waves/<int:wave_id>/answers")


@bp.post("")
@call(
    Permission.MODERATE_PROBLEMS,
    _l("Enter one person’s answers, from a sheet of paper or another program"),
    body=NewAnswers,
    response=WaitingJson,
    status=202,
    refusals=(WAVE_CLOSED,),
)
def create(wave_id: int, body: NewAnswers) -> WaitingJson:
    """Nobody is written down as having entered it: that would tell whose answers they are."""
    wave = wave_or_404(wave_id)
    if body.person and not wave.is_named:
        raise refused_field("person", "This wave is anonymous: it keeps no names.")
    questions = questions_asked_in(wave)
    on_paper = wave.link is WaveLink.PAPER
    given = given_answers(questions, body.answers, all_required=not on_paper)
    take_answers(
        wave,
        questions,
        replace(given, side=body.side, province=body.province, person=body.person or ""),
        nonce=body.nonce or uuid4().hex,
        at=utc_now(),
    )
    db.session.commit()
    return WaitingJson(waiting=totals_of(wave).waiting)
