from collections.abc import Iterable
from datetime import datetime
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, Field, StrictBool, StrictInt

from blueprints.api.base.fields import (
    Email,
    Id,
    Line,
    MaybeProvince,
    Name,
    Province,
    Time,
    in_zone,
    maybe_in_zone,
)
from blueprints.api.surveys.questions import Changes
from extensions import site_zone
from letters.surveys import survey_address
from models.feedback import Wave, WaveLink, WaveStatus
from models.sectors import Sector
from operations.surveys.targets import EVENT, PROVINCES, SECTORS
from queries.feedback.waves import Totals
from queries.surveys.surveys import totals_by_wave

MOST_RIGHTS, MOST_PEOPLE = 10_000, 1_000


class Target(BaseModel):
    """People of our lists who allowed us to write to them; what is left out limits nothing."""

    sectors: list[Sector] = []
    provinces: list[Province] = []
    event: Annotated[Id | None, Field(description="Instead: everybody who came to this event.")] = (
        None
    )

    def stored(self) -> dict[str, list[str]]:
        if self.event is not None:
            return {EVENT: [str(self.event)]}
        limits = {SECTORS: [str(s) for s in self.sectors], PROVINCES: list(self.provinces)}
        return {name: values for name, values in limits.items() if values}


class NewWave(BaseModel):
    name: Name
    opens_at: Time
    closes_at: Annotated[Time | None, Field(description="null: it is closed by hand.")] = None
    link: WaveLink
    baseline: StrictBool = False
    target: Annotated[
        Target | None,
        Field(description="Whom we invite ourselves when a wave by personal link opens."),
    ] = None
    questions: Annotated[
        Changes | None, Field(description="A changed copy of the survey's form: see `PATCH`.")
    ] = None


class WaveJson(BaseModel):
    id: int
    survey_id: int | None
    event_id: int | None
    form_id: int
    number: int
    name: str
    status: WaveStatus
    link: WaveLink
    url: Annotated[str | None, Field(description="Where an open wave is answered.")]
    anonymous: bool
    baseline: bool
    opens_at: datetime
    closes_at: datetime | None
    closed_at: datetime | None
    settled: Annotated[bool, Field(description="Whether all answers were counted at closing.")]
    reminded_at: datetime | None
    target: dict[str, list[str]]
    sheets: int | None
    invited: int
    answered: int
    waiting: Annotated[int, Field(description="Answers that are not counted yet.")]
    counted: int

    @classmethod
    def of(cls, wave: Wave, totals: Totals, at: datetime) -> Self:
        zone = site_zone()
        plain = ("id", "form_id", "number", "name", "link", "baseline", "settled", "target")
        opens = wave.survey is not None and wave.link is WaveLink.OPEN
        return cls(
            **{name: getattr(wave, name) for name in plain},
            survey_id=wave.form.survey_id,
            event_id=wave.form.event_id,
            status=wave.status(at),
            url=survey_address(wave.survey) if opens and wave.survey else None,
            anonymous=not wave.is_named,
            opens_at=in_zone(wave.opens_at, zone),
            closes_at=maybe_in_zone(wave.closes_at, zone),
            closed_at=maybe_in_zone(wave.closed_at, zone),
            reminded_at=maybe_in_zone(wave.reminded_at, zone),
            sheets=wave.sheets,
            invited=totals.invited,
            answered=totals.answered,
            waiting=totals.waiting,
            counted=totals.counted,
        )


def waves_json(waves: Iterable[Wave], at: datetime) -> dict[int, WaveJson]:
    """The waves by their numbers."""
    shown = list(waves)
    totals = totals_by_wave(shown)
    return {wave.id: WaveJson.of(wave, totals[wave.id], at) for wave in shown}


class Person(BaseModel):
    email: Email
    locale: Annotated[Literal["tr", "en"], Field(description="Of the letter.")] = "tr"


class NewRights(BaseModel):
    """Either of the two."""

    count: Annotated[StrictInt | None, Field(ge=1, le=MOST_RIGHTS)] = None
    people: Annotated[
        list[Person] | None,
        Field(min_length=1, max_length=MOST_PEOPLE, description="They are written to, too."),
    ] = None


class RightJson(BaseModel):
    url: Annotated[str, Field(description="Shown this once.")]
    email: str | None


class RightsJson(BaseModel):
    """The new rights. Who was invited to the wave before is not among them."""

    items: list[RightJson]


class NewAnswers(BaseModel):
    answers: Annotated[
        dict[str, Any],
        Field(
            description='By item. A number, or "none" for no opinion; a choice\'s number from 1,'
            " several or a ranking as a list of numbers, {choice, text} after «other»; a text; a"
            " matrix {row item: number}; a problem {text, hurts?, topic?}. Asked of sessions or"
            " speakers: [{subject, value}]."
        ),
    ]
    side: Sector | None = None
    province: MaybeProvince = None
    person: Annotated[
        Line | None, Field(description="Whose answers they are: in named waves alone.")
    ] = None
    nonce: Annotated[
        Name | None, Field(description="Sent twice under one, the answers count once.")
    ] = None


class WaitingJson(BaseModel):
    waiting: int


class Closing(BaseModel):
    sheets: Annotated[
        StrictInt | None, Field(ge=0, le=1_000_000, description="How many sheets are in hand.")
    ] = None
