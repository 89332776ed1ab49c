from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Annotated, Any, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StrictBool

from blueprints.api.base.fields import (
    Line,
    MaybeLine,
    MaybeProvince,
    MaybeText,
    in_zone,
    maybe_in_zone,
    refusal,
    without_defaults,
)
from blueprints.api.base.lists import Listed
from blueprints.api.surveys.question_schemas import AskedQuestion, SurveyQuestion, questions_json
from blueprints.api.surveys.questions import Changes
from blueprints.api.surveys.wave_schemas import WaveJson
from extensions import site_zone
from letters.surveys import survey_address
from lib.slugs import is_slug
from models.forms import Form
from models.surveys import Survey
from operations.surveys.questions import items_of
from operations.surveys.surveys import SurveyDetails


def _slug(text: str) -> str:
    if text and not is_slug(text):
        raise refusal("Give small letters (a to z) and digits, with single - between.")
    return text


class SurveyFields(BaseModel):
    title_en: MaybeLine = ""
    description: Annotated[MaybeText, Field(description="Markdown: what it is for, who asks.")] = ""
    description_en: Annotated[MaybeText, Field(description="Markdown.")] = ""


class NewSurvey(SurveyFields):
    title: Line
    slug: Annotated[
        str,
        Field(max_length=80, description="Left out: made from the title."),
        AfterValidator(_slug),
    ] = ""
    anonymous: Annotated[
        StrictBool, Field(description="false: answers are kept with the person's name.")
    ] = True
    province: Annotated[
        MaybeProvince, Field(description="Left out: the province of the token's user.")
    ] = None
    questions: list[SurveyQuestion]

    def details(self) -> SurveyDetails:
        return SurveyDetails(
            title=self.title,
            title_en=self.title_en,
            description=self.description,
            description_en=self.description_en,
        )


class SurveyChange(SurveyFields):
    """A field that is left out stays as it is."""

    model_config = ConfigDict(json_schema_extra=without_defaults)

    title: Line = ""
    questions: Changes = []


class SurveyLine(BaseModel):
    id: int
    slug: str
    url: Annotated[str, Field(description="The public page.")]
    title: str
    title_en: str
    anonymous: bool
    province: str | None
    form_id: int
    published_at: datetime | None
    created_at: datetime
    waves: list[WaveJson]

    @staticmethod
    def values(survey: Survey, form: Form, waves: Sequence[WaveJson]) -> dict[str, Any]:
        zone = site_zone()
        return {
            **{name: getattr(survey, name) for name in ("id", "slug", "title", "title_en")},
            "url": survey_address(survey),
            "anonymous": not form.named,
            "province": survey.province,
            "form_id": form.id,
            "published_at": maybe_in_zone(survey.published_at, zone),
            "created_at": in_zone(survey.created_at, zone),
            "waves": list(waves),
        }


class SurveyJson(SurveyLine):
    description: str
    description_en: str
    questions: list[AskedQuestion]

    @classmethod
    def of(cls, survey: Survey, form: Form, waves: Sequence[WaveJson]) -> Self:
        return cls.model_construct(
            **cls.values(survey, form, waves),
            description=survey.description,
            description_en=survey.description_en,
            questions=questions_json(items_of(form)),
        )


class SurveyList(Listed[SurveyLine]):
    """One page of the surveys, without their questions."""

    @classmethod
    def of(
        cls,
        surveys: Iterable[Survey],
        forms: Mapping[int, Form],
        waves: Mapping[int, Sequence[WaveJson]],
        after: str | None,
    ) -> Self:
        items = [
            SurveyLine(**SurveyLine.values(survey, forms[survey.id], waves.get(survey.id, ())))
            for survey in surveys
        ]
        return cls(items=items, next=after)
