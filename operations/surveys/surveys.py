"""Surveys: made with their own form, changed, and their results published."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime

import sqlalchemy as sa

from extensions import db
from lib.refusals import Refusal
from lib.slugs import slugify
from models.audit import AuditAction
from models.forms import Form, FormPurpose
from models.surveys import Survey
from models.users import User
from operations.base.audit import record
from operations.forms.builder import MOST_QUESTIONS, FormFull, held
from operations.forms.locks import is_locked
from operations.surveys.questions import ItemDetails, mend_texts, write_items
from policy import may_place_events_in
from queries.surveys.surveys import own_form


class ForeignProvince(Refusal):
    """The user may not make a survey there."""


class SlugTaken(Refusal):
    """Another survey has this address."""


@dataclass(frozen=True, kw_only=True)
class SurveyDetails:
    """What an organizer enters about a survey, already cleaned."""

    title: str
    title_en: str = ""
    description: str = ""
    description_en: str = ""


def create_survey(
    details: SurveyDetails,
    items: Sequence[ItemDetails],
    *,
    named: bool = False,
    province: str | None,
    slug: str = "",
    by: User,
    at: datetime,
) -> Survey:
    """Make a survey with its own form. `slug`: its address; "" makes one from the title.

    Raises ForeignProvince, SlugTaken, FormFull, operations.surveys.questions.ObjectionableItem.
    """
    if not may_place_events_in(by, province):
        raise ForeignProvince
    if slug and _is_taken(slug):
        raise SlugTaken
    survey = Survey(
        slug=slug or _free_slug(details.title),
        province=province,
        created_at=at,
        created_by_id=by.id,
        **vars(details),
    )
    form = Form(survey=survey, purpose=FormPurpose.SURVEY, named=named, questions=[])
    db.session.add_all([survey, form])
    db.session.flush()
    _write(form, items, at)
    record(AuditAction.SURVEY_CREATED, at=at, by=by, subject_id=survey.id)
    db.session.flush()
    return survey


def change_survey(
    survey: Survey,
    details: SurveyDetails,
    items: Sequence[ItemDetails] | None = None,
    *,
    by: User,
    at: datetime,
) -> None:
    """Change a survey, and the questions of its own form where `items` are given.

    Once somebody has answered that form, texts alone can be changed. Raises FormFull,
    operations.forms.locks.FormLocked,
    operations.surveys.questions.ObjectionableItem.
    """
    for name in [field.name for field in fields(SurveyDetails)]:
        setattr(survey, name, getattr(details, name))
    record(AuditAction.SURVEY_CHANGED, at=at, by=by, subject_id=survey.id)
    if items is not None:
        change_questions(own_form(survey), items, by=by, at=at)
    db.session.flush()


def change_questions(
    form: Form, items: Sequence[ItemDetails], *, by: User | None, at: datetime
) -> None:
    """Make the form ask these. Raises as `change_survey` does."""
    form = held(form)  # whoever is sending the first answer now is waited for
    if is_locked(form):
        mend_texts(form, items, by=by, at=at)
    else:
        _write(form, items, at)
    record(AuditAction.FORM_CHANGED, at=at, by=by, subject_id=form.id)
    db.session.flush()


def _write(form: Form, items: Sequence[ItemDetails], at: datetime) -> None:
    if len(items) > MOST_QUESTIONS:
        raise FormFull
    write_items(form, items, at=at)


def _is_taken(slug: str) -> bool:
    return db.session.scalar(sa.select(Survey.id).where(Survey.slug == slug)) is not None


def _free_slug(title: str) -> str:
    """The title's slug, with -2, -3 … behind it where it is taken. The unique constraint is the
    true guard."""
    slug = slugify(title, without="survey")
    taken = set(db.session.scalars(sa.select(Survey.slug).where(Survey.slug.startswith(slug))))
    number, free = 2, slug
    while free in taken:
        free, number = f"{slug}-{number}", number + 1
    return free
