"""Browsers in which somebody signed in to an account before: strangers who fail at it, from the same
network or from anywhere, never slow these."""

from contextlib import suppress

from flask import Response, after_this_request, request

from blueprints.base.cookies import give_cookie, own_cookie
from extensions import keys
from lib.emails import number_of_mailbox
from lib.signed_links import BadLink
from models.base import random_id
from models.users import User

_LASTS = 180 * 24 * 60 * 60
"""Seconds without signing in, after which a browser is a stranger's."""
_PURPOSE = "known browser"


def remember(user: User) -> None:
    """Have the browser keep a mark of its own for this account. It opens nothing."""
    number = number_of_mailbox(user.email)
    mark = keys.links.sign(_PURPOSE, number, random_id())

    @after_this_request
    def give(response: Response) -> Response:
        give_cookie(response, _cookie(number), mark, seconds=_LASTS)
        return response


def mark_for(address: str) -> str | None:
    """The mark that this browser has for the account of this address; None: it has none."""
    number = number_of_mailbox(address)
    mark = own_cookie(_cookie(number))
    try:
        return mark if keys.links.read(_PURPOSE, mark, count=2)[0] == number else None
    except BadLink:
        return None


def some_mark() -> str | None:
    """A mark of this browser for any account, where it is not said yet for which; None: none."""
    for name, mark in request.cookies.items():
        with suppress(BadLink):
            if "known-" in name and keys.links.read(_PURPOSE, mark, count=2):
                return mark
    return None


def _cookie(number: int) -> str:
    """One for each account; a few people may share a browser."""
    return f"known-{number % 10_000}"
