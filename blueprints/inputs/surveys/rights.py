"""Who may answer a wave: so many links, or people by their addresses."""

import re
from collections.abc import Iterator
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from wtforms import RadioField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, NumberRange, ValidationError

from blueprints.base.languages import language
from blueprints.inputs.base import fields as base
from blueprints.inputs.base.controls import NumberField
from lib.emails import normal_address
from operations.surveys.rights import Invitee

MOST_LINKS = 500
MOST_ADDRESSES = 500
_NAMED = 5
"""Faulty lines that are named; the others are counted."""
_SHOWN = 60
"""Characters shown of a faulty line."""


class LinksForm(base.Form):
    count = NumberField(
        _l("How many links?"),
        [
            InputRequired(_l("Enter a whole number, using digits only.")),
            NumberRange(1, MOST_LINKS, _l("Enter a number between %(min)d and %(max)d.")),
        ],
        description=_l("One for each person. At most 500 at a time."),
        render_kw={"inputmode": "numeric", "min": 1, "max": MOST_LINKS},
    )


class AddressesForm(base.Form):
    addresses = base.paragraphs(
        _l("Email addresses"),
        longest=MOST_ADDRESSES * 100,
        description=_l(
            "One on each line, or as an email program lists them; at most 500 at a time. Nobody is written to twice."
        ),
        render_kw={"rows": 6, "autocomplete": "off", "spellcheck": "false"},
    )
    locale = RadioField(
        _l("Language of the email"),
        [InputRequired(_l("Choose one."))],
        choices=[SelectChoice("tr", "Türkçe"), SelectChoice("en", "English")],
        default=language,
    )

    def validate_addresses(self, field: Any) -> None:
        lines = list(_lines(field.data))
        if len(lines) > MOST_ADDRESSES:
            raise ValidationError(
                _("These are %(num)d addresses. Send at most 500 at a time.", num=len(lines))
            )
        faulty = [(number, typed) for number, typed in lines if normal_address(typed) is None]
        if faulty:
            raise ValidationError(_words_for(faulty))

    def people(self) -> list[Invitee]:
        """Those who are named, each once."""
        typed = (normal_address(line) for _number, line in _lines(self.addresses.data))
        known = dict.fromkeys(address for address in typed if address)
        return [Invitee(address, self.locale.data) for address in known]


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """What stands on each line, with its number from 1; commas and semicolons part as lines do."""
    for number, line in enumerate(text.splitlines(), start=1):
        for typed in line.replace(";", ",").split(","):
            if typed.strip():
                yield number, _without_name(typed.strip())


def _without_name(typed: str) -> str:
    """The address alone of what email programs copy as `Ayşe Kaya <ayse@example.org>`."""
    bracketed = re.search(r"<([^<>]*@[^<>]*)>$", typed)
    return bracketed[1].strip() if bracketed else typed


def _words_for(faulty: list[tuple[int, str]]) -> str:
    named = "; ".join(
        _("line %(number)d: “%(typed)s”", number=number, typed=typed[:_SHOWN])
        for number, typed in faulty[:_NAMED]
    )
    said = ngettext(
        "This is no email address – %(named)s.", "These are no email addresses – %(named)s.",
        len(faulty), named=named,
    )  # fmt: skip
    more = len(faulty) - _NAMED
    if more > 0:
        said += " " + ngettext("And %(num)d more line.", "And %(num)d more lines.", more)
    return str(said)
