"""What people wrote, in random order, with their sector where it may be told."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from extensions import db
from lib.paging import BadCursor, Page
from lib.withholding import MINIMUM, shown_groups
from models.feedback import Wave
from models.forms import Question
from models.responses import Answer, Quotation, Response, SubjectAnswer
from models.sectors import Sector
from queries.base.arguments import words_in
from queries.feedback.sides import Counts, answered_by_side, wrote_by_side

MOST_QUOTED = 3
"""How many answers to one question are quoted."""
_PRIME = 1_000_003
_LONGEST = 9
"""More digits than any place in a list has."""


@dataclass(frozen=True)
class WrittenAnswer:
    text: str
    side: Sector | None
    """None: it was not said, or may not be told."""
    quoted: bool = False
    """Whether it was chosen to be quoted."""


def written_answers(
    wave: Wave, question: Question, *, limit: int, after: str | None = None, search: str = ""
) -> Page[WrittenAnswer]:
    """The texts that answer one question of the wave, also those written after "other".

    `search`: those with all of these words. Nothing where fewer than five people answered the
    question; sectors once the wave is settled. Raises lib.paging.BadCursor.
    """
    skipped = _skipped(after)
    wrote = wrote_by_side(wave, [question])[question.id]
    if sum(wrote.values()) < MINIMUM:
        return Page([], None)
    rows = _texts(wave, question, search).offset(skipped).limit(limit + 1)
    found = db.session.execute(rows).all()
    told = _told(wave, wrote, _sides_of(wave)) if question.asked_of is None else set()
    following = str(skipped + limit) if len(found) > limit else None
    return Page([_written(row, told) for row in found[:limit]], following)


def first_texts(
    wave: Wave, questions: Sequence[Question], *, limit: int
) -> Mapping[int, Page[WrittenAnswer]]:
    """The beginning of the same for several questions at once, by the question's number."""
    return _of_several(wave, questions, {q.id: _texts(wave, q) for q in questions}, limit)


def quotations(wave: Wave, questions: Sequence[Question]) -> Mapping[int, Sequence[WrittenAnswer]]:
    """The texts that were chosen to be quoted, by the question's number."""
    once = [question for question in questions if question.asked_of is None]
    selects = {q.id: _texts(wave, q).where(_is_quoted()) for q in once}
    pages = _of_several(wave, once, selects, MOST_QUOTED)
    return {number: page.items for number, page in pages.items() if page.items}


def quoted_numbers(wave: Wave) -> Sequence[tuple[int, int]]:
    """The numbers of the questions and responses whose texts are quoted."""
    rows = db.session.execute(
        sa.select(Quotation.question_id, Quotation.response_id)
        .join(Response, Response.id == Quotation.response_id)
        .where(Response.wave_id == wave.id)
        .order_by(Quotation.question_id, Quotation.response_id)
    )
    return [(question, response) for question, response in rows]


def response_that_wrote(wave: Wave, question: Question, text: str) -> int | None:
    """The number of a response that answered the question with exactly this text."""
    return db.session.scalar(
        sa.select(Answer.response_id)
        .join(Answer.response)
        .where(Response.wave_id == wave.id, Answer.question_id == question.id, Answer.text == text)
        .order_by(sa.not_(_is_quoted()), Answer.response_id)
        .limit(1)
    )


def _of_several(
    wave: Wave, questions: Sequence[Question], selects: Mapping[int, sa.Select[Any]], limit: int
) -> Mapping[int, Page[WrittenAnswer]]:
    """The first rows of each select, read in one statement."""
    if not questions:
        return {}
    wrote, sides = wrote_by_side(wave, questions), _sides_of(wave)
    rows: dict[int, list[Any]] = defaultdict(list)
    parts = [select.limit(limit + 1).subquery().select() for select in selects.values()]
    for row in db.session.execute(sa.union_all(*parts)):
        rows[row.question_id].append(row)
    found = {}
    for question in questions:
        counts = wrote[question.id]
        if sum(counts.values()) < MINIMUM:
            continue
        told = _told(wave, counts, sides) if question.asked_of is None else set()
        of_question = sorted(rows[question.id], key=lambda row: row.place)
        texts = [_written(row, told) for row in of_question[:limit]]
        found[question.id] = Page(texts, str(limit) if len(of_question) > limit else None)
    return found


def _texts(wave: Wave, question: Question, search: str = "") -> sa.Select[Any]:
    """Each text with its side, in the question's own random order.

    The responses' numbers are random, but the same for all questions: in their order the third
    text here and the third text there would be one person's.
    """
    table: Any
    if question.asked_of is not None:
        table, key = SubjectAnswer, SubjectAnswer.id
        side = sa.cast(sa.null(), sa.String).label("side")
        rows = sa.select(
            *_columns(table, _place(key, question)), side, sa.false().label("quoted")
        ).where(table.wave_id == wave.id)
    else:
        table, key = Answer, Answer.response_id
        rows = (
            sa.select(
                *_columns(table, _place(key, question)),
                Response.side.label("side"),
                _is_quoted().label("quoted"),
            )
            .join(Answer.response)
            .where(Response.wave_id == wave.id)
        )
    return rows.where(
        table.question_id == question.id,
        table.text.is_not(None),
        *words_in(table.search_key, search),
    ).order_by("place", key, table.nth)


def _columns(table: Any, place: Any) -> list[Any]:
    return [table.question_id, table.text, place.label("place")]


def _place(key: Any, question: Question) -> Any:
    """Random to the reader: the number times one of the question's own, modulo a prime."""
    return (key % _PRIME) * (1 + question.id * 7919 % (_PRIME - 1)) % _PRIME


def _is_quoted() -> Any:
    return sa.exists().where(
        Quotation.question_id == Answer.question_id, Quotation.response_id == Answer.response_id
    )


def _written(row: Any, told: Collection[Sector | None]) -> WrittenAnswer:
    side = Sector(row.side) if row.side else None
    return WrittenAnswer(row.text or "", side if side in told else None, bool(row.quoted))


def _told(wave: Wave, wrote: Counts, sides: Counts) -> Collection[Sector | None]:
    """The sectors that may be told beside a text; none before the wave is settled."""
    return set(shown_groups(wrote, allowed=sides)) if wave.settled else set()


def _sides_of(wave: Wave) -> Counts:
    """The sectors that the wave shows."""
    return shown_groups(answered_by_side(wave)) if wave.settled else {}


def _skipped(after: str | None) -> int:
    """The number of texts before the page. Raises BadCursor."""
    if not after:
        return 0
    if not (after.isascii() and after.isdecimal() and len(after) <= _LONGEST):
        raise BadCursor
    return int(after)
