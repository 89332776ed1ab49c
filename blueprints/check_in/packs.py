"""What a phone needs to go on at its checkpoint without a network."""

from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue

from blueprints.check_in.phones import door_or_404, for_phones, phone
from blueprints.shared.check_in.packs import Tickets, tickets_of
from lib.clock import utc_now
from models.checkpoints import Checkpoint
from models.forms import AskedAt, Question
from queries.check_in.checkpoints import checkpoints_of
from queries.events.agenda import agenda_of
from queries.forms.questions import questions_asked

bp = Blueprint("packs", __name__)


@bp.get("/<int:checkpoint_id>/pack")
@for_phones()
def show(checkpoint_id: int) -> ResponseReturnValue:
    """The pack; empty (304) if nothing has changed since the phone's last one (its ETag).

    Header X-Door-Time: every reading that was judged before this time is in the pack.
    """
    checkpoint = door_or_404(checkpoint_id)
    tickets = tickets_of(checkpoint, as_of=utc_now())
    response = jsonify(_pack(checkpoint, tickets))
    response.headers["Cache-Control"] = "no-store"  # the phone keeps it, and its mark
    response.set_etag(sha256(response.get_data()).hexdigest()[:20])
    response.headers["X-Door-Time"] = tickets.as_of.isoformat()
    return response.make_conditional(request)


def _pack(checkpoint: Checkpoint, tickets: Tickets) -> dict[str, Any]:
    event = checkpoint.event
    return {
        "event": {
            "id": event.id,
            "title": event.title,
            "title_en": event.title_en,
            "timezone": event.timezone,
            "ends_at": event.ends_at.isoformat(),
            "called_off": event.is_called_off,
        },
        "checkpoint": _checkpoint(checkpoint),
        "doors": [{"id": door.id, "name": door.name} for door in checkpoints_of(event)],
        "device": {
            "id": phone().id,
            "name": phone().name,
            "kiosk": phone().kiosk,
            "ends_at": phone().ends_at.isoformat(),
            "is_own": phone().user_id is not None,
            "checkpoints": [{"id": door.id, "name": door.name} for door in phone().checkpoints],
        },
        **tickets.parts,
        "sessions": [
            {"id": session.id, "title": session.title, "title_en": session.title_en}
            for session in agenda_of(event)
            if session.chosen
        ],
        "questions": _questions(questions_asked(event, AskedAt.DOOR)),
        # Only if the organizer allows names, and never on a phone that anybody can touch.
        "names": None if phone().kiosk else tickets.names,
    }


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
        "capacity": checkpoint.capacity,
    }


def _questions(asked: Sequence[Question]) -> list[dict[str, Any]]:
    keys = {question.id: question.key for question in asked}
    return [_question(question, keys) for question in asked]


def _question(question: Question, keys: Mapping[int, str]) -> dict[str, Any]:
    """`keys`: of all questions asked here. A condition on a question not asked here is left out.

    So that question is asked of everybody.
    """
    on = keys.get(question.shown_if_id) if question.shown_if_id else None
    return {
        "key": question.key,
        "kind": question.kind,
        "label": question.label,
        "label_en": question.label_en,
        "shown_if": {"key": on, "any": question.shown_if} if on else None,
        "choices": [
            {"id": choice.id, "label": choice.label, "label_en": choice.label_en}
            for choice in question.choices
            if choice.retired_at is None
        ],
    }
