"""Whether a form's answers are kept with names."""

from datetime import datetime

import sqlalchemy as sa

from extensions import db
from lib.refusals import Refusal
from models.audit import AuditAction
from models.feedback import Wave
from models.forms import Form
from models.users import User
from operations.base.audit import record
from operations.forms.builder import held
from operations.forms.locks import is_locked


class AlreadyInvited(Refusal):
    """People may answer already, and were told whether their names are kept."""


def set_named(form: Form, named: bool, *, by: User | None, at: datetime) -> None:
    """Whether answers are kept with names. Raises AlreadyInvited once anybody may answer."""
    form = held(form)
    if form.named == named:
        return
    begun = sa.or_(Wave.invited > 0, Wave.opens_at <= at)
    opened = sa.select(Wave.id).where(Wave.form_id == form.id, begun).limit(1)
    if is_locked(form) or db.session.scalar(opened) is not None:
        raise AlreadyInvited
    form.named = named
    record(AuditAction.FORM_CHANGED, at=at, by=by, event=form.event, subject_id=form.id)
    db.session.flush()
