"""Readings of a door phone, sent at once or after hours without a network; judged in order.

The response holds no words: the phone says it in its own language, as it must without a network.
"""

from datetime import UTC, datetime, timedelta
from typing import Annotated, Any

from flask import Blueprint, Response, jsonify, request
from flask.typing import ResponseReturnValue
from pydantic import AfterValidator, AwareDatetime, BaseModel, Field, ValidationError

from blueprints.base import row_numbers
from blueprints.base.errors import problem_details
from blueprints.base.origins import counts_no_cookie
from blueprints.base.request_sizes import takes_json
from blueprints.base.transactions import committed, looking
from blueprints.check_in.door import numbers
from blueprints.check_in.door_answers import keep_answers
from blueprints.check_in.phones import door_or_404, for_phones, phone
from blueprints.shared.check_in.counts import counts_of
from extensions import db
from lib.clock import utc_now
from models.checkpoints import Checkpoint
from models.registrations import Registration
from models.scans import Direction, RefusalReason, Scan, Verdict
from operations.check_in.devices import hear_from, revoke_device
from operations.check_in.scans import CheckIn, NonceReused, annul, caller_of, check_in, may_undo
from policy import is_welcome
from queries.check_in.devices import device_of
from queries.check_in.doors import right_doors_of
from queries.check_in.marks import Marks, marks_of

bp = Blueprint("readings", __name__)
counts_no_cookie(bp)

MOST = 200
"""Readings in one request; a phone with more sends them in several requests."""


def _in_utc(moment: datetime) -> datetime:
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        raise ValueError("no such time")


Moment = Annotated[AwareDatetime, AfterValidator(_in_utc)]


class ReadingSent(BaseModel):
    nonce: str = Field(min_length=1, max_length=64)
    code: str = Field(min_length=1, max_length=2_000)
    direction: Direction = Direction.ENTRY
    scanned_at: Moment
    told: Verdict | None = None
    told_reason: RefusalReason | None = None
    force: bool = False
    annulled_at: Moment | None = None
    answers: dict[str, Any] = {}


class _Sent(BaseModel):
    readings: list[Any] = Field(max_length=MOST)
    waiting: int = Field(0, ge=0, le=1_000_000)
    read_by: int | None = Field(None, ge=1, le=row_numbers.LARGEST)
    """The phone's pairing that made the readings; None: the one that sends them."""


@bp.post("/<int:checkpoint_id>/readings")
@for_phones(also_ended=True)
@takes_json
def create(checkpoint_id: int) -> ResponseReturnValue:
    """Keep the readings and give a verdict on each. A phone that only asks for counts sends none."""
    checkpoint, at = door_or_404(checkpoint_id), utc_now()
    try:
        sent = _Sent.model_validate(request.get_json(silent=True))
    except (ValidationError, RecursionError):
        return problem_details(422, "These are no readings")
    _end_if_its_user_left(at)
    caller = _caller(sent.read_by)
    verdicts = [_verdict_on(reading, checkpoint, caller) for reading in sent.readings]
    if hear_from(phone(), waiting=sent.waiting, at=at):
        db.session.commit()
    if not is_welcome(phone(), utc_now()):
        return _farewell(verdicts)
    counts = numbers(counts_of(checkpoint, as_of=at, fresh=bool(verdicts)))
    return jsonify(answers=verdicts, counts=counts, at=utc_now().isoformat())


def _caller(read_by: int | None) -> str:
    """Whose nonces these are: a phone that was paired anew sends the queue of its earlier pairing
    as that one's, so that what had arrived already is not kept twice."""
    if read_by not in (None, phone().id):
        with looking():
            earlier = device_of(phone().event_id, read_by)
        return caller_of(earlier or phone())
    return caller_of(phone())


def _end_if_its_user_left(at: datetime) -> None:
    """Revoke somebody's own phone if they may not check in any more.

    Its later readings are kept and refused.
    """
    if phone().may_check_in(at) and not is_welcome(phone(), at):
        revoke_device(phone(), by=None, at=at)
        db.session.commit()


def _farewell(verdicts: list[dict[str, Any]]) -> Response:
    """The response to a phone that may no longer check in: what was kept, nothing about anybody."""
    kept = [{"nonce": verdict["nonce"], "verdict": verdict["verdict"]} for verdict in verdicts]
    response = jsonify(answers=kept, ended=True)
    response.status_code = 410
    return response


def _verdict_on(sent: Any, checkpoint: Checkpoint, caller: str) -> dict[str, Any]:
    """Keep one reading, committed by itself: it stays kept whatever happens to the others."""
    try:
        reading = ReadingSent.model_validate(sent)
    except ValidationError:
        return {"nonce": _nonce_in(sent), "verdict": None, "unreadable": True}
    at = utc_now()
    try:
        said = committed(lambda: _check_in(checkpoint, reading, at, caller))
    except NonceReused:
        return {"nonce": reading.nonce, "verdict": None, "unreadable": True}
    if reading.annulled_at is not None and _may_take_back(said.scan, reading.annulled_at, at):
        committed(lambda: annul(said.scan, by=phone(), at=at))
    may_tell = said.scan.reason is not RefusalReason.DEVICE_REVOKED
    person = said.participant if may_tell else None
    asked = bool(reading.answers) and not phone().kiosk  # it asks nobody anything
    faulty = asked and not keep_answers(person, reading.answers, at=at)
    return {**_shown(said), "answers_unfit": faulty}


def _check_in(checkpoint: Checkpoint, reading: ReadingSent, at: datetime, caller: str) -> CheckIn:
    return check_in(
        checkpoint,
        code=reading.code,
        nonce=reading.nonce,
        direction=reading.direction,
        scanned_at=_door_time(reading, at),
        at=at,
        by=phone(),
        force=reading.force,
        told=reading.told,
        told_reason=reading.told_reason,
        caller=caller,
    )


def _door_time(reading: ReadingSent, at: datetime) -> datetime:
    """The time of the reading by our clock, in UTC.

    A phone that waited for our verdict read it now. Otherwise its own clock counts, but never ahead
    of ours and never before the phone was paired.
    """
    return at if reading.told is None else max(min(reading.scanned_at, at), phone().created_at)


def _may_take_back(scan: Scan, annulled_at: datetime, at: datetime) -> bool:
    """Whether it was annulled within 15 minutes at the door, however late we hear of it."""
    moment = min(annulled_at, at)
    soon = moment - scan.scanned_at <= timedelta(minutes=15)
    return (
        soon
        and phone().may_check_in(moment)
        and may_undo(scan, by=phone(), at=min(moment, scan.received_at))
    )


def _shown(said: CheckIn) -> dict[str, Any]:
    scan, person = said.scan, said.participant
    return {
        "nonce": scan.nonce,
        "scan_id": scan.id,
        "verdict": scan.verdict,
        "reason": scan.reason,
        "conflict": said.conflict,
        "unmatched": said.unmatched,
        "forced": scan.forced,
        "annulled": scan.annulled_at is not None,
        "scanned_at": scan.scanned_at.isoformat(),
        "admitted_at": said.admitted_at.isoformat() if said.admitted_at else None,
        "person": _person(person, scan.checkpoint) if person else None,
        "right_doors": [door.id for door in right_doors_of(scan)],
    }


def _person(person: Registration, checkpoint: Checkpoint) -> dict[str, Any]:
    marks = Marks() if phone().kiosk else marks_of(checkpoint, person)
    return {
        "name": person.given_name if phone().kiosk else person.name,
        "sector": person.sector,
        "institution": "" if phone().kiosk else person.institution,
        "sessions": [session.id for session in person.chosen_sessions],
        "tags": marks.tags,
        "group": marks.group,
    }


def _nonce_in(sent: Any) -> str:
    nonce = sent.get("nonce") if isinstance(sent, dict) else None
    return nonce if isinstance(nonce, str) else ""
