"""Rows of the user's own provinces, or 404; and answers that say why nothing was done."""

from typing import TypeVar

from flask import abort, flash, redirect
from flask.typing import ResponseReturnValue
from flask_login import current_user

from models.check_in import Checkpoint
from models.events import Event, Session
from models.mail import Letter
from models.registrations import Registration
from queries.events import event_for
from queries.letters import letter_for
from queries.organizer_events import checkpoint_for, session_for
from queries.registrations import registration_for

Row = TypeVar("Row")


def event_or_404(event_id: int) -> Event:
    return _found(event_for(event_id, current_user))


def registration_or_404(registration_id: int) -> Registration:
    return _found(registration_for(registration_id, current_user))


def session_or_404(session_id: int) -> Session:
    return _found(session_for(session_id, current_user))


def checkpoint_or_404(checkpoint_id: int) -> Checkpoint:
    return _found(checkpoint_for(checkpoint_id, current_user))


def letter_or_404(letter_id: int) -> Letter:
    return _found(letter_for(letter_id, current_user))


def refuse_with(message: str, address: str) -> ResponseReturnValue:
    """Go there and say there why it was not done."""
    flash(message, "danger")
    return redirect(address, 303)


def _found(row: Row | None) -> Row:
    if row is None:
        abort(404)
    return row
