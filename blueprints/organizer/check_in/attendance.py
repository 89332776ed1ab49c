"""Who came: the numbers of all doors for all who may see results, names for organizers alone."""

from collections.abc import Sequence

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from blueprints.base.access import requires
from blueprints.base.found import event_or_404
from blueprints.base.lists import page_asked_for
from blueprints.base.looks import looked
from blueprints.base.sign_in import polled
from blueprints.shared.check_in.live_figures import Watched, drawn, for_screens, watched
from models.accesses import AccessKind
from models.checkpoints import Checkpoint
from models.events import Event
from policy import Permission, may
from queries.base import arguments
from queries.check_in.attendance import attendee_count, attendees, presence_page
from queries.check_in.checkpoints import checkpoints_of

bp = Blueprint("attendance", __name__)

PEOPLE_ON_A_PAGE = 50


@bp.get("/events/<int:event_id>/attendance")
@requires(Permission.SEE_RESULTS)
@polled
def show(event_id: int) -> ResponseReturnValue:
    event = event_or_404(event_id)
    doors = _watched(event)
    return render_template(
        "organizer/check_in/attendance/show.html",
        event=event,
        has_doors=bool(doors),
        part=drawn(doors, large=False),
    )


@bp.get("/events/<int:event_id>/attendance/figures")
@for_screens(Permission.SEE_RESULTS, large=False)
@polled
def figures(event_id: int) -> list[Watched]:
    """The part of the page that it asks for again and again."""
    return _watched(event_or_404(event_id))


@bp.get("/events/<int:event_id>/attendance/people")
@requires(Permission.MANAGE_REGISTRATIONS)
def index(event_id: int) -> ResponseReturnValue:
    """The people who came, once each; `?checkpoint=` instead shows the admissions at one door."""
    event = event_or_404(event_id)
    doors = checkpoints_of(event)
    if door := door_asked_for(doors):
        return _admissions(event, door, doors)
    page = page_asked_for(lambda after: attendees(event, limit=PEOPLE_ON_A_PAGE, after=after))
    looked(AccessKind.LIST, people=len(page.items), event=event)
    return render_template(
        "organizer/check_in/attendance/people.html",
        event=event,
        page=page,
        people=attendee_count(event),
        doors={one.id: one for one in doors},
    )


def _admissions(event: Event, door: Checkpoint, doors: Sequence[Checkpoint]) -> str:
    page = page_asked_for(
        lambda after: presence_page(event, door, limit=PEOPLE_ON_A_PAGE, after=after)
    )
    narrowed_by = {"checkpoint": door.id}
    looked(AccessKind.LIST, people=len(page.items), event=event, narrowed_by=narrowed_by)
    return render_template(
        "organizer/check_in/attendance/index.html",
        event=event,
        page=page,
        door=door,
        doors={one.id: one for one in doors},
    )


def door_asked_for(doors: Sequence[Checkpoint]) -> Checkpoint | None:
    """The door that `?checkpoint=` names; None: all doors. Raises BadArgument for another door."""
    number = arguments.row_number(request.args, "checkpoint")
    door = next((door for door in doors if door.id == number), None)
    if number is not None and door is None:
        raise arguments.BadArgument("checkpoint", str(number))
    return door


def _watched(event: Event) -> list[Watched]:
    """The doors with numbers, the same for everybody, and the links that this reader may open."""
    settles = may(current_user, Permission.MANAGE_REGISTRATIONS)
    conflicts = url_for("organizer.conflicts.index", event_id=event.id) if settles else None
    return [
        watched(door, live_address=_live(door), conflicts_address=conflicts)
        for door in checkpoints_of(event)
    ]


def _live(door: Checkpoint) -> str | None:
    if not may(current_user, Permission.CHECK_IN):
        return None
    return url_for("check_in.live.show", checkpoint_id=door.id)
