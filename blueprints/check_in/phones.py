"""Phones at the door: each shows its own token with every request, and no cookie counts."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from flask import g
from flask.typing import ResponseReturnValue

from blueprints.base.bearers import bearer_token
from blueprints.base.errors import problem_details
from blueprints.base.found import or_404
from blueprints.base.transactions import looking
from lib.clock import utc_now
from models.checkpoints import Checkpoint
from models.devices import Device
from policy import is_welcome
from queries.check_in.checkpoints import checkpoint_for
from queries.check_in.devices import device_by_token

View = TypeVar("View", bound=Callable[..., Any])


def for_phones(*, also_ended: bool = False) -> Callable[[View], View]:
    """Only for paired phones: 401 without a phone's token, 410 for one that may no longer check in.

    After a 410 the phone forgets all that it knows. `also_ended`: such a phone may still send what
    it read before.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(**address: Any) -> ResponseReturnValue:
            token = bearer_token()
            with looking():
                device = device_by_token(token) if token else None
            if device is None:
                return problem_details(401, "This phone is not paired")
            g.phone = device
            if not (also_ended or is_welcome(device, utc_now())):
                return problem_details(410, "This phone can no longer check people in")
            response: ResponseReturnValue = view(**address)
            return response

        guarded.access = "phone"  # type: ignore[attr-defined]
        return cast(View, guarded)

    return decorate


def phone() -> Device:
    """The phone that sent this request."""
    device: Device = g.phone
    return device


def door_or_404(checkpoint_id: int) -> Checkpoint:
    with looking():
        return or_404(checkpoint_for(checkpoint_id, phone()))
