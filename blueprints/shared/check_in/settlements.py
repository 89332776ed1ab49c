"""How a person settles a conflict, from the desk and from the back office alike."""

from datetime import datetime

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.exceptions import BadRequest

from blueprints.base.pages import redirect_with
from blueprints.base.refusals import Words, refusals_told_on
from blueprints.base.transactions import committed
from lib.clock import utc_now
from lib.refusals import Refusal
from models.scans import Scan
from operations.check_in.conflicts import (
    AlreadySettled,
    NobodyToAdmit,
    ReadingUndone,
    annul_mistaken,
    count_as_admitted,
    leave_so,
    let_stand,
)
from operations.check_in.scans import may_undo
from policy import Permission, may
from queries.check_in.conflicts import Case, case_of


class NotTheirs(Refusal):
    """At the desk one may annul one's own readings only."""


_REFUSED: Words = {
    AlreadySettled: _l("Someone else has already settled this mismatch. See below how."),
    NobodyToAdmit: _l(
        "There is no valid ticket for this event that could count as admitted. "
        "Settle it in another way."
    ),
    NotTheirs: _l("Only organisers can mark other people’s scans as invalid. Tell one of them."),
    ReadingUndone: _l("One of these scans has been undone in the meantime. Check them again."),
}


def settle_as_asked(scan: Scan, page: str) -> ResponseReturnValue:
    """Settle the conflict as the form asks, commit, and say on this page what came of it.

    The form has `stands`, the number of the reading that counts, or a `way`.
    """
    with refusals_told_on(page, _REFUSED):
        said = committed(lambda: _settled(scan, at=utc_now()))
    return redirect_with(said, page)


def may_annul(scan: Scan, *, at: datetime) -> bool:
    """Organizers always may; at the desk only one's own reading, for a quarter of an hour."""
    manages = may(current_user, Permission.MANAGE_REGISTRATIONS)
    return manages or may_undo(scan, by=current_user, at=at)


def readings_to_choose(case: Case, *, at: datetime) -> set[int]:
    """The numbers of the readings that may be chosen as the one that counts.

    Choosing one annuls the other, so the reader must be allowed to annul that other one.
    """
    if case.other is None:
        return set()
    pair = (case.scan, case.other), (case.other, case.scan)
    return {standing.id for standing, mistaken in pair if may_annul(mistaken, at=at)}


def _settled(scan: Scan, *, at: datetime) -> str:
    if "stands" in request.form:
        return _choose(scan, request.form.get("stands", type=int), at=at)
    match request.form.get("way"):
        case "left":
            leave_so(scan, by=current_user, at=at)
            return str(_("The mismatch is settled; the record stays as it is."))
        case "annulled":
            if not may_annul(scan, at=at):
                raise NotTheirs
            annul_mistaken(scan, by=current_user, at=at)
            return str(_("The scan is marked as invalid and the mismatch is settled."))
        case "admitted":
            count_as_admitted(scan, by=current_user, at=at)
            return str(_("The person counts as admitted and the mismatch is settled."))
    raise BadRequest


def _choose(scan: Scan, number: int | None, *, at: datetime) -> str:
    """Let the chosen reading count.

    Raises AlreadySettled, NotTheirs, and ReadingUndone if an old page names other readings.
    """
    if not scan.is_open_conflict:
        raise AlreadySettled
    case = case_of(scan)
    pair = {one.id: one for one in (scan, case.other) if one}
    standing = pair.pop(number or 0, None)
    if standing is None or not pair:
        raise ReadingUndone
    (mistaken,) = pair.values()
    if not may_annul(mistaken, at=at):
        raise NotTheirs
    let_stand(scan, standing, mistaken, by=current_user, at=at)
    return str(_("The scan you chose counts. The other one is marked as invalid."))
