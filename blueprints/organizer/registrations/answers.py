"""A participant's answers, given at registration and later, and their chosen sessions."""

from typing import Any

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from blueprints.base.access import requires
from blueprints.base.found import standing_registration_or_404
from blueprints.base.looks import looked_at
from blueprints.base.pages import redirect_with
from blueprints.base.request_sizes import takes_files
from blueprints.organizer.registrations.sheets import REFUSED, answer_sheet
from blueprints.shared.forms.sheets import NothingAsked, Sheet, carried_out
from lib.clock import utc_now
from models.registrations import Registration
from operations.registrations.corrections import change_wishes
from policy import Permission, may

bp = Blueprint("answers", __name__)


@bp.get("/registrations/<int:registration_id>/answers")
@requires(Permission.MANAGE_REGISTRATIONS)
def edit(registration_id: int) -> ResponseReturnValue:
    registration = standing_registration_or_404(registration_id)
    return _page(registration, _sheet(registration, formdata=None))


@bp.post("/registrations/<int:registration_id>/answers")
@requires(Permission.MANAGE_REGISTRATIONS)
@takes_files
def update(registration_id: int) -> ResponseReturnValue:
    registration = standing_registration_or_404(registration_id)
    sheet = _sheet(registration)
    if not sheet.check():
        return _page(registration, sheet, 422)
    carried_out(
        sheet,
        lambda sheet: change_wishes(registration, sheet.wishes(), at=utc_now(), by=current_user),
        anew=lambda **sent: _sheet(standing_registration_or_404(registration_id), **sent),
        page=lambda again, why: _page(registration, again, 409, refusal=why),
        refused=REFUSED,
    )
    return redirect_with(
        _("The answers are saved."),
        url_for("organizer.registrations.show", registration_id=registration_id),
    )


def _sheet(registration: Registration, **options: Any) -> Sheet[NothingAsked]:
    sensitive = may(current_user, Permission.SEE_SENSITIVE)
    return answer_sheet(registration, sensitive=sensitive, **options)


def _page(
    registration: Registration, sheet: Sheet[NothingAsked], status: int = 200, *, refusal: str = ""
) -> ResponseReturnValue:
    looked_at(registration, sensitive=any(question.sensitive for question in sheet.questions))
    page = render_template(
        "organizer/registrations/answers/edit.html",
        registration=registration,
        event=sheet.event,
        form=sheet.form,
        refusal=refusal,
        questions=sheet.questions,
        sessions=sheet.sessions,
    )
    return page, status
