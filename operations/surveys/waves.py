"""A survey is asked in waves: each asks the survey's own form, or a changed copy of it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

import sqlalchemy as sa

from extensions import db
from models.audit import AuditAction
from models.feedback import Wave, WaveLink
from models.forms import Form, FormPurpose
from models.surveys import Survey
from models.users import User
from operations.base.audit import record
from operations.forms.builder import MOST_QUESTIONS, FormFull
from operations.forms.copies import copy_questions
from operations.surveys.questions import ItemDetails, items_of, write_items
from queries.forms.builder import in_order
from queries.surveys.surveys import own_form


@dataclass(frozen=True, kw_only=True)
class WaveDetails:
    """What an organizer enters about a wave, already checked. Times are aware."""

    name: str
    opens_at: datetime
    closes_at: datetime | None = None
    link: WaveLink = WaveLink.PERSONAL
    baseline: bool = False
    target: dict[str, list[str]] = field(default_factory=dict)
    """Whom the worker invites when it opens: see operations.surveys.targets. Empty: nobody."""


def begin_wave(
    survey: Survey,
    details: WaveDetails,
    items: Sequence[ItemDetails] | None = None,
    *,
    by: User | None,
    at: datetime,
) -> Wave:
    """One more wave of the survey. `items`: what it asks, where that is not the survey's own form.

    An item with another wording, other points or labels is not compared with earlier waves. Raises
    FormFull, operations.surveys.questions.ObjectionableItem.
    """
    hold_survey(survey)
    form = own_form(survey)
    if items is not None and list(items) != items_of(form):
        form = _changed_copy(form, items, at)
    wave = Wave(form=form, number=_next_number(survey), **vars(details))
    db.session.add(wave)
    db.session.flush()
    record(AuditAction.WAVE_BEGUN, at=at, by=by, subject_id=wave.id)
    db.session.flush()
    return wave


def hold_survey(survey: Survey) -> None:
    """Lock the survey: its waves are numbered one at a time."""
    held = sa.select(Survey.id).where(Survey.id == survey.id)
    db.session.execute(held.with_for_update(key_share=True))


def _next_number(survey: Survey) -> int:
    last = sa.select(sa.func.max(Wave.number)).join(Wave.form).where(Form.survey_id == survey.id)
    return (db.session.scalar(last) or 0) + 1


def _changed_copy(form: Form, items: Sequence[ItemDetails], at: datetime) -> Form:
    """A form of its own. Where the label stays, what the item was first asked as stays, too."""
    if len(items) > MOST_QUESTIONS:
        raise FormFull
    copy = Form(survey=form.survey, purpose=FormPurpose.SURVEY, named=form.named, questions=[])
    db.session.add(copy)
    db.session.flush()
    asked = in_order(form.questions)
    copy_questions(asked, copy)
    write_items(copy, items, at=at)
    before = {question.key: question for question in asked}
    for question in copy.questions:
        known = before.get(question.key)
        question.asked_as = known.asked_as if known and known.label == question.label else ""
    db.session.flush()
    return copy
