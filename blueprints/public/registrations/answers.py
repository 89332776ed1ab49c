"""Answering the questions after approval, and correcting earlier answers."""

from functools import partial
from typing import Any

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints.base.access import for_all
from blueprints.base.pages import redirect_with
from blueprints.base.request_sizes import takes_files
from blueprints.inputs.forms.earlier_answers import given_before, shown_answers
from blueprints.public.registrations.links import registration_or_404
from blueprints.public.registrations.own_sheets import OwnSheet
from blueprints.public.registrations.refusals import tell_refusals
from blueprints.shared.forms.sheets import NothingAsked, asking, carried_out
from lib.clock import utc_now
from operations.registrations.corrections import change_wishes
from operations.registrations.own_pages import ChangesClosed
from queries.forms.answers import rows_of
from queries.forms.questions import questions_open_to

bp = Blueprint("answers", __name__)
tell_refusals(bp)

_PAGE = "public/registrations/answers/edit.html"


@bp.get("/registrations/<token>/answers")
@for_all
def edit(token: str) -> ResponseReturnValue:
    sheet = _sheet(token, formdata=None)
    if not sheet.questions:
        return redirect(url_for("public.registrations.show", token=token), 303)
    return sheet.page(_PAGE)


@bp.post("/registrations/<token>/answers")
@for_all
@takes_files
def update(token: str) -> ResponseReturnValue:
    sheet = _open_sheet(token)
    if not sheet.check():
        return sheet.page(_PAGE, 422)
    carried_out(
        sheet,
        lambda sheet: change_wishes(sheet.registration, sheet.wishes(), at=utc_now(), by=None),
        anew=partial(_open_sheet, token),
        page=lambda again, _why: again.page(_PAGE, 409),
    )
    own_page = url_for("public.registrations.show", token=token)
    return redirect_with(_("Thank you. Your answers are saved."), own_page)


def _open_sheet(token: str, **options: Any) -> OwnSheet[NothingAsked]:
    """The person's sheet. Raises ChangesClosed if there is nothing left to answer."""
    sheet = _sheet(token, **options)
    if not sheet.questions:
        raise ChangesClosed
    return sheet


def _sheet(token: str, **options: Any) -> OwnSheet[NothingAsked]:
    registration = registration_or_404(token)
    questions = questions_open_to(registration, at=utc_now())
    rows = rows_of(registration)
    kind = asking(NothingAsked, questions, answered=given_before(rows))
    form = kind(data=shown_answers(rows), **options)
    return OwnSheet(registration.event, form, questions, registration=registration, token=token)
