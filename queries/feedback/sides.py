"""How many of each sector answered: what the small-number rule is asked about."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

import sqlalchemy as sa

from extensions import db
from models.feedback import Wave
from models.forms import Question
from models.responses import Response, Tally
from models.sectors import Sector

Counts = Mapping[Sector | None, int]
"""In the fixed order of the sectors; None: it was not said."""


def answered_by_side(wave: Wave) -> Counts:
    """How many people of each sector answered in the wave."""
    rows = db.session.execute(
        sa.select(Response.side, sa.func.count())
        .where(Response.wave_id == wave.id)
        .group_by(Response.side)
    )
    return in_order(dict(rows.all()))


def wrote_by_side(wave: Wave, questions: Iterable[Question]) -> Mapping[int, Counts]:
    """How many people of each sector answered each question, by the question's number."""
    rows = db.session.execute(
        sa.select(Tally.question_id, Tally.side, sa.func.sum(Tally.count))
        .where(
            Tally.wave_id == wave.id,
            Tally.question_id.in_([question.id for question in questions]),
            Tally.subject_id == 0,  # people, not their answers about several sessions
            Tally.value == "",
        )
        .group_by(Tally.question_id, Tally.side)
    )
    counts: dict[int, dict[Sector | None, int]] = defaultdict(dict)
    for question_id, side, count in rows:
        counts[question_id][Sector(side) if side else None] = int(count)
    return defaultdict(dict, {number: in_order(found) for number, found in counts.items()})


def in_order(counts: Counts) -> Counts:
    found: dict[Sector | None, int] = defaultdict(int, counts)
    return {side: found[side] for side in (*Sector, None)}
