"""Moving questions on the form, retiring them, and asking them again."""

import re

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from blueprints.base.access import requires
from blueprints.base.pages import redirect_with
from blueprints.base.refusals import Words, refusals_told_on
from blueprints.base.transactions import committed
from blueprints.organizer.forms.built import around, own_question_or_404
from blueprints.organizer.forms.questions import HANGING
from lib.clock import utc_now
from operations.forms.builder import BrokenCondition
from operations.forms.order import (
    bring_back_question,
    move_question,
    retire_question,
)
from policy import Permission

bp = Blueprint("form_order", __name__)

_CANNOT_STAND_THERE: Words = {
    BrokenCondition: _l(
        "It cannot stand there: a question must come after the one that it is shown because of."
    )
}
_CANNOT_COME_BACK: Words = {
    BrokenCondition: _l(
        "It depends on a question or an answer that is no longer asked. Bring that back first."
    )
}


@bp.post("/questions/<int:question_id>/moves")
@requires(Permission.EDIT_EVENTS)
def move(question_id: int) -> ResponseReturnValue:
    question = own_question_or_404(question_id)
    address = around(question).row_address(question)
    with refusals_told_on(address, _CANNOT_STAND_THERE):
        committed(lambda: move_question(question, to=_place(), by=current_user, at=utc_now()))
    return redirect_with(_("The question is moved."), address)


@bp.post("/questions/<int:question_id>/retirement")
@requires(Permission.EDIT_EVENTS)
def retire(question_id: int) -> ResponseReturnValue:
    question = own_question_or_404(question_id)
    address = around(question).row_address(question)
    with refusals_told_on(address, HANGING):
        committed(lambda: retire_question(question, by=current_user, at=utc_now()))
    return redirect_with(_("The question is no longer asked. Its answers stay."), address)


@bp.post("/questions/<int:question_id>/return")
@requires(Permission.EDIT_EVENTS)
def bring_back(question_id: int) -> ResponseReturnValue:
    question = own_question_or_404(question_id)
    address = around(question).row_address(question)
    with refusals_told_on(address, _CANNOT_COME_BACK):
        committed(lambda: bring_back_question(question, by=current_user, at=utc_now()))
    return redirect_with(_("The question is asked again."), address)


def _place() -> int:
    """The new position among the questions of its stage, from 1."""
    sent = request.form.get("to", "")
    return int(sent) if re.fullmatch("[0-9]{1,4}", sent) else 1
