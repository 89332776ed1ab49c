"""What a door phone needs to go on without a network, for its checkpoint alone."""

from base64 import b64encode
from hashlib import sha256
from typing import Any

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue

from blueprints.check_in.phones import door_or_404, for_phones, phone
from extensions import keys
from lib.clock import utc_now
from models.check_in import Checkpoint
from models.events import Event
from models.forms import AskedAt, Question
from queries.agenda import agenda_of
from queries.checkpoints import checkpoints_of
from queries.door_packs import known_here, names_here, tickets_here
from queries.questions import questions_asked

bp = Blueprint("packs", __name__)


@bp.get("/<int:checkpoint_id>/pack")
@for_phones()
def show(checkpoint_id: int) -> ResponseReturnValue:
    """Without a change since the phone's last one (its ETag) the answer is empty."""
    checkpoint = door_or_404(checkpoint_id)
    answer = jsonify(_pack(checkpoint))
    answer.set_etag(sha256(answer.get_data()).hexdigest()[:20])
    answer.headers["X-Door-Time"] = utc_now().isoformat()
    return answer.make_conditional(request)


def _pack(checkpoint: Checkpoint) -> dict[str, Any]:
    event = checkpoint.event
    return {
        "event": {
            "id": event.id, "title": event.title, "title_en": event.title_en,
            "timezone": event.timezone, "ends_at": event.ends_at.isoformat(),
        },
        "checkpoint": _checkpoint(checkpoint),
        "doors": [{"id": door.id, "name": door.name} for door in checkpoints_of(event)],
        "device": {
            "id": phone().id, "name": phone().name, "kiosk": phone().kiosk,
            "ends_at": phone().ends_at.isoformat(), "is_own": phone().user_id is not None,
            "checkpoints": [{"id": door.id, "name": door.name} for door in phone().checkpoints],
        },
        "keys": [
            {"id": key.key_id, "key": b64encode(key.public_bytes).decode()}
            for key in keys.tickets.keys
        ],
        "tickets": [
            [row.ticket_id.hex(), _print(event, row.short_code), row.refused or ""]
            for row in tickets_here(checkpoint)
        ],
        "known": [
            [row.ticket_id.hex(), row.admitted_at.isoformat(), row.inside]
            for row in known_here(checkpoint)
        ],
        "sessions": [
            {"id": session.id, "title": session.title, "title_en": session.title_en}
            for session in agenda_of(event)
            if session.chosen
        ],
        "questions": [_question(question) for question in questions_asked(event, AskedAt.DOOR)],
        "names": _names(checkpoint),
    }  # fmt: skip


def _checkpoint(checkpoint: Checkpoint) -> dict[str, Any]:
    opens_at, closes_at = checkpoint.opens_at, checkpoint.closes_at
    return {
        "id": checkpoint.id,
        "name": checkpoint.name,
        "opens_at": opens_at.isoformat() if opens_at else None,
        "closes_at": closes_at.isoformat() if closes_at else None,
        "reentry": checkpoint.reentry,
        "multiple": checkpoint.multiple,
        "counts_exits": checkpoint.counts_exits,
    }


def _print(event: Event, short_code: str) -> str:
    """What tells that a typed code is a ticket's, without telling the code: enough of SHA-256 that
    two tickets of an event are never taken for one another by chance."""
    return sha256(f"{event.id}:{short_code}".encode()).hexdigest()[:12]


def _question(question: Question) -> dict[str, Any]:
    return {
        "key": question.key,
        "kind": question.kind,
        "label": question.label,
        "label_en": question.label_en,
        "choices": [
            {"id": choice.id, "label": choice.label, "label_en": choice.label_en}
            for choice in question.choices
            if choice.retired_at is None
        ],
    }


def _names(checkpoint: Checkpoint) -> list[Any] | None:
    """Only where the organizer allows names on devices, and never on one that anybody can touch."""
    if not checkpoint.roster or phone().kiosk:
        return None
    return [
        [
            row.ticket_id.hex(),
            row.name,
            row.sector,
            row.institution,
            list(row.session_ids),
            row.short_code,
        ]
        for row in names_here(checkpoint)
    ]
