"""What a wave found, from its tallies: never more than the small-number rule lets be seen."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from extensions import db
from lib.withholding import MINIMUM, shown_groups
from models.feedback import Wave
from models.forms import AskedOf, Question, QuestionKind
from models.responses import Response, Tally
from models.sectors import Sector
from queries.feedback.waves import Totals, questions_of, totals_of

Group = Sector | str | int | None
"""A sector, a province's number, the number of a session or speaker; None: it was not said."""
Values = Mapping[str, int]
"""How often each value was answered: see models.responses.Tally, without "" for "answered"."""


class By(StrEnum):
    """By what answers can be cut."""

    SIDE = "side"
    PROVINCE = "province"
    SESSION = "session"
    SPEAKER = "speaker"


@dataclass(frozen=True)
class GroupResult:
    group: Group
    n: int
    values: Values


@dataclass(frozen=True)
class ItemResult:
    """The answers to one question."""

    question: Question
    n: int | None
    """How many answered it, "no opinion" included; None: fewer than five, and no figures."""
    missing: int | None
    """How many answered the form, but not this; None where it is not known or not shown."""
    values: Values
    groups: Sequence[GroupResult] = ()


@dataclass(frozen=True)
class Results:
    wave: Wave
    totals: Totals
    by: By | None
    groups: Mapping[Group, int]
    """How many answers each group gave, of the groups that may be shown."""
    withheld: int
    """How many answers are in none of them."""
    items: Sequence[ItemResult] = field(default_factory=list)


def results_of(wave: Wave, *, by: By | None = None) -> Results:
    """The answers counted in this wave, together and, once it is settled, by one cut.

    Under five in all: the numbers of people alone.
    """
    totals = totals_of(wave)
    if totals.counted < MINIMUM:
        return Results(wave, totals, by, {}, 0)
    by = by if wave.settled else None
    counts = _counts(wave, by)
    of_wave = _groups_of_wave(wave, by, counts) if by else {}
    shown = shown_groups(of_wave)
    items = [
        _item(question, counts.get(question.id, {}), totals, shown, by)
        for question in questions_of(wave)
        if question.kind not in (QuestionKind.HEADING, QuestionKind.MATRIX)
    ]
    withheld = sum(of_wave.values()) - sum(shown.values())
    return Results(wave, totals, by, shown, withheld, items)


Counts = Mapping[Group, Mapping[str, int]]
"""By group, how often each value was answered, "" for "answered" included."""


def _counts(wave: Wave, by: By | None) -> Mapping[int, Counts]:
    """By question; where nothing is cut, all in the group None."""
    column = _column(by)
    rows = db.session.execute(
        sa.select(Tally.question_id, column, Tally.value, sa.func.sum(Tally.count))
        .where(Tally.wave_id == wave.id)
        .group_by(Tally.question_id, column, Tally.value)
    )
    found: dict[int, dict[Group, dict[str, int]]] = defaultdict(lambda: defaultdict(dict))
    for question, key, value, count in rows:
        found[question][_group(by, key)][value] = int(count)
    return found


def _column(by: By | None) -> Any:
    match by:
        case By.SIDE:
            return Tally.side
        case By.PROVINCE:
            return Tally.province
        case By.SESSION | By.SPEAKER:
            return Tally.subject_id
    return sa.literal("")


def _group(by: By | None, key: Any) -> Group:
    if not key:
        return None
    return Sector(key) if by is By.SIDE else key


def _groups_of_wave(wave: Wave, by: By, counts: Mapping[int, Counts]) -> dict[Group, int]:
    """How many answers each group gave, in the fixed order of the groups."""
    if by in (By.SIDE, By.PROVINCE):
        column = Response.side if by is By.SIDE else Response.province
        rows = db.session.execute(
            sa.select(column, sa.func.count()).where(Response.wave_id == wave.id).group_by(column)
        )
        found = {_group(by, key): count for key, count in rows}
        return {group: found[group] for group in sorted(found, key=_order)}
    most: dict[Group, int] = defaultdict(int)
    for question in questions_of(wave):
        if question.asked_of is not None and question.asked_of.value == by.value:
            for group, values in counts.get(question.id, {}).items():
                most[group] = max(most[group], values.get("", 0))
    return {group: most[group] for group in sorted(most, key=_order) if group is not None}


def _order(group: Group) -> tuple[int, Any]:
    """Sectors as the form names them, others by their number, and "not said" last."""
    if group is None:
        return 2, ""
    return (0, list(Sector).index(group)) if isinstance(group, Sector) else (1, group)


def _item(
    question: Question, counts: Counts, totals: Totals, shown: Mapping[Group, int], by: By | None
) -> ItemResult:
    values: dict[str, int] = defaultdict(int)
    for of_group in counts.values():
        for value, count in of_group.items():
            values[value] += count
    n = values.pop("", 0)
    if n < MINIMUM:
        return ItemResult(question, None, None, {})
    missing = None if question.asked_of else totals.counted - n
    return ItemResult(question, n, missing, dict(values), _groups(question, counts, shown, by))


def _groups(
    question: Question, counts: Counts, shown: Mapping[Group, int], by: By | None
) -> list[GroupResult]:
    if by is None or not _is_cut(question, by):
        return []
    answered = {group: counts[group].get("", 0) for group in sorted(counts, key=_order)}
    return [
        GroupResult(group, n, {value: c for value, c in counts[group].items() if value})
        for group, n in shown_groups(answered, allowed=shown).items()
    ]


def _is_cut(question: Question, by: By) -> bool:
    """Whether the cut says anything about this question."""
    if by is By.SESSION:
        return question.asked_of is AskedOf.SESSION
    return by is not By.SPEAKER or question.asked_of is AskedOf.SPEAKER
