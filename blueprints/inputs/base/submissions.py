"""A key that a form's page makes up, so that the same form sent twice counts once."""

import re
from secrets import token_urlsafe


def new_submission_key() -> str:
    return token_urlsafe(16)


def ours_or_new(key: str | None) -> str:
    """The key if it can be ours, else a new one: it leads to what was sent, so no easy guesses."""
    return key if key and re.fullmatch(r"[\w-]{20,64}", key, re.ASCII) else new_submission_key()
