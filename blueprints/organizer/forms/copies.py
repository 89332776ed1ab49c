"""Copying the questions of another event into this one's form."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_login import current_user

from blueprints.base.access import requires
from blueprints.base.found import event_or_404, or_404
from blueprints.base.pages import redirect_with
from blueprints.base.refusals import Words, refusals_told_on
from blueprints.base.transactions import committed
from blueprints.organizer.forms.built import built_or_404
from lib.clock import utc_now
from operations.forms.builder import FormFull
from operations.forms.copies import copy_form
from policy import Permission
from queries.base.arguments import row_number, search_text
from queries.events.events import event_for
from queries.forms.builder import form_of, forms_to_copy, in_order, without_rows

bp = Blueprint("form_copies", __name__)

_FULL: Words = {FormFull: _l("That would be too many questions for one form. Delete some first.")}
OFFERED = 20
"""Events listed at once; a search finds the others."""


@bp.get("/events/<int:event_id>/form-copies/new")
@requires(Permission.EDIT_EVENTS)
def new(event_id: int) -> ResponseReturnValue:
    built, text = built_or_404(event_id=event_id), search_text(request.args)
    event, purpose = event_or_404(event_id), built.purpose
    return render_template(
        "organizer/forms/copies/new.html",
        event=event,
        purpose=purpose,
        text=text,
        builder=built.address(),
        found=forms_to_copy(current_user, purpose=purpose, but=event, text=text, limit=OFFERED),
    )


@bp.post("/events/<int:event_id>/form-copies/new")
@requires(Permission.EDIT_EVENTS)
def create(event_id: int) -> ResponseReturnValue:
    built = built_or_404(event_id=event_id)
    event, purpose = event_or_404(event_id), built.purpose
    number = row_number(request.form, "source")
    other = or_404(event_for(number, current_user) if number else None)
    source = or_404(form_of(other, purpose))
    count = len(without_rows(in_order(source.questions)))
    builder = built.address()
    with refusals_told_on(builder, _FULL):
        committed(lambda: copy_form(source, event, by=current_user, at=utc_now()))
    return redirect_with(
        ngettext("%(num)d question is taken over.", "%(num)d questions are taken over.", count),
        builder,
    )
