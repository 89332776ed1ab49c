"""An action as a row of a table, from the database or from a frozen half-year."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import url_for

from blueprints.base.problem_addresses import problem_address
from lib.slugs import slugify
from models.base import in_locale
from models.road_maps import Action, ActionStatus
from queries.road_maps.public import ShownActions


@dataclass(frozen=True)
class Row:
    """All that an action plan says of an action, in the reader's language."""

    number: str
    theme: str
    title: str
    institution: str
    partners: Sequence[str]
    province: str | None
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
    source: str
    amount: float | None
    status: ActionStatus
    reason: str
    explanation: str
    evidence: Sequence[dict[str, str]]
    progress: float | None
    late: bool
    unreported: str
    problems: Sequence[tuple[str, str]]
    """Titles and addresses of their pages."""

    @property
    def anchor(self) -> str:
        """Where on the page it stands."""
        return "_".join(self.number.split())


_SAME = (
    "number",
    "institution",
    "partners",
    "province",
    "unit",
    "baseline",
    "target",
    "measured",
    "source",
    "amount",
    "reason",
    "explanation",
    "evidence",
    "progress",
)
_DAYS = ("starts_on", "ends_on", "baseline_on", "target_on", "measured_on")
_BOTH = ("theme", "title", "indicator")
_WORDED = (*_BOTH, *(f"{name}_en" for name in _BOTH))


def rows_of(shown: ShownActions, today: date, locale: str) -> list[Row]:
    return [_row(action, shown, today, locale) for action in shown.actions]


def _row(action: Action, shown: ShownActions, today: date, locale: str) -> Row:
    found = [shown.problems[p.id] for p in action.problems if p.id in shown.problems]
    same: dict[str, Any] = {name: getattr(action, name) for name in (*_SAME, *_DAYS)}
    return Row(
        **same,
        **_worded({name: getattr(action, name) for name in _WORDED}, locale),
        status=action.status,
        late=action.is_late(today),
        unreported=shown.unreported.get(action.id, ""),
        problems=[(p.title_in(locale), problem_address(p)) for p in dict.fromkeys(found)],
    )


def frozen_row(content: dict[str, Any], locale: str) -> Row:
    """From an action in `RoadMapPeriod.content`."""
    same: dict[str, Any] = {name: content[name] for name in (*_SAME, "late", "unreported")}
    days = {name: date.fromisoformat(content[name]) if content[name] else None for name in _DAYS}
    return Row(
        **{**same, **days},
        **_worded(content, locale),
        status=ActionStatus(content["status"]),
        problems=[_frozen_problem(p, locale) for p in content["problems"] if p["published"]],
    )


def _worded(texts: Mapping[str, Any], locale: str) -> dict[str, Any]:
    return {name: in_locale(locale, texts[name], texts[f"{name}_en"]) for name in _BOTH}


def _frozen_problem(problem: dict[str, Any], locale: str) -> tuple[str, str]:
    title = in_locale(locale, problem["title"], problem["title_en"])
    slug = slugify(problem["title"], without="sorun")
    return title, url_for("public.problems.show", problem_id=problem["id"], slug=slug)
