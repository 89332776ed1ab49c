"""Tags of participants: put on or taken off one person, or all found by a filter."""

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from blueprints.base.access import requires
from blueprints.base.found import event_or_404, or_404, standing_registration_or_404
from blueprints.base.pages import redirect_with, refuse_with
from blueprints.base.transactions import committed
from blueprints.inputs.registrations.participant import TagForm, TaggingForm
from blueprints.organizer.registrations.filters import all_chips, asked_for, list_address
from extensions import db
from lib.clock import utc_now
from models.events import Event
from operations.registrations.tags import (
    tag_participants,
    tag_registration,
    untag_participants,
    untag_registration,
)
from policy import Permission
from queries.registrations.tags import tag_named, tag_of

bp = Blueprint("tags", __name__)


@bp.get("/events/<int:event_id>/tags/new")
@requires(Permission.MANAGE_REGISTRATIONS)
def new(event_id: int) -> ResponseReturnValue:
    return _page(event_or_404(event_id), TaggingForm(formdata=None))


@bp.post("/events/<int:event_id>/tags")
@requires(Permission.MANAGE_REGISTRATIONS)
def create_many(event_id: int) -> ResponseReturnValue:
    event, form = event_or_404(event_id), TaggingForm()
    if not form.validate():
        return _page(event, form, 422)
    if form.act.data == "remove" and tag_named(event, form.name.data) is None:
        form.name.errors = [_("Nobody has this tag.")]
        return _page(event, form, 422)
    changed = committed(lambda: _change(event_or_404(event_id), form))
    wanted, _offered = asked_for(event)
    return redirect_with(_told(form, changed), list_address(event, wanted))


@bp.post("/registrations/<int:registration_id>/tags")
@requires(Permission.MANAGE_REGISTRATIONS)
def create(registration_id: int) -> ResponseReturnValue:
    form, page = TagForm(), _person(registration_id)
    registration = standing_registration_or_404(registration_id)
    if not form.validate():
        return refuse_with(form.first_refusal(), page)
    committed(lambda: tag_registration(registration, form.name.data, by=current_user, at=utc_now()))
    return redirect_with(_("The tag is added."), page)


@bp.post("/registrations/<int:registration_id>/tags/<int:tag_id>/removal")
@requires(Permission.MANAGE_REGISTRATIONS)
def destroy(registration_id: int, tag_id: int) -> ResponseReturnValue:
    registration = standing_registration_or_404(registration_id)
    tag = or_404(tag_of(registration.event, tag_id))
    untag_registration(registration, tag, by=current_user, at=utc_now())
    db.session.commit()
    return redirect_with(_("The tag is removed."), _person(registration_id))


def _change(event: Event, form: TaggingForm) -> int:
    wanted, _offered = asked_for(event)
    if form.act.data == "add":
        return tag_participants(event, wanted, form.name.data, by=current_user, at=utc_now())
    tag = tag_named(event, form.name.data)
    return untag_participants(event, wanted, tag, by=current_user, at=utc_now()) if tag else 0


def _told(form: TaggingForm, changed: int) -> str:
    name = form.name.data
    if form.act.data == "add":
        return str(
            ngettext(
                "%(num)d person got the tag “%(tag)s”.",
                "%(num)d people got the tag “%(tag)s”.",
                changed,
                tag=name,
            )
        )
    return str(
        ngettext(
            "%(num)d person no longer has the tag “%(tag)s”.",
            "%(num)d people no longer have the tag “%(tag)s”.",
            changed,
            tag=name,
        )
    )


def _page(event: Event, form: TaggingForm, status: int = 200) -> ResponseReturnValue:
    wanted, offered = asked_for(event)
    page = render_template(
        "organizer/registrations/tags/new.html",
        event=event,
        form=form,
        chips=all_chips(wanted, offered),
        query=wanted.as_query(),
        tags=offered.tags,
        count=wanted.count(event),
    )
    return page, status


def _person(registration_id: int) -> str:
    return url_for("organizer.registrations.show", registration_id=registration_id)
