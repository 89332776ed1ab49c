"""What the desk's and the back office's page of conflicts both show."""

from typing import Any

from blueprints.base.lists import page_asked_for
from blueprints.base.looks import looked
from blueprints.shared.check_in.settlements import may_annul, readings_to_choose
from lib.clock import utc_now
from models.accesses import AccessKind
from models.checkpoints import Checkpoint
from models.events import Event
from queries.check_in.conflicts import open_conflicts, settled_conflicts

CASES_ON_A_PAGE = 20
SETTLED = "settled-after"
"""Query argument: the cursor of the second list, of settled conflicts."""


def conflicts_shown(event: Event, door: Checkpoint | None) -> dict[str, Any]:
    at, limit = utc_now(), CASES_ON_A_PAGE
    waiting = page_asked_for(lambda after: open_conflicts(event, door, limit=limit, after=after))
    settled = page_asked_for(
        lambda after: settled_conflicts(event, door, limit=limit, after=after), argument=SETTLED
    )
    looked(
        AccessKind.LIST,
        people=len({case.scan.registration_id for case in [*waiting.items, *settled.items]}),
        event=event,
        narrowed_by={"checkpoint": door.id} if door else None,
    )
    annullable = {case.scan.id for case in waiting.items if may_annul(case.scan, at=at)}
    choosable = {case.scan.id: readings_to_choose(case, at=at) for case in waiting.items}
    return {
        "waiting": waiting,
        "settled": settled,
        "annullable": annullable,
        "choosable": choosable,
    }
