"""The caller is known by the bearer token in the header; cookies do not count here.

A user's token has that user's rights; a device's may only check in, at its own checkpoints.
"""

from flask import g, request

from blueprints.api.base.problem_details import Refused
from blueprints.api.base.refusal_kinds import BAD_TOKEN
from lib.clock import utc_now
from models.devices import Device
from models.users import ApiToken, User
from policy import Caller, is_welcome
from queries.accounts.tokens import valid_token
from queries.check_in.devices import device_by_token


def authenticate() -> Caller:
    """The user or device whose token was sent. Raises Refused (401)."""
    sent = request.authorization
    if sent is None or sent.type != "bearer" or not sent.token:
        raise Refused(BAD_TOKEN, "Send the header «Authorization: Bearer TOKEN».")
    token = valid_token(sent.token, at=utc_now())
    if token is not None:
        token.user.narrowed_to = frozenset(token.permissions) or None
    g.api_token = token or _device(sent.token)
    if g.api_token is None:
        unknown = "This token is unknown, has expired, was revoked, or its owner has left."
        raise Refused(BAD_TOKEN, unknown)
    return reader()


def caller() -> User:
    """The user who calls, for calls that no device may make."""
    token: ApiToken = g.api_token
    return token.user


def reader() -> Caller:
    """The user or device who calls, for calls that both may make."""
    token: ApiToken | Device = g.api_token
    return token if isinstance(token, Device) else token.user


def calling_device() -> str:
    """A text that tells door programs apart: each has its own token."""
    token: ApiToken | Device = g.api_token
    return "" if isinstance(token, Device) else f"token {token.id}"


def _device(text: str) -> Device | None:
    device = device_by_token(text)
    return device if device and is_welcome(device, utc_now()) else None
