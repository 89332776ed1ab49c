"""A problem list with statements to sort, and a moderator who does."""

from typing import Any

from extensions import db
from models.events import Event
from models.problems import Act, Problem
from models.scopes import Scope
from models.statements import Statement, StatementSource
from models.workshops import Round, RoundKind, Seat, Vote, Workshop
from operations.problems import acts, links
from operations.problems.lists import list_of
from operations.problems.undo import undo
from tests import factories
from tests.factories import NOW


class Board:
    """Its acts are the operations', by one moderator. Statements and problems are numbers."""

    def __init__(self, event: Event | None = None, *, scope: Scope | None = None) -> None:
        self.event = None if scope else event or factories.event()
        self.scope = scope or Scope(event_id=self.event.id if self.event else None)
        self.list = list_of(self.scope)
        self.who: dict[str, Any] = {"by": factories.user(), "at": NOW}

    def say(self, *texts: str, **values: Any) -> list[int]:
        made = [
            Statement(
                event_id=self.scope.event_id,
                province=self.scope.province,
                text=text,
                public_text=text,
                marks=[],
                source=StatementSource.ORGANIZER,
                made_on=NOW.date(),
                **values,
            )
            for text in texts
        ]
        db.session.add_all(made)
        db.session.flush()
        return [statement.id for statement in made]

    def heading(self, *texts: str, title: str = "Yol") -> tuple[int, list[int]]:
        """A problem with these statements in it."""
        said = self.say(*texts)
        return number_of(self.file(said, title=title)), said

    def vote(self, *, problem: int | None = None, statement: int | None = None) -> int:
        """The number of a new seat's vote."""
        workshop = self._workshop()
        seat = Seat(workshop_id=workshop.id)
        db.session.add(seat)
        db.session.flush()
        vote = Vote(
            round_id=workshop.rounds[0].id,
            seat_id=seat.id,
            problem_id=problem,
            statement_id=statement,
        )
        db.session.add(vote)
        db.session.flush()
        return vote.id

    def _workshop(self) -> Workshop:
        assert self.event
        found = db.session.query(Workshop).filter_by(event_id=self.event.id).one_or_none()
        if found is None:
            found = Workshop(
                event=self.event, title="Atölye", code=str(self.event.id), created_at=NOW
            )
            found.rounds = [Round(kind=RoundKind.DOTS, dots=3, most=2, opened_at=NOW)]
            db.session.add(found)
            db.session.flush()
        return found

    def file(self, statements: list[int], **more: Any) -> Act:
        return acts.file_statements(self.list, statements, **more, **self.who)

    def merge(self, problems: list[int], into: int) -> Act:
        return acts.merge_problems(self.list, problems, into=into, **self.who)

    def split(self, problem: int, statements: list[int], title: str = "Ayrı") -> Act:
        return acts.split_problem(self.list, problem, statements, title=title, **self.who)

    def move(self, statements: list[int], into: int) -> Act:
        return acts.move_statements(self.list, statements, into=into, **self.who)

    def rename(self, problem: int, title: str, **more: Any) -> Act:
        return acts.rename_problem(self.list, problem, title=title, **more, **self.who)

    def hide(self, statements: list[int], reason: str = "Konu dışı") -> Act:
        return acts.hide_statements(self.list, statements, reason=reason, **self.who)

    def show(self, statements: list[int]) -> Act:
        return acts.show_statements(self.list, statements, **self.who)

    def take_out(self, statements: list[int]) -> Act:
        return acts.take_out(self.list, statements, **self.who)

    def link(self, problems: list[int], **more: Any) -> Act:
        return links.link_problems(self.list, problems, **more, **self.who)

    def unlink(self, problems: list[int]) -> Act:
        return links.unlink_problems(self.list, problems, **self.who)

    def undo(self, act: Act) -> Act:
        return undo(act, **self.who)


def number_of(act: Act) -> int:
    assert act.problem_id is not None
    return act.problem_id


def where(statement: int) -> tuple[str, int | None, str]:
    """State, problem, reason of hiding."""
    row = db.session.get_one(Statement, statement)
    return row.state.value, row.problem_id, row.hidden_reason


def standing(problem: int) -> tuple[str, int | None, int | None]:
    """Standing, merged into, part of."""
    row = db.session.get_one(Problem, problem)
    return row.standing.value, row.merged_into_id, row.part_of_id
