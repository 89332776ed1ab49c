"""People who may be on the list twice, and merging two registrations."""

from flask import Blueprint, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from blueprints.base.access import requires
from blueprints.base.found import event_or_404, registration_or_404
from blueprints.base.lists import page_asked_for
from blueprints.base.looks import looked, looked_at
from blueprints.base.pages import redirect_with
from blueprints.base.refusals import Words, refusals_told, refusals_told_on
from blueprints.base.transactions import committed
from blueprints.inputs.registrations.duplicates import MergeForm, differing, merge_form
from blueprints.organizer.registrations.words import shared_words
from lib.clock import utc_now
from models.accesses import AccessKind
from models.registrations import Registration
from operations.places.quotas import EventFull
from operations.registrations.duplicates import NotMergeable, merge
from policy import Permission
from queries.registrations.duplicates import pairs_at_one_address, pairs_of_namesakes, shared_by

bp = Blueprint("duplicates", __name__)

PAGE = 25
_OVERTAKEN: Words = {
    NotMergeable: _l(
        "These two cannot be merged: one of them has been cancelled, declined or merged in the "
        "meantime. Look at both registrations."
    )
}
_FULL: Words = {
    EventFull: _l(
        "No place is left for the chosen sector. Choose the other one, or raise its number of places first."
    )
}


@bp.get("/events/<int:event_id>/duplicates")
@requires(Permission.MANAGE_REGISTRATIONS)
def index(event_id: int) -> ResponseReturnValue:
    event = event_or_404(event_id)
    namesakes = page_asked_for(lambda after: pairs_of_namesakes(event, limit=PAGE, after=after))
    alike = pairs_at_one_address(event, limit=PAGE) if "after" not in request.args else []
    people = {one.id for pair in [*namesakes.items, *alike] for one in (pair.first, pair.second)}
    looked(AccessKind.LIST, people=len(people), event=event)
    return render_template(
        "organizer/registrations/duplicates/index.html",
        event=event,
        namesakes=namesakes,
        shared_words=shared_words,
        at_one_address=alike,
    )


@bp.get("/registrations/<int:registration_id>/mergers/<int:other_id>")
@requires(Permission.MANAGE_REGISTRATIONS)
def new(registration_id: int, other_id: int) -> ResponseReturnValue:
    """The form with both side by side; the first one is kept."""
    kept, other = _both(registration_id, other_id)
    return _page(kept, other, merge_form(kept, other)(formdata=None))


@bp.post("/registrations/<int:registration_id>/mergers/<int:other_id>")
@requires(Permission.MANAGE_REGISTRATIONS)
def create(registration_id: int, other_id: int) -> ResponseReturnValue:
    kept, other = _both(registration_id, other_id)
    form = merge_form(kept, other)()
    if not form.validate():
        return _page(kept, other, form, 422)
    with (
        refusals_told_on(_person(registration_id), _OVERTAKEN),
        refusals_told(_FULL, by=lambda why: _page_again(registration_id, other_id, form, why)),
    ):
        committed(
            lambda: merge(kept, other, from_other=form.from_other, by=current_user, at=utc_now())
        )
    return redirect_with(_("Both registrations are one now."), _person(registration_id))


def _both(registration_id: int, other_id: int) -> tuple[Registration, Registration]:
    kept, other = registration_or_404(registration_id), registration_or_404(other_id)
    if kept.id == other.id or kept.event_id != other.event_id:
        abort(404)
    return kept, other


def _page_again(
    registration_id: int, other_id: int, form: MergeForm, why: str
) -> ResponseReturnValue:
    kept, other = _both(registration_id, other_id)
    return _page(kept, other, form, 409, refusal=why)


def _page(
    kept: Registration,
    other: Registration,
    form: MergeForm,
    status: int = 200,
    *,
    refusal: str = "",
) -> ResponseReturnValue:
    looked_at(kept, other)
    page = render_template(
        "organizer/registrations/duplicates/new.html",
        event=kept.event,
        kept=kept,
        other=other,
        form=form,
        refusal=refusal,
        shared=shared_by(kept, other),
        shared_words=shared_words,
        differing=differing(kept, other),
    )
    return page, status


def _person(registration_id: int) -> str:
    return url_for("organizer.registrations.show", registration_id=registration_id)
