"""A nominated person completes their own data and says what they consent to."""

from functools import partial
from typing import Any

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints.base.access import for_all
from blueprints.base.notice import NOTICE_VERSION
from blueprints.base.pages import redirect_with
from blueprints.base.request_sizes import takes_files
from blueprints.inputs.forms.earlier_answers import given_before, shown_answers
from blueprints.inputs.registrations.nominee import CompletionForm
from blueprints.public.registrations.links import registration_or_404
from blueprints.public.registrations.own_sheets import OwnSheet
from blueprints.public.registrations.refusals import (
    MANY_OF_MAILBOX,
    ON_THE_LIST,
    sparing_with_names,
    tell_refusals,
)
from blueprints.shared.forms.sheets import asking, carried_out
from lib.clock import utc_now
from models.forms import AskedAt
from operations.registrations.delegations import complete
from operations.registrations.mailboxes import ManyOfMailbox
from operations.registrations.standing import AlreadyOnList
from queries.forms.answers import rows_of
from queries.forms.questions import questions_asked

bp = Blueprint("completions", __name__)
tell_refusals(bp)

_PAGE = "public/registrations/completions/edit.html"


@bp.get("/registrations/<token>/completion")
@for_all
def edit(token: str) -> ResponseReturnValue:
    if not registration_or_404(token).can_be_completed:
        return redirect(url_for("public.registrations.show", token=token), 303)
    return _sheet(token, formdata=None).page(_PAGE)


@bp.post("/registrations/<token>/completion")
@sparing_with_names
@for_all
@takes_files
def update(token: str) -> ResponseReturnValue:
    sheet = _sheet(token)
    if not sheet.check():
        return sheet.page(_PAGE, 422)
    carried_out(
        sheet,
        _complete,
        anew=partial(_sheet, token),
        page=_refused_page,
        refused={AlreadyOnList: ON_THE_LIST, ManyOfMailbox: MANY_OF_MAILBOX},
    )
    own_page = url_for("public.registrations.show", token=token)
    return redirect_with(_("Thank you, your details are complete."), own_page)


def _refused_page(sheet: OwnSheet[CompletionForm], why: str) -> ResponseReturnValue:
    if why:
        sheet.form["email" if why == MANY_OF_MAILBOX else "given_name"].errors = [why]
    return sheet.page(_PAGE, 409)


def _complete(sheet: OwnSheet[CompletionForm]) -> None:
    complete(
        sheet.registration,
        sheet.form.completed(sheet.registration),
        notice_version=NOTICE_VERSION,
        consents=sheet.form.consents,
        wishes=sheet.wishes(),
        at=utc_now(),
    )


def _sheet(token: str, **options: Any) -> OwnSheet[CompletionForm]:
    """The sheet with the answers given by others, and choices that came with a passed-on place."""
    registration = registration_or_404(token)
    questions = questions_asked(registration.event, AskedAt.REGISTRATION)
    rows = rows_of(registration)
    kind = asking(CompletionForm, questions, answered=given_before(rows))
    form = kind.of(registration, data=shown_answers(rows), **options)
    return OwnSheet(registration.event, form, questions, registration=registration, token=token)
