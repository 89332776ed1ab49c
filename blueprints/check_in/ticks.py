"""Ticks of the printed list, typed in once everything works again."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from blueprints.base.access import requires
from blueprints.base.found import checkpoint_or_404
from blueprints.base.looks import looked_at
from blueprints.base.request_sizes import takes_long_texts
from blueprints.base.transactions import committed
from blueprints.check_in.desk import standing
from blueprints.check_in.door import why
from blueprints.inputs.check_in.ticks import FaultyLine, TicksForm, is_near, usual_day
from lib.clock import utc_now
from models.checkpoints import Checkpoint
from models.scans import Scan, Verdict
from operations.check_in.scans import CheckIn
from operations.check_in.ticks import type_in
from policy import Permission
from queries.check_in.door_lists import codes_of_event

bp = Blueprint("ticks", __name__)


@bp.get("/<int:checkpoint_id>/ticks/new")
@requires(Permission.CHECK_IN)
def new(checkpoint_id: int) -> ResponseReturnValue:
    checkpoint, at = checkpoint_or_404(checkpoint_id), utc_now()
    return _page(checkpoint, _empty(checkpoint, at), at)


@bp.post("/<int:checkpoint_id>/ticks/new")
@requires(Permission.CHECK_IN)
@takes_long_texts
def create(checkpoint_id: int) -> ResponseReturnValue:
    """Keep all lines or none; the same lines again change nothing and get the same response."""
    checkpoint, at = checkpoint_or_404(checkpoint_id), utc_now()
    form = TicksForm()
    if not form.validate():
        return _page(checkpoint, form, at, status=422)
    if not is_near(checkpoint.event, form.day.data):
        form.day.errors = [_("The event was not on this day. Correct the day.")]
        return _page(checkpoint, form, at, status=422)
    ticks, faults = form.read(checkpoint.event, now=at)
    if faults := _all_faults(checkpoint, form, faults):
        form.refuse_lines(len(faults))
        return _page(checkpoint, form, at, faults=faults, status=422)
    said = committed(lambda: type_in(checkpoint, ticks, by=current_user, at=at))
    return _page(checkpoint, _empty(checkpoint, at), at, said=said)


def _all_faults(
    checkpoint: Checkpoint, form: TicksForm, faults: Sequence[FaultyLine]
) -> list[FaultyLine]:
    """Faulty lines, and well-formed codes of no ticket here.

    Whether a code belongs to another event is not told.
    """
    read = form.read_codes()
    known = codes_of_event(checkpoint.event, {code for _number, _text, code in read})
    words = str(_("This code belongs to no ticket of this event. Compare it with the paper."))
    found = {
        number: FaultyLine(number, text, words) for number, text, code in read if code not in known
    }
    return [fault for _number, fault in sorted({**{f.number: f for f in faults}, **found}.items())]


def _empty(checkpoint: Checkpoint, at: datetime) -> TicksForm:
    return TicksForm(formdata=None, day=usual_day(checkpoint.event, at))


def _page(
    checkpoint: Checkpoint,
    form: TicksForm,
    at: datetime,
    *,
    faults: Sequence[FaultyLine] = (),
    said: Sequence[CheckIn] = (),
    status: int = 200,
) -> ResponseReturnValue:
    doubtful = _doubtful(said)
    looked_at(*(one["person"] for one in doubtful if one["person"]))
    page = render_template(
        "check_in/ticks/new.html",
        form=form,
        faults=faults,
        said=_counted(said),
        doubtful=doubtful,
        **standing(checkpoint, at),
    )
    return page, status


def _counted(said: Sequence[CheckIn]) -> dict[str, int]:
    """How many readings had which verdict; the same line twice is one reading."""
    scans = {check_in.scan.id: check_in.scan for check_in in said}.values()
    verdicts = [scan.verdict for scan in scans if scan.annulled_at is None]
    counted = {verdict.value: verdicts.count(verdict) for verdict in Verdict}
    return {**counted, "conflicts": sum(_clashed(scan) for scan in scans)} if said else {}


def _doubtful(said: Sequence[CheckIn]) -> list[dict[str, Any]]:
    """Readings to look at: refused although paper let them in, let in twice, or undone."""
    shown = {check_in.scan.id: check_in for check_in in said}.values()
    return [
        {"person": one.participant, "scan": one.scan, "why": _undone(one.scan) or why(one)}
        for one in shown
        if _clashed(one.scan) or one.scan.verdict is Verdict.REFUSED or one.scan.annulled_at
    ]


def _clashed(scan: Scan) -> bool:
    """Whether the tick clashed with another reading, and nobody has settled that here."""
    return scan.answered_conflict and scan.settled_at is None and scan.annulled_at is None


def _undone(scan: Scan) -> str:
    """What to say of a tick that was undone; else "". Typed in again, it stays undone.

    A whole list may be typed in a second time.
    """
    if scan.annulled_at is None:
        return ""
    return str(
        _(
            "This tick was undone. To let the person in, find them on the page of the "
            "registration desk."
        )
    )
