"""A form starts from a template: its questions are written in, under the template's keys."""

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
    form = held(form)  # whoever is sending answers now is waited for
    if is_locked(form):
        raise FormLocked
    invited = sa.select(Wave.id).where(Wave.form_id == form.id, Wave.invited > 0).limit(1)
    if template.named and db.session.scalar(invited) is None:
        form.named = True
    form.questions.clear()
    db.session.flush()  # since the new ones may have the same keys
    form.questions = questions_written(template.pages)
    db.session.flush()
    join_rows(template.pages, form.questions)
    finish_change(form, by=by, at=at)
