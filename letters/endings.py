"""Where somebody ends a kind of letter with one click: an address in the letter's own text."""

import re

from flask import current_app

from extensions import keys
from letters.compose import site_address
from letters.kinds import TRAITS
from models.feedback import OutcomeAddress
from models.letters import Letter
from models.registrations import Registration

BY_REGISTRATION, BY_ADDRESS = 0, 1
"""What the number in an address signed for «outcomes» is."""


def outcomes_ended_at(reader: Registration | OutcomeAddress) -> str:
    """Where this reader says that they want to hear no more of what came of it. It gives no other
    right, so that it holds even after their personal link was changed."""
    kind = BY_REGISTRATION if isinstance(reader, Registration) else BY_ADDRESS
    token = keys.links.sign("outcomes", kind, reader.id)
    return site_address("public.subscriptions.show", token=token)


def ending_address(letter: Letter) -> str | None:
    """The address in the text of a letter that can be ended; None: this kind cannot be."""
    if not TRAITS[letter.kind].can_be_ended:
        return None
    base = re.escape(current_app.config["BASE_URL"])
    found = re.search(rf"{base}/subscriptions/[\w.~-]+", letter.text, re.ASCII)
    return found[0] if found else None
