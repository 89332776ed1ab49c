"""Road maps and their actions as other programs write and read them."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Annotated, Any, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StrictBool

from blueprints.api.base.fields import (
    NONE_IS_BLANK,
    Id,
    Line,
    MaybeLine,
    MaybeText,
    in_zone,
    maybe_in_zone,
    refusal,
    without_controls,
    without_defaults,
)
from extensions import site_zone
from letters.compose import site_address
from lib.web_addresses import host_of, is_web_address
from models.road_maps import Action, ActionStatus, ChangeKind, RoadMap, RoadMapChange
from models.scopes import BadScope, Scope
from operations.road_maps.actions import ActionDetails
from operations.road_maps.road_maps import is_period

_LARGEST = 1e15
_YEARS = range(1900, 2200)


def _scope(text: str) -> str:
    try:
        scope = Scope.parse(without_controls(text))
    except BadScope:
        scope = None
    if scope is None or scope.event_id is not None:
        raise refusal("Give «province:76», with a plate number from 01 to 81, or «programme».")
    return str(scope)


def _period(text: str) -> str:
    if not is_period(text):
        raise refusal("Give two years such as «2026-2028», the earlier one first.")
    return text


def _day(day: date) -> date:
    if day.year not in _YEARS:
        raise refusal("Give a day in the years 1900 to 2199.")
    return day


def _web_address(text: str) -> str:
    if not is_web_address(text):
        raise refusal("Give an address that begins with https:// or http://.")
    return text


ScopeText = Annotated[str, AfterValidator(_scope), Field(examples=["province:76"])]
Day = Annotated[date, AfterValidator(_day)]
Figure = Annotated[float, Field(strict=True, allow_inf_nan=False, ge=-_LARGEST, le=_LARGEST)]
Words = Annotated[MaybeText, Field(max_length=2000)]


class Evidence(BaseModel):
    title: Annotated[MaybeLine, Field(description="Left out: the name of the site.")] = ""
    url: Annotated[str, AfterValidator(_web_address), Field(max_length=500)]

    def kept(self) -> dict[str, str]:
        return {"title": self.title or host_of(self.url), "url": self.url}


EvidenceList = Annotated[list[Evidence], Field(max_length=20)]


class NewRoadMap(BaseModel):
    title: Line
    title_en: MaybeLine = ""
    scope: ScopeText
    period: Annotated[str, AfterValidator(_period), Field(examples=["2026-2028"])]
    published: StrictBool = False


class Indicator(BaseModel):
    name: Line
    name_en: MaybeLine = ""
    unit: MaybeLine = ""
    baseline: Figure | None = None
    baseline_on: Day | None = None
    target: Figure | None = None
    target_on: Day | None = None


class IndicatorChange(Indicator):
    """A field that is left out stays as it is."""

    model_config = ConfigDict(json_schema_extra=without_defaults)

    name: Line = ""


class ActionFields(BaseModel):
    """What can be written of an action."""

    theme: MaybeLine = ""
    theme_en: MaybeLine = ""
    title_en: MaybeLine = ""
    problems: Annotated[list[Id], Field(max_length=200)] = []
    partners: Annotated[list[Line], Field(max_length=50)] = []
    indicator: Indicator | None = None
    source: Annotated[MaybeLine, NONE_IS_BLANK, Field(description="Of the money.")] = ""
    amount: Annotated[Figure | None, Field(description="In Turkish lira.", ge=0)] = None
    scope: Annotated[
        ScopeText | None, Field(description="Left out: the scope of the road map.")
    ] = None
    status: ActionStatus = ActionStatus.PLANNED
    reason: Annotated[MaybeLine, NONE_IS_BLANK, Field(description="Why it was dropped.")] = ""
    explanation: Words = ""
    evidence: EvidenceList = []
    measured: Figure | None = None
    measured_on: Day | None = None

    def values(self, names: set[str]) -> dict[str, Any]:
        """Those of these fields that are columns of the table, by the columns' names."""
        plain = {
            name: getattr(self, name) for name in names - {"problems", "indicator", "evidence"}
        }
        if "no" in plain:
            plain["number"] = plain.pop("no")
        if "scope" in plain:
            scope = plain.pop("scope")
            plain["province"] = Scope.parse(scope).province if scope else None
        if "evidence" in names:
            plain["evidence"] = [each.kept() for each in self.evidence]
        if "indicator" in names:
            plain |= self.indicator_values()
        return plain

    def indicator_values(self) -> dict[str, Any]:
        """All of them are empty without an indicator."""
        empty = {"indicator": "", "indicator_en": "", "unit": ""}
        if self.indicator is None:
            return empty | dict.fromkeys(("baseline", "baseline_on", "target", "target_on"))
        names = {"name": "indicator", "name_en": "indicator_en"}
        given = self.indicator.model_fields_set
        return {names.get(name, name): getattr(self.indicator, name) for name in given}


class NewAction(ActionFields):
    no: Annotated[Line, Field(max_length=20, description="As the plan counts: «1.2».")]
    title: Line
    institution: Annotated[Line, Field(description="The one responsible.")]
    starts_on: Day
    ends_on: Day

    def details(self) -> ActionDetails:
        return ActionDetails(**self.values(set(type(self).model_fields)))


class ActionChange(ActionFields):
    """A field that is left out stays as it is."""

    model_config = ConfigDict(json_schema_extra=without_defaults)

    no: Annotated[Line, Field(max_length=20)] = ""
    title: Line = ""
    institution: Line = ""
    starts_on: Day = date.min
    ends_on: Day = date.min
    indicator: IndicatorChange | None = None

    def changed(self, action: Action) -> ActionDetails:
        before = vars(ActionDetails.of(action))
        return ActionDetails(**{**before, **self.values(self.model_fields_set)})


class IndicatorJson(BaseModel):
    name: str
    name_en: str
    unit: str
    baseline: float | None
    baseline_on: date | None
    target: float | None
    target_on: date | None


class ActionJson(BaseModel):
    id: int
    no: str
    theme: str
    theme_en: str
    title: str
    title_en: str
    problems: list[int]
    institution: str
    partners: list[str]
    starts_on: date
    ends_on: date
    indicator: IndicatorJson | None
    source: str
    amount: float | None
    scope: str
    status: ActionStatus
    reason: str
    explanation: str
    measured: float | None
    measured_on: date | None
    progress: Annotated[
        float | None, Field(description="In percent, untrimmed; null: no target or no figure.")
    ]
    late: bool
    evidence: list[dict[str, str]]
    unreported: Annotated[
        str | None, Field(description="The half-year past its due day of which no report came.")
    ]

    @classmethod
    def of(cls, action: Action, today: date, unreported: str | None = None) -> Self:
        told = asdict(ActionDetails.of(action))
        names = set(cls.model_fields) & told.keys() - {"indicator"}
        return cls(
            **{name: told[name] for name in names},
            id=action.id,
            no=action.number,
            problems=[problem.id for problem in action.problems],
            indicator=_indicator(told),
            scope=str(Scope(province=action.province or action.road_map.province)),
            progress=action.progress,
            late=action.is_late(today),
            unreported=unreported,
        )


class ChangeJson(BaseModel):
    at: datetime
    action: Annotated[int | None, Field(description="null: the road map itself.")]
    no: str | None
    what: ChangeKind
    details: Annotated[dict[str, list[Any]], Field(description="`{field: [before, after]}`.")]

    @classmethod
    def of(cls, change: RoadMapChange) -> Self:
        return cls(
            at=in_zone(change.at, site_zone()),
            action=change.action_id,
            no=change.action.number if change.action else None,
            what=change.kind,
            details=change.details,
        )


class RoadMapJson(BaseModel):
    id: int
    slug: str
    url: Annotated[str, Field(description="The public page.")]
    title: str
    title_en: str
    scope: str
    period: str
    published: bool
    published_at: datetime | None
    actions: list[ActionJson]
    changes: Annotated[list[ChangeJson], Field(description="The latest first, at most 200.")]

    @classmethod
    def of(
        cls,
        road_map: RoadMap,
        actions: Sequence[ActionJson] = (),
        changes: Sequence[RoadMapChange] = (),
    ) -> Self:
        return cls(
            **{name: getattr(road_map, name) for name in ("id", "slug", "title", "title_en")},
            url=site_address("public.home.show") + f"roadmaps/{road_map.slug}",
            scope=str(road_map.scope),
            period=road_map.period,
            published=road_map.published_at is not None,
            published_at=maybe_in_zone(road_map.published_at, site_zone()),
            actions=list(actions),
            changes=[ChangeJson.of(change) for change in changes],
        )


def _indicator(told: dict[str, Any]) -> IndicatorJson | None:
    if not told["indicator"]:
        return None
    names = ("unit", "baseline", "baseline_on", "target", "target_on")
    return IndicatorJson(
        name=told["indicator"],
        name_en=told["indicator_en"],
        **{name: told[name] for name in names},
    )
