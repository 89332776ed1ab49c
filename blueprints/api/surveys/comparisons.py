from typing import Annotated, Literal

from flask import Blueprint
from flask_babel import lazy_gettext as _l
from pydantic import BaseModel, Field

from blueprints.api.base.calls import call
from blueprints.api.base.found import survey_or_404
from blueprints.api.base.problem_details import refused_field
from blueprints.api.surveys.comparison_schemas import ComparisonJson
from models.feedback import Wave
from models.surveys import Survey
from policy import Permission
from queries.feedback.results import By
from queries.surveys.comparison import comparison_of
from queries.surveys.surveys import waves_by_survey

bp = Blueprint("comparisons", __name__, url_prefix="/surveys/<int:survey_id>/comparison")


class WhatToCompare(BaseModel):
    waves: Annotated[
        str,
        Field(
            description="The numbers of two waves, the earlier one first.",
            pattern=r"^\d{1,9},\d{1,9}$",
        ),
    ]
    by: Literal["side", "province"] | None = None


@bp.get("")
@call(
    Permission.SEE_RESULTS,
    _l("Compare two waves of a survey"),
    query=WhatToCompare,
    response=ComparisonJson,
)
def show(survey_id: int, query: WhatToCompare) -> ComparisonJson:
    first, second = _two_waves(survey_or_404(survey_id), query.waves)
    by = By(query.by) if query.by else None
    return ComparisonJson.of(comparison_of(first, second, by=by))


def _two_waves(survey: Survey, named: str) -> tuple[Wave, Wave]:
    waves = {wave.id: wave for wave in waves_by_survey([survey])[survey.id]}
    first, second = (waves.get(int(number)) for number in named.split(","))
    if first is None or second is None or first is second:
        raise refused_field("waves", "Name two different waves of this survey.")
    return first, second
