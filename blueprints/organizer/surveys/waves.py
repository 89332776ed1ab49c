"""Waves of a survey: begun, and each with what it needs: links, an address, or sheets."""

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from markupsafe import Markup

from blueprints.base import labels
from blueprints.base.access import requires
from blueprints.base.found import or_404, survey_or_404, wave_or_404
from blueprints.base.pages import redirect_with
from blueprints.base.transactions import committed
from blueprints.inputs.surveys.rights import AddressesForm, LinksForm
from blueprints.inputs.surveys.wave import WaveForm
from letters.surveys import survey_address
from lib import qr
from lib.clock import utc_now
from lib.provinces import PROVINCES
from lib.withholding import MINIMUM
from models.feedback import Wave, WaveLink
from models.sectors import Sector
from models.surveys import Survey
from operations.feedback.reminders import can_be_reminded
from operations.surveys.targets import SECTORS, uninvited
from operations.surveys.waves import begin_wave
from policy import Permission
from queries.feedback.rates import RatedBy, rates_of
from queries.feedback.waves import totals_of

bp = Blueprint("survey_waves", __name__)

_COUNTED = 1000
"""People of a target group who are counted; of more than these the page says «more than»."""


@bp.get("/surveys/<int:survey_id>/waves/new")
@requires(Permission.EDIT_EVENTS)
def new(survey_id: int) -> ResponseReturnValue:
    survey = survey_or_404(survey_id)
    return _form_page(survey, WaveForm(formdata=None, survey=survey, at=utc_now()))


@bp.post("/surveys/<int:survey_id>/waves/new")
@requires(Permission.EDIT_EVENTS)
def create(survey_id: int) -> ResponseReturnValue:
    survey, at = survey_or_404(survey_id), utc_now()
    form = WaveForm(survey=survey, at=at)
    if not form.validate():
        return _form_page(survey, form, 422)
    wave = committed(lambda: begin_wave(survey, form.details(), by=current_user, at=at))
    return redirect_with(
        _("The wave is there. Now people need a way to its form."),
        url_for(".show", survey_id=survey_id, wave_id=wave.id),
    )


@bp.get("/surveys/<int:survey_id>/waves/<int:wave_id>")
@requires(Permission.SEE_RESULTS)
def show(survey_id: int, wave_id: int) -> ResponseReturnValue:
    return wave_page(wave_or_404(survey_id, wave_id))


def wave_page(
    wave: Wave,
    status: int = 200,
    *,
    links: LinksForm | None = None,
    addresses: AddressesForm | None = None,
) -> ResponseReturnValue:
    """The wave's page, with the forms as they were sent."""
    at = utc_now()
    takes_more = wave.link is WaveLink.PERSONAL and not wave.is_closed and not wave.has_run_out(at)
    page = render_template(
        "organizer/surveys/waves/show.html",
        survey=or_404(wave.survey),
        wave=wave,
        status=wave.status(at),
        totals=totals_of(wave),
        takes_more=takes_more,
        links=links or LinksForm(formdata=None),
        addresses=addresses or AddressesForm(formdata=None),
        waiting_targets=len(uninvited(wave, _COUNTED)) if takes_more and wave.target else 0,
        remindable=takes_more and wave.reminded_at is None and can_be_reminded(wave),
        target_sectors=[Sector(value) for value in wave.target.get(SECTORS, ())],
        fewest=MINIMUM,
        rates=[(by, found) for by, found in rates_of(wave).items() if found],
        named_group=_named_group,
        **_open_link(wave),
    )
    return page, status


def _named_group(by: RatedBy, group: str) -> str:
    """The group in words; "" are those of whom it is not known."""
    if not group:
        return str(_("not known"))
    match by:
        case RatedBy.SECTOR:
            return labels.label(Sector(group))
        case RatedBy.PROVINCE:
            return PROVINCES.get(group, group)
    return group


def _open_link(wave: Wave) -> dict[str, object]:
    """The address that everybody may have, and its picture."""
    if wave.link is not WaveLink.OPEN or wave.survey is None:
        return {}
    address = survey_address(wave.survey)
    picture = qr.svg_once(address, title=_("QR code of the survey’s address"))
    return {"address": address, "picture": Markup(picture)}  # noqa: S704 - drawn by us


def _form_page(survey: Survey, form: WaveForm, status: int = 200) -> ResponseReturnValue:
    page = render_template("organizer/surveys/waves/form.html", survey=survey, form=form)
    return page, status
