"""The desk beside a door: finding people without a ticket, and what was done for them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from markupsafe import Markup, escape

from blueprints.base.access import requires
from blueprints.base.found import checkpoint_or_404, or_404
from blueprints.base.looks import looked, looked_at
from blueprints.base.transactions import looking
from blueprints.check_in.door import TONES, at_the_door, undo_address, why
from blueprints.inputs.base.submissions import new_submission_key
from blueprints.shared.check_in.badge_sheets import has_badge
from blueprints.shared.check_in.door_list_sheets import parts_of
from lib import qr
from lib.clock import utc_now
from models.accesses import AccessKind
from models.checkpoints import Checkpoint
from models.registrations import Registration
from operations.base.tickets import qr_text
from operations.check_in.scans import CheckIn
from operations.check_in.walk_ins import may_give_ticket
from policy import Permission
from queries.check_in.desk import came_in_among, last_scan, person_at
from queries.check_in.door_lists import listed_count
from queries.check_in.doors import people_found

bp = Blueprint("desk", __name__)

SHOWN = 20
LONGEST = 100


@bp.get("/<int:checkpoint_id>/desk")
@requires(Permission.CHECK_IN)
def index(checkpoint_id: int) -> ResponseReturnValue:
    return _page(checkpoint_or_404(checkpoint_id))


@bp.post("/<int:checkpoint_id>/desk")
@requires(Permission.CHECK_IN)
def search(checkpoint_id: int) -> ResponseReturnValue:
    """People of the event, found by at least three letters; before that nobody is shown.

    A POST, though nothing is changed: names must not stand in addresses or logs.
    """
    with looking():
        return _page(checkpoint_or_404(checkpoint_id), request.form.get("q", "")[:LONGEST])


def _page(checkpoint: Checkpoint, text: str = "") -> str:
    at = utc_now()
    found = people_found(checkpoint, text, limit=SHOWN + 1) if text else []
    if text:
        narrowed_by = {"checkpoint": checkpoint.id, "q": text}
        people = len(found[:SHOWN])
        looked(AccessKind.LIST, people=people, event=checkpoint.event, narrowed_by=narrowed_by)
    return render_template(
        "check_in/desk/index.html",
        text=text,
        people=found[:SHOWN],
        are_more=len(found) > SHOWN,
        came_in=came_in(checkpoint, found[:SHOWN], at=at),
        parts=parts_of(listed_count(checkpoint.event, checkpoint)),
        **standing(checkpoint, at),
    )


@bp.get("/<int:checkpoint_id>/desk/<int:registration_id>")
@requires(Permission.CHECK_IN)
def show(checkpoint_id: int, registration_id: int) -> ResponseReturnValue:
    """One person: their status, their ticket, and whether they came in here."""
    checkpoint, at = checkpoint_or_404(checkpoint_id), utc_now()
    person = or_404(person_at(checkpoint, registration_id))
    looked_at(person)
    scan = last_scan(checkpoint, person)
    return render_template(
        "check_in/desk/show.html",
        person=person,
        scan=scan,
        why=why(CheckIn(scan)) if scan else "",
        tone=TONES[scan.verdict] if scan else "",
        picture=_picture(person),
        undo=undo_address(scan, at=at) if scan else None,
        **standing(checkpoint, at),
    )


def standing(checkpoint: Checkpoint, at: datetime) -> dict[str, Any]:
    """What every page of the desk shows of its door."""
    return {
        "checkpoint": checkpoint,
        "event": checkpoint.event,
        "takes_walk_ins": checkpoint.takes_walk_ins(at),
        "new_submission_key": new_submission_key,
        "has_badge": has_badge,
        "may_admit": lambda person: may_give_ticket(checkpoint, person, by=current_user),
    }


def came_in(
    checkpoint: Checkpoint, people: Sequence[Registration], *, at: datetime
) -> dict[int, str]:
    """When these people came in at this door, by registration number: tells namesakes apart."""
    times = came_in_among(checkpoint, people).items()
    return {number: at_the_door(time, at, checkpoint) for number, time in times}


def _picture(person: Registration) -> Markup:
    """The ticket's QR as markup; empty without a ticket that may enter."""
    if person.ticket is None or not has_badge(person):
        return Markup("")
    title = escape(_("QR code of the ticket"))
    return Markup(qr.svg(qr_text(person, person.ticket), title=title))  # noqa: S704 - our drawing
