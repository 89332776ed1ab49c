"""Somebody without a registration is put on the list, gets a ticket and is admitted at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from blueprints.base.access import requires
from blueprints.base.found import checkpoint_or_404
from blueprints.base.looks import looked_at
from blueprints.base.notice import NOTICE_VERSION
from blueprints.base.request_sizes import takes_files
from blueprints.base.transactions import committed
from blueprints.check_in.desk import came_in, standing
from blueprints.inputs.check_in.walk_in import WalkInForm
from blueprints.shared.forms.sheets import Sheet, asking, carried_out
from lib.clock import utc_now
from models.checkpoints import Checkpoint
from models.forms import AskedAt
from models.registrations import Registration
from operations.base.details import key_of
from operations.check_in.walk_ins import admit, register_at_door
from operations.places.quotas import EventFull
from operations.registrations.entries import NotRegistrable
from policy import Permission
from queries.check_in.desk import known_by_name
from queries.forms.questions import questions_asked

bp = Blueprint("walk_ins", __name__)

_FULL = _l(
    "All places are taken and the event has no waiting list. This person is not on the list and "
    "has no ticket. Ask an organiser to add places."
)


@dataclass(frozen=True, kw_only=True)
class _Sheet(Sheet[WalkInForm]):
    """The form with the questions asked at the door, not those asked at registration."""

    checkpoint: Checkpoint

    @classmethod
    def of(cls, checkpoint_id: int, **options: Any) -> "_Sheet":
        checkpoint = checkpoint_or_404(checkpoint_id)
        event, questions = checkpoint.event, questions_asked(checkpoint.event, AskedAt.DOOR)
        form = asking(WalkInForm, questions)(**options)
        return cls(event, form, questions, checkpoint=checkpoint)

    @property
    def number(self) -> str:
        """Identifies the form as it was filled in.

        After the browser's Back, somebody with the same name is another person.
        """
        return f"{self.form.submission_key.data} {self.form.institution.data}"

    @property
    def key(self) -> str:
        return key_of(self.number, self.event_asking, self.form.person())


@bp.get("/<int:checkpoint_id>/walk-ins/new")
@requires(Permission.CHECK_IN)
def new(checkpoint_id: int) -> ResponseReturnValue:
    return _page(_Sheet.of(checkpoint_id, formdata=None))


@bp.post("/<int:checkpoint_id>/walk-ins/new")
@requires(Permission.CHECK_IN)
@takes_files
def create(checkpoint_id: int) -> ResponseReturnValue:
    """Register and admit. The same form sent twice is one registration and one reading."""
    sheet = _Sheet.of(checkpoint_id)
    if not sheet.check():
        return _page(sheet, 422)
    if known := _others_shown(sheet):
        return _page(sheet, 409, known=known)
    registration = carried_out(
        sheet,
        _register,
        anew=partial(_Sheet.of, checkpoint_id),
        page=lambda again, why: _page(again, 409, full=why),
        refused={NotRegistrable: "", EventFull: _FULL},
    )
    return _come_in(sheet, registration)


def _come_in(sheet: _Sheet, registration: Registration) -> ResponseReturnValue:
    """Admit the person by the new ticket at this door, once for each form."""
    nonce = f"walk-in {sheet.key[:48]}"
    committed(
        lambda: admit(sheet.checkpoint, registration, nonce=nonce, by=current_user, at=utc_now())
    )
    page = url_for(
        "check_in.desk.show", checkpoint_id=sheet.checkpoint.id, registration_id=registration.id
    )
    return redirect(page, 303)


def _register(sheet: _Sheet) -> Registration:
    return register_at_door(
        sheet.checkpoint,
        sheet.form.person(),
        submission_key=sheet.number,
        notice_version=NOTICE_VERSION,
        consents=sheet.form.consents,
        by=current_user,
        at=utc_now(),
        wishes=sheet.wishes(),
    )


def _others_shown(sheet: _Sheet) -> Sequence[Registration]:
    """People of this name on the list who were not yet said to be somebody else.

    Nobody if one of them was registered by this very form, by an earlier click.
    """
    known = known_by_name(sheet.checkpoint.event, sheet.form.person())
    if any(person.submission_key == sheet.key for person in known):
        return []
    return [] if sheet.form.are_others({person.id for person in known}) else known


def _page(
    sheet: _Sheet, status: int = 200, *, known: Sequence[Registration] = (), full: str = ""
) -> ResponseReturnValue:
    looked_at(*known)
    at = utc_now()
    page = render_template(
        "check_in/walk_ins/new.html",
        form=sheet.form,
        questions=sheet.questions,
        known=known,
        full=full,
        came_in=came_in(sheet.checkpoint, known, at=at),
        known_numbers=".".join(str(person.id) for person in known),
        **standing(sheet.checkpoint, at),
    )
    return page, status
