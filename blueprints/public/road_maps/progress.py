"""An institution's page: how far its actions have come in a half-year. Whoever has the link reports.

The link stands in no log (see blueprints.base.logs), and no other site is told it (Referrer-Policy).
"""

from collections.abc import Sequence

from flask import Blueprint, abort, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from blueprints.base.access import for_all
from blueprints.base.found import or_404, signed_numbers_or_404
from blueprints.base.pages import redirect_with, refuse_with
from blueprints.base.refusals import Words, refusals_told_on
from blueprints.base.request_sizes import takes_long_texts
from blueprints.base.transactions import committed
from blueprints.inputs.road_maps.report import ReportForm
from lib.clock import utc_now
from models.progress import ActionReport, ProgressLink, ReportState
from models.road_maps import Action
from operations.road_maps.reports import AlreadyDecided, send_reports
from queries.road_maps.actions import today_at
from queries.road_maps.reports import actions_asked, last_reports, link_by_number, stands

bp = Blueprint("progress", __name__)

_REFUSED: Words = {
    AlreadyDecided: _l(
        "A report was approved in the meantime. Read it here, then send the others again."
    )
}
_Row = tuple[Action, ActionReport | None, ReportForm | None]


@bp.get("/progress/<token>")
@for_all
def show(token: str) -> ResponseReturnValue:
    link = _link_or_refusal(token)
    return _page(link, _rows(link, sent=False))


@bp.post("/progress/<token>")
@for_all
@takes_long_texts
def create(token: str) -> ResponseReturnValue:
    """Take the reports on all actions of which something was written; nothing if one is faulty."""
    link, here = _link_or_refusal(token), url_for(".show", token=token)
    rows = _rows(link, sent=True)
    filled = [form for _action, _report, form in rows if form and form.is_touched]
    if not filled:
        return refuse_with(_("Nothing was sent. Write about at least one action first."), here)
    faulty = [form for form in filled if not form.validate()]
    if faulty:
        return _page(link, rows, 422)
    reports = [(form.action, form.details()) for form in filled]
    with refusals_told_on(here, _REFUSED):
        committed(lambda: send_reports(link, reports, at=utc_now()))
    return redirect_with(
        ngettext(
            "Thank you. Your report was received. You can change it until it is decided.",
            "Thank you. Your %(num)d reports were received. You can change them until they are "
            "decided.",
            len(reports),
        ),
        here,
    )


def _link_or_refusal(token: str) -> ProgressLink:
    """404 for a link that is not ours, 410 for one that was revoked or has lapsed."""
    [number] = signed_numbers_or_404("progress", token, count=1)
    link = or_404(link_by_number(number))
    if not stands(link, utc_now()):
        abort(410)
    return link


def _rows(link: ProgressLink, *, sent: bool) -> Sequence[_Row]:
    """Each action with its last report, and a form unless that report was approved."""
    reports = last_reports(link)
    rows: list[_Row] = []
    for action in actions_asked(link):
        report = reports.get(action.id)
        decided = report is not None and report.state is ReportState.APPROVED
        rows.append((action, report, None if decided else ReportForm(action, report, sent=sent)))
    return rows


def _page(link: ProgressLink, rows: Sequence[_Row], status: int = 200) -> ResponseReturnValue:
    refused = [form for _action, _report, form in rows if form and form.refused_fields()]
    page = render_template(
        "public/road_maps/progress/show.html",
        link=link,
        rows=rows,
        refused=refused,
        today=today_at(utc_now()),
    )
    return page, status
