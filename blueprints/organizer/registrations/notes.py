"""Notes about a participant, which organizers write for each other."""

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from blueprints.base.access import requires
from blueprints.base.found import or_404, standing_registration_or_404
from blueprints.base.pages import redirect_with, refuse_with
from blueprints.inputs.registrations.participant import NoteForm
from extensions import db
from lib.clock import utc_now
from operations.registrations.notes import remove_note, write_note
from policy import Permission
from queries.registrations.history import note_on

bp = Blueprint("notes", __name__)


@bp.post("/registrations/<int:registration_id>/notes")
@requires(Permission.MANAGE_REGISTRATIONS)
def create(registration_id: int) -> ResponseReturnValue:
    registration, form = standing_registration_or_404(registration_id), NoteForm()
    if not form.validate():
        return refuse_with(form.first_refusal(), _page(registration_id))
    write_note(registration, form.text.data, by=current_user, at=utc_now())
    db.session.commit()
    return redirect_with(_("Note saved."), _page(registration_id))


@bp.post("/registrations/<int:registration_id>/notes/<int:note_id>/removal")
@requires(Permission.MANAGE_REGISTRATIONS)
def destroy(registration_id: int, note_id: int) -> ResponseReturnValue:
    note = or_404(note_on(standing_registration_or_404(registration_id), note_id))
    remove_note(note, by=current_user, at=utc_now())
    db.session.commit()
    return redirect_with(_("The note is deleted."), _page(registration_id))


def _page(registration_id: int) -> str:
    return url_for("organizer.registrations.show", registration_id=registration_id)
