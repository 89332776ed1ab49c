"""The token that a program or a paired phone sends with each call."""

from flask import request


def bearer_token() -> str | None:
    """The token of `Authorization: Bearer …`; None: no such header, or another scheme.

    Read here, since werkzeug's reader of the header fails on some that are no text at all.
    """
    scheme, _space, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() or None if scheme.lower() == "bearer" else None
