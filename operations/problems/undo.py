"""Undo: an act's rows get back exactly the values they had before it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.orm import aliased, defer

from extensions import db
from lib.refusals import Refusal
from models.problems import Act, ActKind, ActSubject, Problem, ProblemStanding
from models.statements import Statement, StatementState
from models.users import User
from operations.problems.changes import LIST, PROBLEM, STATEMENT, Changes, Row, plain
from operations.problems.holding import hold_lists


class AlreadyUndone(Refusal):
    """The act does not hold any more."""


class LaterAct(Refusal):
    """A later act touched one of the same statements or problems."""

    def __init__(self, act: Act):
        super().__init__(act.id)
        self.act = act


_ENUMS = {"state": StatementState, "standing": ProblemStanding}


def undo(act: Act, *, by: User | None, at: datetime) -> Act:
    """Acts can be undone in any order, and an undo too, which brings its act back.

    Raises AlreadyUndone; LaterAct, where another act on what this one touched was done, undone or
    brought back since. What was done and undone again since stands in nobody's way.
    """
    hold_lists(_lists_of(act))
    chain = _chain_of(act)
    brings_back = len(chain) % 2 == 0
    root = chain[-1]
    if act.undone_by_id is not None or (root.undone_by_id is not None) is not brings_back:
        raise AlreadyUndone
    if later := _act_in_the_way(root):
        raise LaterAct(later)
    rows = [_row_as_left_by(act, change) for change in act.changes]
    changes = Changes()
    for row, change in zip(rows, act.changes, strict=True):
        changes.change(row, **_values(change["before"]))
    changes.involve(*_problems_of(act))
    problem = db.session.get(Problem, act.problem_id) if act.problem_id else None
    undoing = changes.record(ActKind.UNDO, act.problem_list, problem, by=by, at=at)
    undoing.undoes_id = act.id
    _lose(act, undoing)
    db.session.flush()
    return undoing


def _lose(act: Act, undoing: Act) -> None:
    """The act does not hold any more; what it had undone holds again."""
    act.undone_by_id = undoing.id
    if act.undoes_id is not None:
        _regain(db.session.get_one(Act, act.undoes_id))


def _regain(act: Act) -> None:
    act.undone_by_id = None
    if act.undoes_id is not None:
        _lose(db.session.get_one(Act, act.undoes_id), act)


def _lists_of(act: Act) -> set[int]:
    """Of all that it touched."""
    subjects = sa.select(ActSubject.subject_id).where(ActSubject.act_id == act.id)
    return {act.list_id, *db.session.scalars(subjects.where(ActSubject.row == LIST))}


def _problems_of(act: Act) -> Sequence[Problem]:
    subjects = sa.select(ActSubject.subject_id).where(
        ActSubject.act_id == act.id, ActSubject.row == PROBLEM
    )
    return db.session.scalars(sa.select(Problem).where(Problem.id.in_(subjects))).all()


def _chain_of(act: Act) -> list[Act]:
    """The act, the one it undoes, the one that one undoes, down to what was done at first."""
    chain = [act]
    while (undoes := chain[-1].undoes_id) is not None:
        chain.append(db.session.get_one(Act, undoes))
    return chain


def _act_in_the_way(root: Act) -> Act | None:
    """The latest one because of which what `root` touched is not as `root`, or the last undo of it,
    has left it; None: there is none."""
    since: dict[int, list[Act]] = {}
    for act in _acts_on_the_same_since(root):
        since.setdefault(_chain_of(act)[-1].id, []).append(act)
    turned = [act.id for act in since.pop(root.id, [])]
    left_at = max([root.id, *turned])
    blocking = [_blocking(root_id, acts, left_at) for root_id, acts in since.items()]
    return max((act for act in blocking if act), key=lambda act: act.id, default=None)


def _blocking(root_id: int, acts: list[Act], left_at: int) -> Act | None:
    """Of an act and its undos: what changed it since `left_at`; None where it holds now as it did
    then."""
    after = [act for act in acts if act.id > left_at]
    if not after:
        return None
    root = db.session.get_one(Act, root_id)
    if root_id > left_at:
        return root if root.undone_by_id is None else None
    return after[-1] if len(after) % 2 else None


def _acts_on_the_same_since(root: Act) -> Sequence[Act]:
    """Acts that touched a statement or problem of this one's, oldest first."""
    theirs, own = aliased(ActSubject), aliased(ActSubject)
    touching = (
        sa.select(theirs.act_id)
        .join(own, sa.and_(own.row == theirs.row, own.subject_id == theirs.subject_id))
        .where(own.act_id == root.id, own.row != LIST, theirs.act_id > root.id)
    )
    return db.session.scalars(
        sa.select(Act).where(Act.id.in_(touching)).options(defer(Act.changes)).order_by(Act.id)
    ).all()


def _row_as_left_by(act: Act, change: dict[str, Any]) -> Row:
    """Raises LaterAct, where it has other values now."""
    kind = Statement if change["row"] == STATEMENT else Problem
    row = cast(Row | None, db.session.get(kind, int(change["id"])))
    if row is None or any(plain(getattr(row, f)) != v for f, v in change["after"].items()):
        raise LaterAct(_last_on(change) or act)
    return row


def _last_on(change: dict[str, Any]) -> Act | None:
    return db.session.scalar(
        sa.select(Act)
        .join(ActSubject, ActSubject.act_id == Act.id)
        .where(ActSubject.row == change["row"], ActSubject.subject_id == int(change["id"]))
        .order_by(Act.id.desc())
        .limit(1)
    )


def _values(kept: dict[str, Any]) -> dict[str, Any]:
    return {
        field: _ENUMS[field](value) if field in _ENUMS else value for field, value in kept.items()
    }
