"""An organizer's own words for a letter: subject and text with placeholders, in both languages."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import StringField
from wtforms.validators import ValidationError

from blueprints.inputs.base import fields as base
from letters.wordings import (
    Words,
    is_in_an_address,
    placeholders_of,
    unknown_placeholders,
)
from models.letters import LetterKind
from operations.letters.reminders import MOST_DAYS
from operations.letters.wordings import OwnWords

_ROWS = {"rows": 8}


class WordsForm(base.Form):
    subject = base.line(_l("Subject"))
    body = base.paragraphs(_l("Text"), render_kw=_ROWS)
    subject_en = base.line(_l("Subject in English"), required=False)
    body_en = base.paragraphs(_l("Text in English"), required=False, render_kw=_ROWS)

    def __init__(self, kind: LetterKind, *, shown: OwnWords | None = None, **options: Any) -> None:
        super().__init__(**{**(vars(shown) if shown else {}), **options})
        self.kind = kind

    def validate_subject(self, field: Any) -> None:
        self._must_be_known(field.data)

    def validate_body(self, field: Any) -> None:
        self._must_be_known(field.data)

    def validate_subject_en(self, field: Any) -> None:
        self._must_be_known(field.data)
        _must_not_be_alone(self.body_en)

    def validate_body_en(self, field: Any) -> None:
        self._must_be_known(field.data)
        _must_not_be_alone(self.subject_en)

    def words(self) -> OwnWords:
        return OwnWords(
            subject=self.subject.data,
            body=self.body.data,
            subject_en=self.subject_en.data or "",
            body_en=self.body_en.data or "",
        )

    def words_in(self, locale: str) -> Words:
        return Words.of(self.words(), locale)

    def _must_be_known(self, text: str) -> None:
        if unknown := unknown_placeholders(text, self.kind):
            known = ", ".join(f"{{{name}}}" for name in placeholders_of(self.kind))
            raise ValidationError(
                _(
                    "%(unknown)s cannot be used in this email. You can use: %(known)s.",
                    unknown=unknown[0],
                    known=known,
                )
            )
        if is_in_an_address(text):
            raise ValidationError(_("Only {link} can stand in the address of a link."))


def _must_not_be_alone(other: Any) -> None:
    if not other.data:
        raise ValidationError(_("Write both the subject and the text in English, or neither."))


MOST_REMINDERS = 5


class RemindersForm(base.Form):
    days = StringField(
        _l("Days before the event"),
        description=_l("Separated by commas, such as 7, 1. Leave it empty to remind nobody."),
        render_kw={"inputmode": "numeric"},
    )

    def validate_days(self, field: Any) -> None:
        parts = _parts(field.data or "")
        if not all(
            part.isascii() and part.isdigit() and 1 <= int(part[:9]) <= MOST_DAYS for part in parts
        ):
            raise ValidationError(
                _("Enter numbers between 1 and %(most)d, separated by commas.", most=MOST_DAYS)
            )
        if len(set(parts)) > MOST_REMINDERS:
            raise ValidationError(_("Enter at most %(max)d days.", max=MOST_REMINDERS))

    def chosen(self) -> list[int]:
        return [int(part) for part in _parts(self.days.data or "")]


def _parts(text: str) -> list[str]:
    return text.replace(",", " ").replace(";", " ").split()
