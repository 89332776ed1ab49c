"""Whatever moderators do and undo, in any order: nothing is lost, doubled, or wrongly restored."""

from typing import Any

from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from extensions import db
from lib.refusals import Refusal
from models.problems import Act, ActKind
from models.scopes import Scope
from models.workshops import Vote
from operations.problems.undo import AlreadyUndone, LaterAct
from tests.operations.problems.sorting import Board
from tests.operations.problems.sorting_model import (
    Done,
    History,
    changed,
    empty_headings,
    refuse_disorder,
    shown_through,
    snapshot,
    touched_beside,
)

_number = st.integers(0, 9)
_some = st.lists(_number, min_size=1, max_size=3)
_undo = st.tuples(st.sampled_from(["undo", "redo"]), _number, _some)
steps = st.lists(
    st.one_of(
        *[_undo] * 8,
        *[
            st.tuples(st.just(act), _number, _some)
            for act in ("open", "file", "move", "merge", "split", "rename", "hide", "show")
        ],
        *[
            st.tuples(st.just(act), _number, _some)
            for act in ("take_out", "link", "gather", "unlink", "vote", "vote_statement")
        ],
    ),
    min_size=10,
    max_size=30,
)

BACK_UNDER_WHAT_IS_GONE = [
    ("open", 0, [7]),
    ("file", 2, [6]),
    ("undo", 0, [0]),
    ("undo", 2, [0]),
    ("redo", 1, [0]),
]
"""The undo of what was filed is undone after that of its heading: see decision 20."""


class World:
    """A board with eight statements, and the model going through the same steps."""

    def __init__(self) -> None:
        self.board, self.history = Board(), History()
        self.statements = self.board.say(*"abcdefgh")
        self.headings: list[int] = []
        self.wholes: list[int] = []
        self.votes: list[int] = []
        self.unmade: set[int] = set()
        """Headings that an undo has dissolved, whatever was cast on them since they were made."""
        for pair in (self.statements[:2], self.statements[2:4]):
            self.take(lambda pair=pair: self.board.file(pair, title="Yol"))

    def step(self, name: str, number: int, some: list[int]) -> None:
        said = [self.statements[i % 8] for i in some]
        heading, headings = self.any_of(self.headings, number), self.many_of(self.headings, some)
        board, title = self.board, f"Başlık {number}"
        if name == "undo":
            self.undo([*self.history.done], number)
        elif name == "redo":
            self.undo([n for n, done in self.history.done.items() if done.root != n], number)
        elif name.startswith("vote"):
            self.vote(**{"statement": said[0]} if "_" in name else {"problem": heading})
        else:
            acts: dict[str, Any] = {
                "open": lambda: board.file(said, title=title),
                "file": lambda: board.file(said, into=heading),
                "move": lambda: board.move(said, heading),
                "merge": lambda: board.merge([heading, *headings], into=heading),
                "split": lambda: board.split(heading, self.some_in(heading, some), title),
                "rename": lambda: board.rename(heading, title),
                "hide": lambda: board.hide(said, title),
                "show": lambda: board.show(said),
                "take_out": lambda: board.take_out(said),
                "link": lambda: board.link(headings, title=title, scope=Scope(province="19")),
                "gather": lambda: board.link(headings, into=self.any_of(self.wholes, number)),
                "unlink": lambda: board.unlink(headings),
            }
            self.take(acts[name])

    def take(self, act: Any) -> None:
        """Each row that the act changed is told in it, and no other has changed."""
        before = snapshot()
        try:
            done: Act = act()
        except Refusal:
            db.session.rollback()
            assert snapshot() == before
            return
        db.session.commit()
        was, now = changed(before, snapshot())
        self.history.add(done.id, Done(done.id, was, now, touched_beside(done)))
        assert {(c["row"], int(c["id"])) for c in done.changes} == set(was)
        if done.problem_id is not None:
            kept = self.wholes if done.kind is ActKind.LINK else self.headings
            kept += [done.problem_id] if done.problem_id not in kept else []
        self.look(before)

    def undo(self, among: list[int], number: int) -> None:
        """It is taken if the model allows it, and restores what the model has seen."""
        if not among:
            return
        chosen = among[-1 - number % len(among)]
        act, told = db.session.get_one(Act, chosen), self.history.done[chosen]
        brings_back = len(chain := self.chain(act)) % 2 == 0
        holds = act.undone_by_id is None and self.history.holds(chain[-1]) is not brings_back
        before = snapshot()
        try:
            done = self.board.undo(act)
        except LaterAct as refusal:
            assert refusal.act.id > chosen
            assert holds
            assert not self.history.may_undo(told.root)
            db.session.rollback()
            assert snapshot() == before
            return
        except AlreadyUndone:
            assert not holds
            db.session.rollback()
            return
        db.session.commit()
        assert holds
        assert self.history.may_undo(told.root)
        assert snapshot() == {**before, **told.before}
        self.history.add(done.id, Done(told.root, told.after, told.before, told.beside))
        self.unmade |= {
            n for (row, n), v in told.before.items() if row == "problem" and v[0] == "dissolved"
        }
        self.look(before)

    def look(self, before: Any) -> None:
        rows = snapshot()
        refuse_disorder(before, rows)
        votes = [db.session.get_one(Vote, vote) for vote in self.votes]
        shown = [shown_through(rows, vote) for vote in votes]
        assert {
            n for row, n in shown if row == "problem" and rows[row, n][0] != "open"
        } <= self.unmade
        assert empty_headings(rows, set(self.headings)) <= {
            n for row, n in shown if row == "problem"
        }

    def vote(self, **on: int) -> None:
        problem = on.get("problem")
        if problem is None or snapshot()["problem", problem][0] == "open":
            self.votes.append(self.board.vote(**on))
            db.session.commit()

    def chain(self, act: Act) -> list[int]:
        undoes = act.undoes_id
        return [act.id, *(self.chain(db.session.get_one(Act, undoes)) if undoes else [])]

    def some_in(self, heading: int, some: list[int]) -> list[int]:
        rows = snapshot()
        inside = [s for s in self.statements if rows["statement", s][1] == heading]
        return self.many_of(inside, some)

    def any_of(self, numbers: list[int], number: int) -> int:
        return numbers[number % len(numbers)] if numbers else 1

    def many_of(self, numbers: list[int], some: list[int]) -> list[int]:
        return [numbers[i % len(numbers)] for i in some] if numbers else []


@settings(
    max_examples=10,
    phases=[Phase.explicit, Phase.generate],
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@example(BACK_UNDER_WHAT_IS_GONE)
@given(steps=steps)
def test_nothing_is_lost_doubled_or_wrongly_restored(app, steps):
    world = World()
    for step in steps:
        world.step(*step)
