"""The caller is known by the bearer token in the header; cookies do not count here.

A user's token has that user's rights; a device's may only check in, at its own checkpoints.
"""

from contextlib import suppress

from flask import g
from sqlalchemy.exc import SQLAlchemyError

from blueprints.api.base.problem_details import Refused
from blueprints.api.base.refusal_kinds import BAD_TOKEN
from blueprints.base.bearers import bearer_token
from blueprints.base.transactions import beside_the_request
from lib.clock import utc_now
from models.devices import Device
from models.sign_ins import USE_IS_WRITTEN
from models.users import ApiToken, User
from operations.accounts.tokens import note_token_use
from policy import Caller, is_welcome
from queries.accounts.tokens import valid_token
from queries.check_in.devices import device_by_token


def authenticate() -> Caller:
    """The user or device whose token was sent. Raises Refused (401)."""
    if (sent := bearer_token()) is None:
        raise Refused(BAD_TOKEN, "Send the header «Authorization: Bearer TOKEN».")
    token = valid_token(sent, at=utc_now())
    if token is not None:
        # Held here: read anew after a rollback, the user would be another object, not narrowed.
        g.api_user = token.user
        g.api_user.narrowed_to = frozenset(token.permissions) or None
    g.api_token = token or _device(sent)
    if g.api_token is None:
        unknown = "This token is unknown, has expired, was revoked, or its owner has left."
        raise Refused(BAD_TOKEN, unknown)
    return reader()


def note_call() -> None:
    """Write that the user's token was used, at most every five minutes, before anything else is
    written. A use that cannot be written refuses nobody."""
    token: ApiToken | Device = g.api_token
    if isinstance(token, Device):
        return
    now, last = utc_now(), token.last_used_at
    if last is None or now >= last + USE_IS_WRITTEN:
        with suppress(SQLAlchemyError), beside_the_request() as connection:
            note_token_use(connection, token.id, at=now)


def caller() -> User:
    """The user who calls, for calls that no device may make."""
    user: User = g.api_user
    return user


def reader() -> Caller:
    """The user or device who calls, for calls that both may make."""
    token: ApiToken | Device = g.api_token
    return token if isinstance(token, Device) else caller()


def calling_device() -> str:
    """A text that tells door programs apart: each has its own token."""
    token: ApiToken | Device = g.api_token
    return "" if isinstance(token, Device) else f"token {token.id}"


def _device(text: str) -> Device | None:
    device = device_by_token(text)
    return device if device and is_welcome(device, utc_now()) else None
