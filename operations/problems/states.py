"""A statement's state is changed by itself, each time by an act that can be undone."""

from datetime import datetime

from lib.refusals import Refusal
from models.problems import Act, ActKind
from models.statements import Statement, StatementState
from models.users import User
from operations.problems.acts import hide_statements, show_statements, take_out
from operations.problems.changes import Changes
from operations.problems.holding import hold_lists
from operations.problems.lists import list_of


class JoinedByAct(Refusal):
    """A statement joins a problem where it is filed, and in no other way."""


def change_state(
    statement: Statement, state: StatementState, *, reason: str = "", by: User | None, at: datetime
) -> Act | None:
    """Show, hide or take back a statement; it leaves the problem that it is in. None: it was in
    this state already. Raises JoinedByAct, acts.NoReason."""
    if state is statement.state and state is not StatementState.HIDDEN:
        return None
    problem_list, number = list_of(statement.scope), statement.id
    match state:
        case StatementState.JOINED:
            raise JoinedByAct
        case StatementState.HIDDEN:
            return hide_statements(problem_list, [number], reason=reason, by=by, at=at)
        case StatementState.VISIBLE if statement.state is StatementState.JOINED:
            return take_out(problem_list, [number], reason=reason, by=by, at=at)
        case StatementState.VISIBLE:
            return show_statements(problem_list, [number], reason=reason, by=by, at=at)
    hold_lists([problem_list.id])
    changes = Changes()
    changes.take_out(statement, state)
    return changes.record(ActKind.SHOW, problem_list, None, reason=reason, by=by, at=at)
