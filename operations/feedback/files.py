"""Files of results: what each is about, and when it is out of date."""

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256

from models.audit import AuditAction
from models.feedback import Wave
from models.ordered_files import FileFormat, OrderedFile
from models.users import User
from operations.base.audit import record
from operations.base.files import order_file
from queries.feedback.results import By
from queries.feedback.texts import quoted_numbers
from queries.feedback.waves import questions_of, totals_of


def order_results(
    kind: FileFormat, waves: Sequence[Wave], *, by: By | None, locale: str, at: datetime
) -> OrderedFile:
    """A file of one wave's results, or of two waves' comparison: see `order_file`."""
    return order_file(
        kind,
        "waves:" + ",".join(str(wave.id) for wave in waves),
        version="-".join(version_of(wave) for wave in waves),
        by=by or "",
        locale=locale,
        at=at,
    )


def version_of(wave: Wave) -> str:
    """A checksum of what results and their wording depend on."""
    about = wave.event or wave.survey
    totals = totals_of(wave)
    questions = [
        (
            *(q.id, q.label, q.label_en, q.low, q.low_en, q.high, q.high_en, q.retired_at),
            *((c.id, c.label, c.label_en) for c in q.choices),
        )
        for q in questions_of(wave)
    ]
    known = (
        (wave.name, wave.settled, wave.closed_at, wave.sheets),
        (totals.invited, totals.counted, totals.waiting),
        (about.title, about.title_en) if about else (),
        questions,
        quoted_numbers(wave),
    )
    return sha256(repr(known).encode()).hexdigest()[:16]


def record_results_export(
    waves: Sequence[Wave], kind: FileFormat, *, by: User, at: datetime
) -> None:
    """Write down who took a file, of which waves."""
    for wave in waves:
        record(
            AuditAction.RESULTS_EXPORTED,
            at=at,
            by=by,
            event=wave.event,
            subject_id=wave.id,
            kind=kind,
        )
