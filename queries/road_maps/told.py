"""What a file of a road map tells: its actions as they stood or stand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Self

from lib.provinces import PROVINCES
from models.base import in_locale
from models.road_maps import ActionStatus, HalfYear


@dataclass(frozen=True, kw_only=True)
class ToldAction:
    """An action in the language of the file."""

    number: str
    theme: str
    title: str
    problems: Sequence[str]
    """Titles of those that are public."""
    institution: str
    partners: Sequence[str]
    province: str
    """Its name; empty: the whole scope of the road map."""
    starts_on: date
    ends_on: date
    indicator: str
    unit: str
    baseline: float | None
    baseline_on: date | None
    target: float | None
    target_on: date | None
    measured: float | None
    measured_on: date | None
    progress: float | None
    """In percent, untrimmed."""
    source: str
    amount: float | None
    status: ActionStatus
    reason: str
    is_late: bool
    evidence: Sequence[tuple[str, str]]
    """Titles and addresses."""
    explanation: str
    unreported: HalfYear | None
    """Of which half-year no report came."""

    @classmethod
    def of(cls, frozen: Mapping[str, Any], locale: str) -> Self:
        """`frozen` as in RoadMapPeriod.content."""
        plain = ("number", "institution", "unit", "source", "reason", "explanation")
        figures = ("baseline", "target", "measured", "progress", "amount")
        days = ("baseline_on", "target_on", "measured_on")
        said: dict[str, Any] = {name: frozen[name] for name in (*plain, *figures)}
        said |= {name: _told(frozen, name, locale) for name in ("theme", "title", "indicator")}
        said |= {name: _day(frozen[name]) for name in days}
        return cls(
            **said,
            problems=[
                _told(problem, "title", locale)
                for problem in frozen["problems"]
                if problem["published"]
            ],
            partners=frozen["partners"],
            province=PROVINCES.get(frozen["province"] or "", ""),
            starts_on=date.fromisoformat(frozen["starts_on"]),
            ends_on=date.fromisoformat(frozen["ends_on"]),
            status=ActionStatus(frozen["status"]),
            is_late=frozen["late"],
            evidence=[(each["title"], each["url"]) for each in frozen["evidence"]],
            unreported=HalfYear(frozen["unreported"]) if frozen["unreported"] else None,
        )

    @property
    def shown_progress(self) -> float | None:
        """Between 0 and 100."""
        return None if self.progress is None else min(max(self.progress, 0.0), 100.0)


@dataclass(frozen=True)
class Standing:
    """A road map at one time: a half-year as it was approved, or as all stands today."""

    content: Mapping[str, Any]
    """As in RoadMapPeriod.content."""
    approved_on: date | None
    """None: it is not approved, and may still change."""

    @property
    def period(self) -> HalfYear:
        return HalfYear(self.content["period"])

    @property
    def on(self) -> date:
        """The day by which actions are late."""
        return date.fromisoformat(self.content["on"])

    @property
    def previous(self) -> HalfYear | None:
        """The approved half-year that `changes` are told against."""
        return HalfYear(self.content["previous"]) if self.content["previous"] else None

    @property
    def changes(self) -> Sequence[Mapping[str, Any]]:
        """See operations.road_maps.periods."""
        return self.content["changes"]  # type: ignore[no-any-return]

    def title(self, locale: str) -> str:
        return _told(self.content["road_map"], "title", locale)

    @property
    def province(self) -> str:
        """The province's name; empty: the programme's road map."""
        return PROVINCES.get(self.content["road_map"]["province"] or "", "")

    @property
    def years(self) -> str:
        """Of the whole road map, «2026-2028»."""
        return str(self.content["road_map"]["period"])

    def actions(self, locale: str) -> list[ToldAction]:
        return [ToldAction.of(frozen, locale) for frozen in self.content["actions"]]


def change_title(change: Mapping[str, Any], locale: str) -> str:
    """The title of the action that changed."""
    return _told(change, "title", locale)


def _told(said: Mapping[str, Any], name: str, locale: str) -> str:
    return in_locale(locale, said[name], said[f"{name}_en"])


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
