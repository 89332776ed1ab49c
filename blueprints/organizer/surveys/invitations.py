"""People who are invited to a wave by their addresses."""

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from blueprints.base.access import requires
from blueprints.base.found import wave_or_404
from blueprints.base.pages import redirect_with
from blueprints.base.request_sizes import takes_long_texts
from blueprints.base.transactions import committed
from blueprints.inputs.surveys.rights import AddressesForm
from blueprints.organizer.surveys.waves import wave_page
from lib.clock import utc_now
from operations.feedback.taking import WaveClosed
from operations.surveys.rights import NoPersonalLinks, invite_people
from policy import Permission

bp = Blueprint("survey_invitations", __name__)


@bp.post("/surveys/<int:survey_id>/waves/<int:wave_id>/invitations")
@requires(Permission.EDIT_EVENTS)
@takes_long_texts
def create(survey_id: int, wave_id: int) -> ResponseReturnValue:
    wave, form = wave_or_404(survey_id, wave_id), AddressesForm()
    if not form.validate():
        return wave_page(wave, 422, addresses=form)
    people = form.people()
    try:
        invited = committed(lambda: invite_people(wave, people, by=current_user, at=utc_now()))
    except (NoPersonalLinks, WaveClosed):
        form.addresses.errors = [_("This wave takes no more people.")]
        return wave_page(wave_or_404(survey_id, wave_id), 409, addresses=form)
    return redirect_with(
        _said(len(invited), len(people) - len(invited)),
        url_for("organizer.survey_waves.show", survey_id=survey_id, wave_id=wave_id),
    )


def _said(new: int, known: int) -> str:
    said = ngettext("%(num)d person is invited.", "%(num)d people are invited.", new)
    if known:
        said += " " + ngettext(
            "%(num)d had been invited before.", "%(num)d had been invited before.", known
        )
    return str(said)
