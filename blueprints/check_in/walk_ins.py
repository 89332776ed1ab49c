"""Somebody comes without a registration: on the list, with a ticket and inside in one step."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from blueprints.base.access import requires
from blueprints.base.found import checkpoint_or_404
from blueprints.base.languages import language
from blueprints.base.notice import NOTICE_VERSION
from blueprints.base.request_sizes import takes_files
from blueprints.base.transactions import committed
from blueprints.check_in.desk import came_in, standing
from blueprints.inputs.check_in.walk_in import WalkInForm
from blueprints.inputs.forms.questions import (
    answers_of,
    keep_files,
    refuse_full_choice,
    with_questions,
)
from extensions import db
from lib.clock import utc_now
from models.checkpoints import Checkpoint
from models.forms import AskedAt, Question
from models.places import Quota, QuotaScope
from models.registrations import Registration
from operations.base.details import Wishes, key_of
from operations.check_in.walk_ins import admit, register_at_door
from operations.places.quotas import EventFull
from operations.registrations.entries import NotRegistrable
from policy import Permission
from queries.check_in.desk import known_by_name
from queries.forms.questions import questions_asked

bp = Blueprint("walk_ins", __name__)


@dataclass(frozen=True)
class _Sheet:
    """The form with what is asked at the door; what is asked at registration is not."""

    checkpoint: Checkpoint
    questions: Sequence[Question]
    form: Any

    @classmethod
    def of(cls, checkpoint_id: int, **options: Any) -> "_Sheet":
        checkpoint = checkpoint_or_404(checkpoint_id)
        questions = questions_asked(checkpoint.event, AskedAt.DOOR)
        form = with_questions(WalkInForm, questions, locale=language())
        return cls(checkpoint, questions, form(**options))

    @property
    def number(self) -> str:
        """Of the form as it was filled in: after the browser's Back a namesake is somebody else."""
        return f"{self.form.submission_key.data} {self.form.institution.data}"

    @property
    def key(self) -> str:
        return key_of(self.number, self.checkpoint.event, self.form.person())

    def wishes(self) -> Wishes:
        return Wishes(questions=self.questions, answers=answers_of(self.form, self.questions))


@bp.get("/<int:checkpoint_id>/walk-ins/new")
@requires(Permission.CHECK_IN)
def new(checkpoint_id: int) -> ResponseReturnValue:
    return _page(_Sheet.of(checkpoint_id, formdata=None))


@bp.post("/<int:checkpoint_id>/walk-ins/new")
@requires(Permission.CHECK_IN)
@takes_files
def create(checkpoint_id: int) -> ResponseReturnValue:
    """The same form sent twice is one registration and one reading."""
    sheet = _Sheet.of(checkpoint_id)
    valid = sheet.form.validate()
    if keep_files(sheet.form, sheet.questions, at=utc_now()):
        db.session.commit()  # whatever becomes of the form, nobody has to choose them again
    if not valid:
        return _page(sheet, 422)
    if known := _others_shown(sheet):
        return _page(sheet, 409, known=known)
    try:
        registration = committed(lambda: _register(sheet))
    except (EventFull, NotRegistrable) as refusal:
        db.session.rollback()
        return _refused(checkpoint_id, refusal)
    return _come_in(sheet, registration)


def _come_in(sheet: _Sheet, registration: Registration) -> ResponseReturnValue:
    """Read the new ticket at this door, once for each form."""
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
    """People of this name on the list who have not been said to be somebody else; nobody where one
    of them is who this very form made, by its first click."""
    known = known_by_name(sheet.checkpoint.event, sheet.form.person())
    if any(person.submission_key == sheet.key for person in known):
        return []
    return [] if sheet.form.are_others({person.id for person in known}) else known


def _refused(checkpoint_id: int, refusal: Exception) -> ResponseReturnValue:
    sheet = _Sheet.of(checkpoint_id)
    sheet.form.validate()
    if not isinstance(refusal, EventFull):
        return _page(sheet, 409)
    return _page(sheet, 409, full="" if _said_at_field(sheet, refusal.quota) else _full_words())


def _said_at_field(sheet: _Sheet, quota: Quota | None) -> bool:
    if quota is not None and quota.scope is QuotaScope.SECTOR:
        sheet.form.sector.errors = [_("No place is left for those who represent this side.")]
        return True
    return refuse_full_choice(sheet.form, sheet.questions, quota)


def _full_words() -> str:
    return str(
        _(
            "All places are taken and the event keeps no waiting list. This person is not on the list and has no ticket."
        )
    )


def _page(
    sheet: _Sheet, status: int = 200, *, known: Sequence[Registration] = (), full: str = ""
) -> ResponseReturnValue:
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
