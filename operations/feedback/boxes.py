"""Out of the boxes: answers are moved several at once, in random order, under new keys.

From each box in a transaction of its own, so that no answer lies beside a sentence or a used right.
Of ten that wait, five chosen at random stay: whoever watches never sees one person's answers come.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from random import SystemRandom
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from extensions import db, site_zone
from lib.turkish import search_key
from models.base import random_id
from models.boxes import BoxedResponse, BoxedStatement
from models.events import Session
from models.feedback import Wave
from models.forms import Question, QuestionKind
from models.responses import Answer, NamedResponse, Response, SubjectAnswer
from models.statements import Statement, StatementSide, StatementSource
from operations.feedback.tables import empty_table, hold_table, one_at_a_time
from operations.feedback.tallies import count_up
from operations.problems.marks import marked

MOVED_AT, STAYING = 10, 5
"""Whenever so many wait, all but so many are moved."""
TOGETHER = 5
"""A statement keeps its session only where so many share session, side and day."""

Box = TypeVar("Box", BoxedResponse, BoxedStatement)
_chance = SystemRandom()


def move_responses() -> int:
    """Move the responses that are due, and count their answers; how many were moved.

    The caller commits before anything else is moved.
    """
    leaving = _taken_out(BoxedResponse)
    if not leaving:
        return 0
    kinds = _kinds(row["question_id"] for boxed in leaving for row in boxed.answers)
    responses, named, answers, about = [], [], [], []
    for boxed in leaving:
        number = random_id()
        responses.append({"id": number, **_columns(boxed, "wave_id", "side", "province")})
        if boxed.person or boxed.registration_id:
            named.append({"response_id": number, **_columns(boxed, "registration_id", "person")})
        for row in _answers(boxed, kinds):
            subject = row.pop("subject_id")
            if subject:
                row |= {"id": random_id(), "wave_id": boxed.wave_id, "subject_id": subject}
                about.append(row)
            else:
                answers.append({**row, "response_id": number})
    _insert(Response, responses)
    _insert(NamedResponse, named)
    _insert(Answer, answers)
    _insert(SubjectAnswer, about)
    count_up(leaving, kinds)
    return len(leaving)


def move_statements(*, at: datetime) -> int:
    """Move the statements that are due; how many. Their day is today. The caller commits before
    anything else is moved."""
    leaving = _taken_out(BoxedStatement)
    if not leaving:
        return 0
    waves = {wave.id: wave for wave in _waves(leaving)}
    moved = [_statement(boxed, waves[boxed.wave_id], at) for boxed in leaving]
    sides = [boxed.side for boxed in leaving]
    _drop_lonely_sessions(moved, sides)
    _hold_sessions(leaving)
    _insert(Statement, moved)
    _insert(
        StatementSide,
        [
            {"statement_id": row["id"], "side": side, "shown": False}
            for row, side in zip(moved, sides, strict=True)
            if side is not None
        ],
    )
    return len(leaving)


def _taken_out(box: type[Box]) -> Sequence[Box]:
    """The rows that leave the box now, in random order; the others are written anew."""
    one_at_a_time()
    if not _due(box) or not hold_table(box):
        return []
    due = _due(box)
    waiting: dict[int, list[Box]] = defaultdict(list)
    for row in db.session.scalars(sa.select(box)):
        waiting[row.wave_id].append(row)
    leaving: list[Box] = [
        row for wave, closed in due.items() for row in _leaving(waiting[wave], closed=closed)
    ]
    gone = {row.id for row in leaving}
    staying: list[Box] = [row for rows in waiting.values() for row in rows if row.id not in gone]
    for row in leaving + staying:
        db.session.expunge(row)
    empty_table(box)
    _insert(box, [_anew(row) for row in staying])
    _chance.shuffle(leaving)
    return leaving


def _due(box: type[Box]) -> dict[int, bool]:
    """The waves from whose part of the box something leaves now, and whether each is closed."""
    counts = db.session.execute(
        sa.select(box.wave_id, Wave.closed_at.is_not(None), sa.func.count())
        .join(Wave, Wave.id == box.wave_id)
        .group_by(box.wave_id, Wave.closed_at)
    )
    return {wave: closed for wave, closed, count in counts if closed or count >= MOVED_AT}


def _leaving(rows: Sequence[Box], *, closed: bool) -> Sequence[Box]:
    return rows if closed else _chance.sample(rows, max(len(rows) - STAYING, 0))


def _columns(boxed: Box, *names: str) -> dict[str, Any]:
    return {name: getattr(boxed, name) for name in names}


def _anew(boxed: Box) -> dict[str, Any]:
    """A row that stays, under a new key."""
    names = (column.name for column in boxed.__table__.columns)
    return _columns(boxed, *names) | {"id": random_id()}


def _answers(boxed: BoxedResponse, kinds: Mapping[int, QuestionKind]) -> Iterable[dict[str, Any]]:
    """The rows to be; of a named problem none, since its text is a statement."""
    for row in boxed.answers:
        if kinds[row["question_id"]] is not QuestionKind.PROBLEM:
            text = row.get("text")
            found_by = search_key(text) if text else None
            yield {"choice_id": None, "number": None, "text": None, "search_key": found_by, **row}


def _kinds(questions: Iterable[int]) -> dict[int, QuestionKind]:
    rows = sa.select(Question.id, Question.kind).where(Question.id.in_(set(questions)))
    return dict(db.session.execute(rows).all())


def _insert(table: Any, rows: list[dict[str, Any]]) -> None:
    """Insert in an order that tells nothing: answers lie by their random keys."""
    if rows:
        db.session.execute(sa.insert(table), _chance.sample(rows, len(rows)))


def _waves(rows: Iterable[BoxedStatement]) -> Sequence[Wave]:
    return db.session.scalars(
        sa.select(Wave).where(Wave.id.in_({row.wave_id for row in rows}))
    ).all()


def _statement(boxed: BoxedStatement, wave: Wave, at: datetime) -> dict[str, Any]:
    event, survey = wave.event, wave.survey
    zone = ZoneInfo(site_zone())
    return {
        "id": random_id(),
        "event_id": event.id if event else None,
        "wave_id": wave.id,
        "province": survey.province if survey else None,
        "session_id": boxed.session_id,
        **marked(boxed.text),
        "hurts": boxed.hurts,
        "topic": boxed.topic,
        "source": StatementSource.FEEDBACK,
        "made_on": event.day_of(at) if event else at.astimezone(zone).date(),
    }


def _drop_lonely_sessions(rows: Sequence[dict[str, Any]], sides: Sequence[Any]) -> None:
    """Forget the session of statements that too few share with side and day."""
    keys: list[tuple[Any, ...]] = [
        (row["wave_id"], row["session_id"], row["made_on"], side)
        for row, side in zip(rows, sides, strict=True)
    ]
    sharing = Counter(keys)
    known = db.session.execute(
        sa.select(Statement.wave_id, Statement.session_id, Statement.made_on, StatementSide.side)
        .outerjoin(StatementSide, StatementSide.statement_id == Statement.id)
        .where(
            Statement.wave_id.in_({row["wave_id"] for row in rows}),
            Statement.session_id.is_not(None),
        )
    )
    sharing.update(tuple(row) for row in known)
    for row, key in zip(rows, keys, strict=True):
        if sharing[key] < TOGETHER:
            row["session_id"] = None


def _hold_sessions(rows: Iterable[BoxedStatement]) -> None:
    """Leave this transaction's mark on the sessions.

    PostgreSQL notes with a session's row which transaction last referred to it, which would be that
    of somebody who wrote about it, also where the statement forgets its session.
    """
    named = {row.session_id for row in rows if row.session_id is not None}
    db.session.execute(
        sa.select(Session.id)
        .where(Session.id.in_(named))
        .with_for_update(read=True, key_share=True)
    )
