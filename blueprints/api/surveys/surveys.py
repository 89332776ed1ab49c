from dataclasses import fields, replace
from typing import Any

from flask import Blueprint
from flask_babel import lazy_gettext as _l

from blueprints.api.base.callers import caller
from blueprints.api.base.calls import call
from blueprints.api.base.found import survey_or_404
from blueprints.api.base.lists import Window
from blueprints.api.base.refusal_kinds import BAD_CURSOR, FORM_LOCKED, OUTSIDE_PROVINCE
from blueprints.api.surveys.questions import changed_details, details_of
from blueprints.api.surveys.schemas import NewSurvey, SurveyChange, SurveyJson, SurveyList
from blueprints.api.surveys.wave_schemas import WaveJson, waves_json
from extensions import db
from lib.clock import utc_now
from models.surveys import Survey
from operations.surveys.questions import items_of
from operations.surveys.surveys import SurveyDetails, change_survey, create_survey
from policy import Permission
from queries.surveys.surveys import own_form, own_forms, surveys_for, waves_by_survey

bp = Blueprint("surveys", __name__, url_prefix="/surveys")

_DETAILS = [field.name for field in fields(SurveyDetails)]


@bp.get("")
@call(
    Permission.SEE_RESULTS,
    _l("List surveys, the latest first"),
    query=Window,
    response=SurveyList,
    refusals=(BAD_CURSOR,),
)
def index(query: Window) -> SurveyList:
    page = surveys_for(caller(), limit=query.limit, after=query.after)
    waves = waves_by_survey(page.items)
    shown = waves_json((wave for of in waves.values() for wave in of), utc_now())
    by_survey = {number: [shown[wave.id] for wave in of] for number, of in waves.items()}
    return SurveyList.of(page.items, own_forms(page.items), by_survey, page.next)


@bp.post("")
@call(
    Permission.EDIT_EVENTS,
    _l("Make a survey"),
    body=NewSurvey,
    response=SurveyJson,
    status=201,
    refusals=(OUTSIDE_PROVINCE,),
)
def create(body: NewSurvey) -> SurveyJson:
    by = caller()
    survey = create_survey(
        body.details(),
        details_of(body.questions),
        named=not body.anonymous,
        province=body.province if "province" in body.model_fields_set else by.province,
        slug=body.slug,
        by=by,
        at=utc_now(),
    )
    db.session.commit()
    return shown(survey)


@bp.get("/<int:survey_id>")
@call(Permission.SEE_RESULTS, _l("Show a survey with its questions"), response=SurveyJson)
def show(survey_id: int) -> SurveyJson:
    return shown(survey_or_404(survey_id))


@bp.patch("/<int:survey_id>")
@call(
    Permission.EDIT_EVENTS,
    _l("Change a survey; after the first answer its texts alone"),
    body=SurveyChange,
    response=SurveyJson,
    refusals=(FORM_LOCKED,),
)
def update(survey_id: int, body: SurveyChange) -> SurveyJson:
    survey = survey_or_404(survey_id)
    before: dict[str, Any] = {name: getattr(survey, name) for name in _DETAILS}
    changes = {name: getattr(body, name) for name in body.model_fields_set & set(_DETAILS)}
    items = None
    if "questions" in body.model_fields_set:
        items = changed_details(items_of(own_form(survey)), body.questions)
    details = replace(SurveyDetails(**before), **changes)
    change_survey(survey, details, items, by=caller(), at=utc_now())
    db.session.commit()
    return shown(survey)


def shown(survey: Survey) -> SurveyJson:
    waves = waves_by_survey([survey])[survey.id]
    shown: list[WaveJson] = list(waves_json(waves, utc_now()).values())
    return SurveyJson.of(survey, own_form(survey), shown)
