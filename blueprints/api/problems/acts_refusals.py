"""Why an act of a moderator is refused, in the API's words."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from blueprints.api.base.problem_details import Refused, refused_field
from blueprints.api.base.refusal_kinds import (
    ALREADY_UNDONE,
    CYCLE,
    LATER_ACT,
    OUTSIDE_PROVINCE,
    PROBLEM_GONE,
    RefusalKind,
)
from lib.refusals import Refusal
from operations.problems.acts import (
    NoHeading,
    NoReason,
    NotAmongThem,
    NotInThisProblem,
    NoTitle,
    OneProblemAlone,
)
from operations.problems.holding import (
    ForeignProblem,
    ForeignStatement,
    ForeignTarget,
    NothingChosen,
    ProblemGone,
)
from operations.problems.links import Cycle, NotWider, OutOfReach
from operations.problems.states import JoinedByAct
from operations.problems.undo import AlreadyUndone, LaterAct

REFUSALS = (LATER_ACT, ALREADY_UNDONE, CYCLE, PROBLEM_GONE, OUTSIDE_PROVINCE)

_FIELD_OF: Mapping[type[Refusal], tuple[str, str]] = {
    NothingChosen: ("statements", "Give at least one."),
    ForeignStatement: ("statements", "This list has no such statement."),
    ForeignProblem: ("problems", "This list has no such problem."),
    ForeignTarget: ("into", "This list has no such problem."),
    NoHeading: ("into", "Give either `into` or `title`; for a link's `title` its `scope`, too."),
    NoTitle: ("title", "Give a title."),
    JoinedByAct: ("state", "A statement joins a problem by the act `file`."),
    NoReason: ("reason", "Give a reason, which the author of the statement can read."),
    NotInThisProblem: ("statements", "These are not all in this problem."),
    NotAmongThem: ("into", "Give one of `problems`."),
    OneProblemAlone: ("problems", "Give two at least."),
    NotWider: ("into", "Only a wider list gathers problems: the province's, or the programme's."),
}
_KIND_OF: Mapping[type[Refusal], RefusalKind] = {
    AlreadyUndone: ALREADY_UNDONE,
    Cycle: CYCLE,
    OutOfReach: OUTSIDE_PROVINCE,
}


@contextmanager
def in_the_apis_words() -> Iterator[None]:
    """Raises Refused for each refusal of an act or of an undo."""
    try:
        yield
    except LaterAct as refusal:
        raise Refused(LATER_ACT, more={"act": refusal.act.id})
    except ProblemGone as refusal:
        gone = refusal.problem
        more = {"problem": gone.id, "merged_into": gone.merged_into_id}
        raise Refused(PROBLEM_GONE, more=more)
    except Refusal as refusal:
        if field := _FIELD_OF.get(type(refusal)):
            raise refused_field(*field)
        if kind := _KIND_OF.get(type(refusal)):
            raise Refused(kind)
        raise
