"""What people wrote, in random order, with their sector where it may be told."""

from collections import defaultdict
from collections.abc import Container, Mapping
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager

from extensions import db
from lib.paging import Page, page_of
from lib.withholding import MINIMUM, shown_groups
from models.feedback import Wave
from models.forms import Question
from models.responses import Answer, Response, SubjectAnswer, Tally
from models.sectors import Sector


@dataclass(frozen=True)
class WrittenAnswer:
    text: str
    side: Sector | None
    """None: it was not said, or may not be told."""


def written_answers(
    wave: Wave, question: Question, *, limit: int, after: str | None = None
) -> Page[WrittenAnswer]:
    """The texts that answer one question of the wave, also those written after "other".

    None where fewer than five people answered it; sectors once the wave is settled. Raises
    lib.paging.BadCursor.
    """
    wrote = _by_side(wave, question)
    if sum(wrote.values()) < MINIMUM:
        return Page([], None)
    if question.asked_of is not None:
        page = _about_several(wave, question, limit, after)
        return Page([WrittenAnswer(row.text or "", None) for row in page.items], page.next)
    told = shown_groups(wrote, allowed=_sides_of(wave)) if wave.settled else {}
    return _told(_of_responses(wave, question, limit, after), told)


def _of_responses(wave: Wave, question: Question, limit: int, after: str | None) -> Page[Answer]:
    rows = (
        sa.select(Answer)
        .join(Answer.response)
        .where(
            Response.wave_id == wave.id,
            Answer.question_id == question.id,
            Answer.text.is_not(None),
        )
        .options(contains_eager(Answer.response))
    )
    return page_of(db.session(), rows, Answer.response_id, limit=limit, after=after)


def _about_several(
    wave: Wave, question: Question, limit: int, after: str | None
) -> Page[SubjectAnswer]:
    rows = sa.select(SubjectAnswer).where(
        SubjectAnswer.wave_id == wave.id,
        SubjectAnswer.question_id == question.id,
        SubjectAnswer.text.is_not(None),
    )
    return page_of(db.session(), rows, SubjectAnswer.id, limit=limit, after=after)


def _told(page: Page[Answer], told: Container[Sector | None]) -> Page[WrittenAnswer]:
    def side(answer: Answer) -> Sector | None:
        return answer.response.side if answer.response.side in told else None

    return Page([WrittenAnswer(row.text or "", side(row)) for row in page.items], page.next)


def _by_side(wave: Wave, question: Question) -> Mapping[Sector | None, int]:
    """How many of each sector answered the question, in the fixed order."""
    rows = db.session.execute(
        sa.select(Tally.side, sa.func.sum(Tally.count))
        .where(
            Tally.wave_id == wave.id,
            Tally.question_id == question.id,
            Tally.subject_id == 0,
            Tally.value == "",
        )
        .group_by(Tally.side)
    )
    return _in_order({(Sector(side) if side else None): int(count) for side, count in rows})


def _sides_of(wave: Wave) -> Mapping[Sector | None, int]:
    rows = db.session.execute(
        sa.select(Response.side, sa.func.count())
        .where(Response.wave_id == wave.id)
        .group_by(Response.side)
    )
    return shown_groups(_in_order(dict(rows.all())))


def _in_order(counts: Mapping[Sector | None, int]) -> Mapping[Sector | None, int]:
    found: dict[Sector | None, int] = defaultdict(int, counts)
    return {side: found[side] for side in (*Sector, None)}
