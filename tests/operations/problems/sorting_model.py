"""What a problem list must look like after any acts and undos, told another way than ours."""

from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from extensions import db
from models.problems import Act, Problem
from models.statements import Statement
from models.workshops import Vote

Key = tuple[str, int]
Snapshot = dict[Key, tuple[Any, ...]]

_STATEMENT = (Statement.state, Statement.problem_id, Statement.hidden_reason)
_PROBLEM = (
    Problem.standing,
    Problem.merged_into_id,
    Problem.part_of_id,
    Problem.title,
    Problem.title_en,
)
_UNMADE = ("dissolved", None, None)


@dataclass
class Done:
    """An act as the model knows it."""

    root: int
    """The act that its chain of undos began with; its own number, if it is none."""
    before: Snapshot
    """What it changed, as it was; its keys with those in `beside` are what it touched."""
    after: Snapshot
    beside: set[Key] = field(default_factory=set)

    @property
    def touched(self) -> set[Key]:
        return {*self.before, *self.beside}


class History:
    """Which act began or ceased to hold, step by step; so what may be undone."""

    def __init__(self) -> None:
        self.done: dict[int, Done] = {}
        self.turns: list[tuple[int, bool]] = []
        """(root, whether it holds from here on)"""

    def add(self, number: int, done: Done) -> None:
        self.done[number] = done
        self.turns.append((done.root, not self.holds(done.root)))

    def holds(self, root: int, turns: int | None = None) -> bool:
        """Now, or after so many turns."""
        told = [holds for turned, holds in self.turns[:turns] if turned == root]
        return bool(told) and told[-1]

    def may_undo(self, root: int) -> bool:
        """Whether all that touched the same are as they were when it last began or ceased to."""
        since = 1 + max(at for at, (turned, _holds) in enumerate(self.turns) if turned == root)
        own = self.done[root].touched
        others = {done.root for done in self.done.values() if done.touched & own} - {root}
        return all(self.holds(other) == self.holds(other, since) for other in others)


def snapshot() -> Snapshot:
    db.session.expire_all()
    rows: Snapshot = {}
    for number, *values in db.session.execute(sa.select(Statement.id, *_STATEMENT)):
        rows["statement", number] = tuple(values)
    for number, *values in db.session.execute(sa.select(Problem.id, *_PROBLEM)):
        rows["problem", number] = tuple(values)
    return rows


def changed(before: Snapshot, after: Snapshot) -> tuple[Snapshot, Snapshot]:
    """Of the rows that differ: what they were and are. A new problem was a dissolved one."""
    keys = {key for key in after if before.get(key) != after[key]}
    return {key: before.get(key, _unmade(after[key])) for key in keys}, {k: after[k] for k in keys}


def _unmade(row: tuple[Any, ...]) -> tuple[Any, ...]:
    return (*_UNMADE, *row[3:])


def refuse_disorder(before: Snapshot, after: Snapshot) -> None:
    """No statement is lost or doubled, each is in one open problem or in none, no row is gone."""
    assert before.keys() <= after.keys()
    for (row, number), values in after.items():
        if row == "statement":
            assert (row, number) in before
            state, problem, reason = values
            assert (state == "joined") == (problem is not None)
            assert (state == "hidden") == (reason != "")
            assert problem is None or after["problem", problem][0] == "open"
        elif values[0] == "open" and values[2] is not None:
            assert after["problem", values[2]][0] == "open"
        elif values[0] == "merged":
            assert values[1] is not None


def empty_headings(rows: Snapshot, problems: set[int]) -> set[int]:
    """Of these problems, the open ones without statements."""
    full = {values[1] for (row, _number), values in rows.items() if row == "statement"}
    return {p for p in problems - full if rows["problem", p][0] == "open"}


def shown_through(rows: Snapshot, vote: Vote) -> Key:
    """The statement on which it was cast, or where its problem is now."""
    if vote.statement_id is not None:
        return "statement", vote.statement_id
    problem = vote.problem_id
    assert problem is not None
    while (into := rows["problem", problem][1]) is not None:
        problem = into
    return "problem", problem


def touched_beside(act: Act) -> set[Key]:
    """Headings that the act names although their rows stayed as they were."""
    into = {("problem", act.problem_id)} if act.problem_id and act.changes else set()
    fields = ("problem_id", "part_of_id", "merged_into_id")
    for change in act.changes:
        for values in (change["before"], change["after"]):
            into |= {("problem", values[f]) for f in fields if values.get(f) is not None}
    return into
