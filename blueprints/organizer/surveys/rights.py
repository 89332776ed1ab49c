"""Personal links to hand out: made, and shown once, as a list, as a file and as cards to print."""

import re

from flask import Blueprint, Response, abort, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from blueprints.base.access import requires
from blueprints.base.found import or_404, wave_or_404
from blueprints.base.languages import language
from blueprints.base.request_sizes import takes_long_texts
from blueprints.base.sent_files import PDF, sent
from blueprints.base.times import deadline
from blueprints.base.transactions import committed
from blueprints.inputs.surveys.rights import MOST_LINKS, LinksForm
from blueprints.organizer.surveys.waves import wave_page
from exports.link_cards import LinkCard, LinkCardSheet, link_cards_pdf
from extensions import keys, site_zone
from letters.feedback import feedback_address
from lib import qr
from lib.clock import utc_now
from lib.signed_links import BadLink
from models.feedback import Wave
from operations.feedback.taking import WaveClosed
from operations.surveys.rights import NoPersonalLinks, hand_out_rights
from policy import Permission

bp = Blueprint("survey_rights", __name__)


@bp.post("/surveys/<int:survey_id>/waves/<int:wave_id>/rights")
@requires(Permission.EDIT_EVENTS)
def create(survey_id: int, wave_id: int) -> ResponseReturnValue:
    """Make links. The page shown at once has them: no address, log or cookie does."""
    wave, form = wave_or_404(survey_id, wave_id), LinksForm()
    if not form.validate():
        return wave_page(wave, 422, links=form)
    try:
        rights = committed(
            lambda: hand_out_rights(wave, form.count.data, by=current_user, at=utc_now())
        )
    except (NoPersonalLinks, WaveClosed):
        form.count.errors = [_("This wave takes no more people.")]
        return wave_page(wave_or_404(survey_id, wave_id), 409, links=form)
    page = render_template(
        "organizer/surveys/rights/show.html",
        survey=or_404(wave.survey),
        wave=wave,
        addresses=[feedback_address(right) for right in rights],
    )
    return _unkept(Response(page))


@bp.post("/surveys/<int:survey_id>/waves/<int:wave_id>/cards")
@requires(Permission.EDIT_EVENTS)
@takes_long_texts
def show_cards(survey_id: int, wave_id: int) -> ResponseReturnValue:
    """The links that the page before still shows, as cards to print. They come from there: we do
    not show them a second time."""
    wave = wave_or_404(survey_id, wave_id)
    addresses = request.form.get("addresses", "").split()
    if not 1 <= len(addresses) <= MOST_LINKS or not all(_is_of(wave, it) for it in addresses):
        abort(400)
    name = f"{or_404(wave.survey).slug}-{_('links')}.pdf"
    return _unkept(sent(link_cards_pdf(_sheet(wave, addresses)), name, PDF))


def _is_of(wave: Wave, address: str) -> bool:
    """Whether it is an address that we gave out for this wave."""
    token = re.sub("^.*/", "", address)
    try:
        wave_id, _right = keys.links.read("feedback", token, count=2)
    except BadLink:
        return False
    return wave_id == wave.id


def _sheet(wave: Wave, addresses: list[str]) -> LinkCardSheet:
    locale, survey = language(), or_404(wave.survey)
    closes_at, zone = wave.closes_at, site_zone()
    described = _("QR code of a personal link")
    return LinkCardSheet(
        language=locale,
        title=_("Personal links: %(survey)s", survey=survey.title_in(locale)),
        programme=_("Strengthening the public sector for cooperation with civil society"),
        survey=survey.title_in(locale),
        until=_("Until %(time)s", time=deadline(closes_at, zone)) if closes_at else "",
        advice=_("Scan the code with your phone’s camera, or type the address. It works once."),
        qr_description=described,
        cards=[LinkCard(qr.svg_once(each, title=described), each) for each in addresses],
    )


def _unkept(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response
