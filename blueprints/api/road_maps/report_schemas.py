"""Links for institutions, and their reports, as other programs write and read them."""

from datetime import date, datetime
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, Field

from blueprints.api.base.fields import (
    Email,
    Line,
    MaybeLine,
    Text,
    Time,
    in_zone,
    maybe_in_zone,
    refusal,
)
from blueprints.api.base.lists import Listed
from blueprints.api.road_maps.schemas import Day, EvidenceList, Figure
from extensions import site_zone
from letters.road_maps import progress_address
from models.progress import ActionReport, ProgressLink, ReportState
from models.road_maps import ActionStatus, HalfYear
from operations.road_maps.reports import ReportDetails


def _half_year(text: str) -> str:
    try:
        return HalfYear.parse(text)
    except ValueError:
        raise refusal("Give a half-year such as «2027-1» or «2027-2».")


Period = Annotated[str, AfterValidator(_half_year), Field(examples=["2027-1"])]


class NewLink(BaseModel):
    institution: Line
    email: Email
    locale: Literal["tr", "en"] = "tr"
    period: Period
    lapses_at: Annotated[
        Time | None, Field(description="Left out: 30 days after reports are due.")
    ] = None


class LinkJson(BaseModel):
    id: int
    institution: str
    email: str
    period: str
    due_on: date
    lapses_at: datetime
    revoked_at: datetime | None

    @classmethod
    def of(cls, link: ProgressLink) -> Self:
        zone = site_zone()
        return cls.model_construct(
            **{
                name: getattr(link, name)
                for name in ("id", "institution", "email", "period", "due_on")
            },
            lapses_at=in_zone(link.lapses_at, zone),
            revoked_at=maybe_in_zone(link.revoked_at, zone),
        )


class NewLinkJson(LinkJson):
    url: Annotated[str, Field(description="Shown once: whoever has it reports.")]

    @classmethod
    def of(cls, link: ProgressLink) -> Self:
        told = vars(LinkJson.of(link))
        return cls.model_construct(**told, url=progress_address(link))


class NewReport(BaseModel):
    period: Annotated[Period | None, Field(description="Left out: the half-year of today.")] = None
    measured: Figure | None = None
    measured_on: Annotated[Day | None, Field(description="Left out: today.")] = None
    status: ActionStatus | None = None
    reason: Annotated[
        MaybeLine, Field(description="Why it was dropped. Left out: the explanation.")
    ] = ""
    explanation: Annotated[Text, Field(max_length=2000)]
    evidence: EvidenceList = []

    def details(self, today: date) -> ReportDetails:
        dropped = self.status is ActionStatus.DROPPED
        return ReportDetails(
            measured=self.measured,
            measured_on=None if self.measured is None else self.measured_on or today,
            status=self.status,
            reason=self.reason or (self.explanation if dropped else ""),
            explanation=self.explanation,
            evidence=[each.kept() for each in self.evidence],
        )


class ReturnNote(BaseModel):
    note: Annotated[Text, Field(max_length=2000, description="What is missing.")]


class ReportJson(BaseModel):
    id: int
    action: int
    no: str
    institution: str
    period: str
    state: ReportState
    measured: float | None
    measured_on: date | None
    status: ActionStatus | None
    reason: str
    explanation: str
    evidence: list[dict[str, str]]
    note: str
    sent_at: datetime
    decided_at: datetime | None

    @classmethod
    def of(cls, report: ActionReport) -> Self:
        names = (
            "id",
            "period",
            "state",
            "measured",
            "measured_on",
            "status",
            "reason",
            "explanation",
            "evidence",
            "note",
        )
        return cls(
            **{name: getattr(report, name) for name in names},
            action=report.action_id,
            no=report.action.number,
            institution=report.action.institution,
            sent_at=in_zone(report.sent_at, site_zone()),
            decided_at=maybe_in_zone(report.decided_at, site_zone()),
        )


class ReportList(Listed[ReportJson]):
    """The reports on the actions of a road map, the oldest first; all of them."""


class WhichReports(BaseModel):
    status: ReportState | None = None
