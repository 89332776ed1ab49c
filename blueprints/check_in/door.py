"""What the pages of a door share: a reading's result in words, and the counts."""

from datetime import datetime
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_login import current_user

from blueprints.base.labels import label
from blueprints.base.languages import language
from lib import dates
from models.checkpoints import Checkpoint
from models.scans import RefusalReason, Scan, Verdict
from operations.check_in.scans import CheckIn, may_undo
from queries.check_in.doors import right_doors_of
from queries.check_in.marks import Marks, marks_of
from queries.check_in.scans import CheckpointCounts

TONES = {
    Verdict.ADMITTED: "admitted",
    Verdict.ALREADY_ADMITTED: "already",
    Verdict.LEFT: "left",
    Verdict.REFUSED: "refused",
}
"""For each verdict, the end of the class `verdict--…` and the sound that is played."""
MOVES = (Verdict.ADMITTED, Verdict.LEFT)


def undo_address(scan: Scan, *, at: datetime) -> str | None:
    """The address that annuls the scan, as long as the person who made it may; else None.

    None also for a scan that moved nobody: there is nothing to undo.
    """
    if scan.annulled_at or scan.verdict not in MOVES or not may_undo(scan, by=current_user, at=at):
        return None
    return url_for("check_in.annulments.create", checkpoint_id=scan.checkpoint_id, scan_id=scan.id)


def spoken(check_in: CheckIn) -> dict[str, Any]:
    """The result of a reading in words, in the page's language."""
    scan, participant = check_in.scan, check_in.participant
    return {
        "tone": TONES[scan.verdict],
        "word": label(scan.verdict),
        "why": why(check_in),
        "next_step": _next_step(scan),
        "name": participant.name if participant else "",
        "sector_word": label(participant.sector) if participant else "",
        "institution": participant.institution if participant else "",
        "marks": marks_in_words(marks_of(scan.checkpoint, participant)) if participant else "",
    }


def marks_in_words(marks: Marks) -> str:
    group = [_("Group code: {code}").format(code=marks.group)] if marks.group else []
    return " · ".join([*marks.tags, *group])


def why(check_in: CheckIn) -> str:
    """The reason of a refusal, the time of an earlier admission, a note on a conflict or on an exit
    without an entry, or ""."""
    scan = check_in.scan
    if scan.reason:
        return " ".join([str(label(scan.reason)), *_right_doors(scan)])
    if scan.verdict is Verdict.ALREADY_ADMITTED and check_in.admitted_at:
        return str(
            _(
                "Came in at %(time)s",
                time=at_the_door(check_in.admitted_at, scan.scanned_at, scan.checkpoint),
            )
        )
    if check_in.unmatched:
        return str(_("No entry is known yet. It may still wait on another phone."))
    if check_in.conflict:
        return str(
            _("This ticket was also admitted at another check-in point. Ask the registration desk.")
        )
    return ""


def _next_step(scan: Scan) -> str:
    """What to do with somebody who is not let in; "" where the screen names the right door."""
    if scan.verdict is not Verdict.REFUSED or right_doors_of(scan):
        return ""
    if scan.reason is RefusalReason.ROOM_FULL:
        return str(_("Ask them to wait until someone leaves."))
    return str(_("Send the person to the registration desk."))


def _right_doors(scan: Scan) -> list[str]:
    """One sentence with the doors at which the ticket is good; none if there is no such door."""
    names = [door.name for door in right_doors_of(scan)]
    return [_("The right check-in point: {doors}").format(doors=", ".join(names))] if names else []


def numbers(counts: CheckpointCounts) -> dict[str, Any]:
    return {
        "expected": counts.expected,
        "admitted": counts.admitted,
        "inside": counts.inside,
        "refused": counts.refused,
        "conflicts": counts.conflicts,
        "by_sector": counts.by_sector,
        "as_of": counts.as_of.isoformat(),
    }


def at_the_door(moment: datetime, seen_at: datetime, checkpoint: Checkpoint) -> str:
    """A time in the event's zone: the clock alone on the day of `seen_at`, else with its date."""
    zone, locale = checkpoint.event.timezone, language()
    same_day = dates.day_text(moment, zone, locale) == dates.day_text(seen_at, zone, locale)
    text = dates.clock_text if same_day else dates.short_moment_text
    return str(text(moment, zone, locale))
