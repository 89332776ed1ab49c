"""What waves found, from their tallies: never more than the small-number rule lets be seen."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from extensions import db
from lib.withholding import MINIMUM, shown_groups
from models.feedback import Wave
from models.forms import AskedOf, Question
from models.responses import Response, Tally
from models.sectors import Sector
from queries.feedback.waves import ReadWave, Totals, read_waves

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
    """How many answers, "no opinion" included: one a person, or one a person and session or
    speaker. None: of fewer than five people or of nobody, and no figures."""
    missing: int | None
    """How many people answered the form, but not this; None where that is not shown."""
    values: Values
    groups: Sequence[GroupResult] = ()


@dataclass(frozen=True)
class Results:
    wave: Wave
    totals: Totals
    by: By | None
    """The cut that was made: none before the wave is settled."""
    groups: Mapping[Group, int]
    """How many answers each group gave, of the groups that may be shown."""
    withheld: int
    """How many answers are in none of them, where a cut was made."""
    items: Sequence[ItemResult] = field(default_factory=list)
    """Empty under five answers."""
    matrices: Mapping[int, Question] = field(default_factory=dict)
    """By their numbers; their rows are among the items."""


@dataclass
class _Counts:
    """The answers to one question by group; where nothing is cut, all are in the group None."""

    answered: dict[Group, int] = field(default_factory=lambda: defaultdict(int))
    values: dict[Group, dict[str, int]] = field(default_factory=lambda: defaultdict(dict))
    people: dict[Group, int] = field(default_factory=dict)
    """Fewer than the answers where one person answers about several sessions or speakers. By
    session or speaker all are in the group None."""

    def add(self, group: Group, value: str, count: int) -> None:
        if not value:
            self.answered[group] += count
            return
        of_group = self.values[group]
        of_group[value] = of_group.get(value, 0) + count


def results_of(wave: Wave, *, by: By | None = None) -> Results:
    """The answers counted in this wave, together and, once it is settled, by one cut.

    Under five in all: the numbers of people alone.
    """
    return cut(read_waves([wave]), by)[0]


def cut(read: Sequence[ReadWave], by: By | None) -> list[Results]:
    """As `results_of`, of several waves at once: as many statements as for one."""
    may_be = [each.wave.id for each in read if by and each.wave.settled]
    counts = _counts([each for each in read if each.wave.id not in may_be], None)
    counts |= _counts([each for each in read if each.wave.id in may_be], by)
    people = _people(may_be, by)
    return [
        _results(each, by if each.wave.id in may_be else None, counts[each.wave.id], people)
        for each in read
    ]


def _results(
    read: ReadWave, by: By | None, counts: Mapping[int, _Counts], people: Mapping[int, Any]
) -> Results:
    if by in (By.SIDE, By.PROVINCE):
        of_wave = people[read.wave.id]
    else:
        of_wave = _by_subject(read.questions, by, counts) if by else {}
    few = read.totals.counted < MINIMUM
    shown = {} if few else shown_groups(of_wave)
    withheld = sum(of_wave.values()) - sum(shown.values())
    items = (
        []
        if few
        else [
            _item(question, counts.get(question.id, _Counts()), read.totals, shown, by)
            for question in read.questions
        ]
    )
    return Results(read.wave, read.totals, by, shown, withheld, items, read.matrices)


def _counts(read: Sequence[ReadWave], by: By | None) -> dict[int, dict[int, _Counts]]:
    """By wave and question."""
    found: dict[int, dict[int, _Counts]] = {each.wave.id: defaultdict(_Counts) for each in read}
    if not read:
        return found
    several = {q.id for each in read for q in each.questions if q.asked_of is not None}
    columns = [Tally.wave_id, Tally.question_id, Tally.value, Tally.subject_id, *_columns(by)]
    rows = db.session.execute(
        sa.select(*columns, sa.func.sum(Tally.count))
        .where(Tally.wave_id.in_(found))
        .group_by(*columns)
    )
    groups: dict[Any, Group] = {}
    for wave, question, value, subject, *sides, number in rows:
        key = sides[0] if sides else subject
        if key not in groups:
            groups[key] = _group(by, key)
        group, counts, count = groups[key], found[wave][question], int(number)
        if not (subject or value):
            counts.people[group] = count
        if bool(subject) is (question in several):
            counts.add(group, value, count)
    return found


def _columns(by: By | None) -> Sequence[Any]:
    match by:
        case By.SIDE:
            return [Tally.side]
        case By.PROVINCE:
            return [Tally.province]
    return []


def _group(by: By | None, key: Any) -> Group:
    if by is None or not key:
        return None
    return Sector(key) if by is By.SIDE else key


def _people(waves: Sequence[int], by: By | None) -> dict[int, dict[Group, int]]:
    """By wave, how many people of each side or province answered, in the fixed order."""
    if by not in (By.SIDE, By.PROVINCE) or not waves:
        return {}
    column = Response.side if by is By.SIDE else Response.province
    rows = db.session.execute(
        sa.select(Response.wave_id, column, sa.func.count())
        .where(Response.wave_id.in_(waves))
        .group_by(Response.wave_id, column)
    )
    found: dict[int, dict[Group, int]] = {wave: {} for wave in waves}
    for wave, key, number in rows:
        found[wave][_group(by, key)] = number
    return {wave: _in_order(groups) for wave, groups in found.items()}


def _by_subject(
    questions: Sequence[Question], by: By, counts: Mapping[int, _Counts]
) -> dict[Group, int]:
    """How many people answered at least one question about each session or speaker: as many as
    answered the question that most did."""
    most: dict[Group, int] = defaultdict(int)
    for question in questions:
        if _is_cut(question, by) and question.id in counts:
            for group, n in counts[question.id].answered.items():
                most[group] = max(most[group], n)
    return _in_order(most)


def _in_order(groups: Mapping[Group, int]) -> dict[Group, int]:
    """Sectors as the form names them, others by their number, and "not said" last."""

    def order(group: Group) -> tuple[int, Any]:
        if group is None:
            return 2, ""
        return (0, list(Sector).index(group)) if isinstance(group, Sector) else (1, group)

    return {group: groups[group] for group in sorted(groups, key=order)}


def _item(
    question: Question, counts: _Counts, totals: Totals, shown: Mapping[Group, int], by: By | None
) -> ItemResult:
    people = sum(counts.people.values())
    if people < MINIMUM:
        return ItemResult(question, None, None, {})
    values: dict[str, int] = defaultdict(int)
    for of_group in counts.values.values():
        for value, count in of_group.items():
            values[value] += count
    groups = _groups(counts, shown, by) if by and _is_cut(question, by) else []
    answered = sum(counts.answered.values())
    return ItemResult(question, answered, totals.counted - people, dict(values), groups)


def _groups(counts: _Counts, shown: Mapping[Group, int], by: By) -> list[GroupResult]:
    """The rule is one of people: where one person answers about several sessions, a few would else
    pass for many."""
    people = counts.people if by in (By.SIDE, By.PROVINCE) else counts.answered
    return [
        GroupResult(group, counts.answered[group], counts.values[group])
        for group in shown_groups(_in_order(people), allowed=shown)
    ]


def _is_cut(question: Question, by: By) -> bool:
    """Whether the cut says anything about this question."""
    if by in (By.SESSION, By.SPEAKER):
        return question.asked_of is AskedOf(by.value)
    return True
