"""Surveys and their waves, within the user's province."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, selectinload

from extensions import db
from lib.paging import Page, page_of
from models.boxes import BoxedResponse
from models.feedback import Wave
from models.forms import Choice, Form, Question
from models.responses import Response
from models.surveys import Survey
from models.users import User
from policy import surveys_scoped, waves_scoped
from queries.feedback.waves import WHOLE_WAVE, Totals


def survey_for(survey_id: int, user: User) -> Survey | None:
    """A survey, if the user's province allows it."""
    return db.session.scalar(surveys_scoped(sa.select(Survey).where(Survey.id == survey_id), user))


def surveys_for(user: User, *, limit: int, after: str | None = None) -> Page[Survey]:
    """The surveys that the user may see, the latest first. Raises BadCursor."""
    rows = surveys_scoped(sa.select(Survey), user)
    return page_of(db.session(), rows, Survey.id, limit=limit, after=after, descending=True)


def own_form(survey: Survey) -> Form:
    """The survey's own form with its questions: later waves may ask changed copies of it."""
    return db.session.scalars(
        sa.select(Form)
        .where(Form.survey_id == survey.id)
        .options(
            selectinload(Form.questions).selectinload(Question.choices).joinedload(Choice.places)
        )
        .order_by(Form.id)
        .limit(1)
    ).one()


def own_forms(surveys: Iterable[Survey]) -> Mapping[int, Form]:
    """The surveys' own forms, without their questions, by the survey's number."""
    first = (
        sa.select(sa.func.min(Form.id))
        .where(Form.survey_id.in_([survey.id for survey in surveys]))
        .group_by(Form.survey_id)
    )
    forms = db.session.scalars(sa.select(Form).where(Form.id.in_(first)))
    return {form.survey_id: form for form in forms if form.survey_id is not None}


def waves_by_survey(surveys: Iterable[Survey]) -> Mapping[int, Sequence[Wave]]:
    """The waves of each survey in their order."""
    found: dict[int, list[Wave]] = defaultdict(list)
    waves = db.session.scalars(
        sa.select(Wave)
        .join(Wave.form)
        .where(Form.survey_id.in_([survey.id for survey in surveys]))
        .options(contains_eager(Wave.form))
        .order_by(Wave.number, Wave.id)
    )
    for wave in waves:
        found[wave.form.survey_id or 0].append(wave)
    return found


def wave_for(wave_id: int, user: User) -> Wave | None:
    """A wave of a survey or an event, if the user's province allows it."""
    rows = (
        sa.select(Wave)
        .join(Wave.form)
        .outerjoin(Form.event)
        .outerjoin(Form.survey)
        .where(Wave.id == wave_id)
        .options(WHOLE_WAVE)
    )
    return db.session.scalar(waves_scoped(rows, user))


def totals_by_wave(waves: Iterable[Wave]) -> Mapping[int, Totals]:
    """What became of the answers of each wave, in two statements for all of them."""
    wanted = list(waves)
    counted, waiting = (_counts(table, wanted) for table in (Response, BoxedResponse))
    return {
        wave.id: Totals(wave.invited, counted.get(wave.id, 0), waiting.get(wave.id, 0))
        for wave in wanted
    }


def _counts(table: type[Response] | type[BoxedResponse], waves: list[Wave]) -> dict[int, int]:
    rows: Any = db.session.execute(
        sa.select(table.wave_id, sa.func.count())
        .where(table.wave_id.in_([wave.id for wave in waves]))
        .group_by(table.wave_id)
    )
    return dict(rows.all())
