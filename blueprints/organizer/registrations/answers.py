"""What somebody on the list answered, at registration and later, and the sessions they chose."""

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from blueprints.base.access import requires
from blueprints.base.found import standing_registration_or_404
from blueprints.base.pages import redirect_with
from blueprints.base.request_sizes import takes_files
from blueprints.inputs.base import fields as base
from blueprints.inputs.forms.questions import keep_files
from blueprints.organizer.registrations.sheets import Sheet, answer_sheet
from extensions import db
from lib.clock import utc_now
from models.registrations import Registration
from operations.places.quotas import EventFull
from operations.registrations.corrections import change_wishes
from policy import Permission

bp = Blueprint("answers", __name__)


@bp.get("/registrations/<int:registration_id>/answers")
@requires(Permission.MANAGE_REGISTRATIONS)
def edit(registration_id: int) -> ResponseReturnValue:
    registration = standing_registration_or_404(registration_id)
    return _page(registration, answer_sheet(registration, formdata=None))


@bp.post("/registrations/<int:registration_id>/answers")
@requires(Permission.MANAGE_REGISTRATIONS)
@takes_files
def update(registration_id: int) -> ResponseReturnValue:
    registration = standing_registration_or_404(registration_id)
    sheet = answer_sheet(registration)
    valid = sheet.form.validate()
    if keep_files(sheet.form, sheet.own.questions, at=utc_now()):
        db.session.commit()
    if not valid:
        return _page(registration, sheet, 422)
    try:
        change_wishes(registration, sheet.wishes(), at=utc_now(), by=current_user)
    except EventFull as full:
        db.session.rollback()
        registration = standing_registration_or_404(registration_id)
        again = answer_sheet(registration)
        again.form.validate()
        return _page(registration, again, 409, refusal=again.refuse_full(full.quota))
    db.session.commit()
    return redirect_with(
        _("The answers are saved."),
        url_for("organizer.registrations.show", registration_id=registration_id),
    )


def _page(
    registration: Registration, sheet: Sheet[base.Form], status: int = 200, *, refusal: str = ""
) -> ResponseReturnValue:
    page = render_template(
        "organizer/registrations/answers/edit.html",
        registration=registration,
        event=sheet.event,
        form=sheet.form,
        refusal=refusal,
        questions=sheet.own.questions,
        sessions=sheet.own.sessions,
    )
    return page, status
