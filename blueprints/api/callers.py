"""Who calls: the bearer token in the header, and nothing else. No cookie counts here."""

from flask import g, request

from blueprints.api.problems import BAD_TOKEN, Refused
from models.users import ApiToken, User
from queries.api_tokens import valid_token


def authenticate() -> User:
    """The user whose token was sent. Raises Refused (401)."""
    sent = request.authorization
    if sent is None or sent.type != "bearer" or not sent.token:
        raise Refused(BAD_TOKEN, "Send the header «Authorization: Bearer TOKEN».")
    token = valid_token(sent.token)
    if token is None:
        raise Refused(BAD_TOKEN, "This token is unknown, was revoked, or its user has left.")
    g.api_token = token
    return token.user


def caller() -> User:
    """The user of the request that is being answered."""
    return _token().user


def calling_device() -> str:
    """What tells one door program from another: each has its own token."""
    return f"token {_token().id}"


def _token() -> ApiToken:
    token: ApiToken = g.api_token
    return token
