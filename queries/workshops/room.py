"""Everything that is seen in the room, read at once: for phones, for the projector, for moderators.

It holds which seat wrote and gave what, so that each phone can be shown its own; it is never given
out as a whole.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import sqlalchemy as sa

from extensions import db
from models.base import in_locale
from models.problems import Problem, ProblemList, ProblemStanding
from models.sectors import Sector
from models.statements import Statement, StatementSide, StatementState
from models.workshops import Round, RoundKind, Seat, SeatStatement, Workshop
from queries.workshops.cast import Cast, Tally, shown_as, tallies, votes_cast

SEEN = (StatementState.VISIBLE, StatementState.JOINED)
"""States in which others see a sentence."""


@dataclass(frozen=True)
class Sentence:
    id: int
    text: str
    public_text: str
    unanswered: bool
    state: StatementState
    hidden_reason: str
    problem_id: int | None
    side: Sector | None
    mine_too: int
    """How many seats said so."""


@dataclass(frozen=True)
class Heading:
    """An open problem of the event's list."""

    id: int
    title: str
    title_en: str

    def title_in(self, locale: str) -> str:
        return in_locale(locale, self.title, self.title_en)


@dataclass(frozen=True)
class RoundSeen:
    id: int
    kind: RoundKind
    dots: int
    most: int
    hidden: bool
    opened_at: datetime
    closed_at: datetime | None
    votes: Mapping[int, Tally]
    """By open problem: what was cast on it, on what was merged into it, and on its sentences."""

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    @property
    def is_told(self) -> bool:
        """Whether the room may see its results."""
        return not (self.hidden and self.is_open)


@dataclass(frozen=True)
class Own:
    """What one seat wrote and gave."""

    written: frozenset[int] = frozenset()
    dots: Mapping[tuple[int, int], int] = field(default_factory=dict)
    """By round and open problem; 1 of «mine too»."""
    sentences: frozenset[tuple[int, int]] = frozenset()
    """Round and sentence of which it said «mine too»."""

    def given(self, round_id: int) -> dict[int, int]:
        return {problem: n for (of, problem), n in self.dots.items() if of == round_id}


NOTHING = Own()


@dataclass(frozen=True)
class Room:
    workshop_id: int
    event_id: int
    code: str
    title: str
    closed_at: datetime | None
    seats: int
    dots: int
    """Given in all."""
    rounds: Sequence[RoundSeen]
    sentences: Sequence[Sentence]
    headings: Mapping[int, Heading]
    own: Mapping[int, Own]
    """By seat; once the workshop is closed, nobody's."""

    def open_round(self, kind: str) -> RoundSeen | None:
        return next((r for r in self.rounds if r.kind == kind and r.is_open), None)

    def seen(self) -> list[Sentence]:
        """What others than its writer may read."""
        return [sentence for sentence in self.sentences if sentence.state in SEEN]

    def told(self) -> list[RoundSeen]:
        """The rounds of votes whose results the room may see, the newest first."""
        voted = [r for r in self.rounds if r.kind is not RoundKind.WRITE and r.is_told]
        return sorted(voted, key=lambda r: r.id, reverse=True)


def room_of(workshop: Workshop) -> Room:
    """The room as it is now, in as many selects whatever is in it."""
    shown = shown_as(workshop.event_id)
    votes = votes_cast(workshop, shown)
    by_round = tallies(votes)
    return Room(
        workshop_id=workshop.id,
        event_id=workshop.event_id,
        code=workshop.code,
        title=workshop.title,
        closed_at=workshop.closed_at,
        seats=seats_in(workshop),
        dots=sum(vote.dots for vote in votes if vote.kind is RoundKind.DOTS),
        rounds=[_round(row, by_round.get(row.id, {})) for row in _rounds(workshop)],
        sentences=_sentences(workshop, votes),
        headings=_headings(workshop.event_id),
        own={} if workshop.closed_at else _own(workshop, votes),
    )


def seats_in(workshop: Workshop) -> int:
    rows = sa.select(sa.func.count(Seat.id)).where(Seat.workshop_id == workshop.id)
    return db.session.scalar(rows) or 0


def _rounds(workshop: Workshop) -> Iterable[Round]:
    rows = sa.select(Round).where(Round.workshop_id == workshop.id).order_by(Round.id)
    return db.session.scalars(rows, execution_options={"populate_existing": True})


def _round(row: Round, votes: Mapping[int, Tally]) -> RoundSeen:
    names = ("id", "kind", "dots", "most", "hidden", "opened_at", "closed_at")
    return RoundSeen(**{name: getattr(row, name) for name in names}, votes=votes)


def _headings(event_id: int) -> dict[int, Heading]:
    rows = db.session.execute(
        sa.select(Problem.id, Problem.title, Problem.title_en)
        .join(Problem.problem_list)
        .where(ProblemList.event_id == event_id, Problem.standing == ProblemStanding.OPEN)
        .order_by(Problem.id)
    )
    return {row.id: Heading(*row) for row in rows}


def _sentences(workshop: Workshop, votes: Sequence[Cast]) -> list[Sentence]:
    """In the order of their random numbers: when each came is not known."""
    said = {(vote.seat_id, vote.statement_id) for vote in votes if vote.statement_id}
    mine_too = Counter(statement for _seat, statement in said)
    rows = db.session.execute(
        sa.select(
            Statement.id,
            Statement.text,
            Statement.public_text,
            Statement.unanswered,
            Statement.state,
            Statement.hidden_reason,
            Statement.problem_id,
            StatementSide.side,
        )
        .outerjoin(StatementSide, StatementSide.statement_id == Statement.id)
        .where(Statement.workshop_id == workshop.id)
        .order_by(Statement.id)
    )
    return [Sentence(*row, mine_too=mine_too[row.id]) for row in rows]


def _own(workshop: Workshop, votes: Sequence[Cast]) -> dict[int, Own]:
    written: dict[int, set[int]] = defaultdict(set)
    dots: dict[int, Counter[tuple[int, int]]] = defaultdict(Counter)
    sentences: dict[int, set[tuple[int, int]]] = defaultdict(set)
    rows = (
        sa.select(SeatStatement.seat_id, SeatStatement.statement_id)
        .join(Seat, Seat.id == SeatStatement.seat_id)
        .where(Seat.workshop_id == workshop.id)
    )
    for seat, statement in db.session.execute(rows):
        written[seat].add(statement)
    for vote in votes:
        if vote.statement_id is not None:
            sentences[vote.seat_id].add((vote.round_id, vote.statement_id))
        elif vote.problem_id is not None:
            dots[vote.seat_id][vote.round_id, vote.problem_id] += vote.dots
    return {
        seat: Own(frozenset(written[seat]), dots[seat], frozenset(sentences[seat]))
        for seat in {*written, *dots, *sentences}
    }
