"""A form starts from a template: its questions are written in, under the template's keys."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa

from extensions import db
from models.feedback import Wave
from models.forms import Form
from models.users import User
from operations.feedback.templates.pieces import FormTemplate
from operations.feedback.templates.writing import join_rows, questions_written
from operations.forms.builder import finish_change, held
from operations.forms.locks import FormLocked, is_locked


def start_from_template(
    form: Form, template: FormTemplate, *, by: User | None, at: datetime
) -> None:
    """Replace the form's questions by those of the template, also retired ones.

    A test is answered by name, unless people were invited who were told otherwise. Raises
    FormLocked.
    """
    form = held(form)
    waves = _held_waves(form)
    if is_locked(form):
        raise FormLocked
    if template.named and not any(wave.invited for wave in waves):
        form.named = True
    form.questions.clear()
    db.session.flush()  # since the new ones may have the same keys
    form.questions = questions_written(template.pages)
    db.session.flush()
    join_rows(template.pages, form.questions)
    finish_change(form, by=by, at=at)


def _held_waves(form: Form) -> Sequence[Wave]:
    """The form's waves, locked: answers that arrive now are in the box before we look, or find the
    new questions."""
    waves = sa.select(Wave).where(Wave.form_id == form.id).with_for_update(of=Wave)
    return db.session.scalars(waves, execution_options={"populate_existing": True}).all()
