"""A wave's form, blank, to be printed."""

from flask import Blueprint, abort
from flask.typing import ResponseReturnValue
from flask_login import current_user

from blueprints.base.access import requires
from blueprints.base.found import or_404
from blueprints.base.languages import language
from blueprints.shared.forms.papers import paper_file
from policy import Permission
from queries.surveys.surveys import wave_for

bp = Blueprint("papers", __name__)


@bp.get("/surveys/<int:survey_id>/waves/<int:wave_id>/paper.pdf")
@requires(Permission.SEE_RESULTS)
def show(survey_id: int, wave_id: int) -> ResponseReturnValue:
    """In the language of the page, or in that of `?lang=`."""
    wave = or_404(wave_for(wave_id, current_user))
    if wave.form.survey_id != survey_id:
        abort(404)
    return paper_file(wave, language())
