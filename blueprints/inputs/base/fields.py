"""Fields as this site uses them: input is cleaned, and the page knows the limits too."""

from collections.abc import Callable
from functools import cache
from typing import Any

from babel.support import NullTranslations, Translations
from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.form import _Auto
from markupsafe import Markup
from werkzeug.datastructures import CombinedMultiDict, MultiDict
from wtforms import EmailField, SelectField, StringField, TelField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.i18n import messages_path
from wtforms.validators import (
    InputRequired,
    Length,
    NumberRange,
    Optional,
    StopValidation,
    ValidationError,
)
from wtforms.widgets import HiddenInput, html_params

from blueprints.base.languages import language
from blueprints.inputs.base.controls import NumberField
from lib import emails, phones, provinces
from lib.emails import normal_address
from lib.identity_numbers import holds_identity_number
from lib.text import NO_NAME, clean_line, clean_name, clean_paragraphs

LINE = 200
NAME = 100
PARAGRAPHS = 10_000
_PHONE = 40
_TAKE_FILES = ("FileField", "UploadField")
EMAIL = emails.LONGEST
_RAW = 4
"""Characters looked at for each that a field may hold: spaces go, and a letter may be sent in
parts, with its marks. What is longer is too long, and need not be cleaned to say so."""


class Form(FlaskForm):  # type: ignore[misc]
    """A form that counts its refused fields for the summary at its top."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        def get_translations(self, form: FlaskForm) -> Translations | NullTranslations:
            return _words_of_the_library(language())

        def wrap_formdata(self, form: FlaskForm, formdata: Any) -> Any:
            """Give files only to the fields that take them: others would read them as text.

            A page's form is never read from JSON, whose values are not texts.
            """
            if formdata is _Auto and request.is_json:
                return None
            sent = super().wrap_formdata(form, formdata)
            if not isinstance(sent, CombinedMultiDict):
                return sent
            taken = {field.name for field in form if field.type in _TAKE_FILES}
            files = [(name, file) for name, file in request.files.items(True) if name in taken]
            return CombinedMultiDict((MultiDict(files), request.form))

    def refused_fields(self) -> list[Any]:
        return [field for field in self if field.errors and field.type != "CSRFTokenField"]

    def first_refusal(self) -> str:
        """The first fault, to be shown on another page: «Reason: Use at most 500 characters.»

        "" if only the form's token is refused: then nobody is shown that page (expired_forms).
        """
        fields = self.refused_fields()
        return f"{fields[0].label.text}: {fields[0].errors[0]}" if fields else ""


def line(label: str, *, required: bool = True, longest: int = LINE, **more: Any) -> StringField:
    """A field for one line of text."""
    return StringField(label, _rules(required, longest), [_cleaned(clean_line, longest)], **more)


def name(label: str, *, required: bool = True, **more: Any) -> StringField:
    """A given or family name. A family name need not be: some people have one name alone."""
    rules = [*_rules(required, NAME), seen_or_none]
    return StringField(label, rules, [_cleaned(clean_name, NAME)], **more)


def counter(*, most: int = 2**31 - 1) -> NumberField:
    """A whole number that a page carries from one request to the next; 0 if it was not sent."""
    return NumberField(
        validators=[NumberRange(0, most)], widget=HiddenInput(), default=0, filters=[_or_zero]
    )


def paragraphs(
    label: str, *, required: bool = True, longest: int = PARAGRAPHS, **more: Any
) -> TextAreaField:
    return TextAreaField(
        label, _rules(required, longest), [_cleaned(clean_paragraphs, longest)], **more
    )


class AddressField(EmailField):  # type: ignore[misc]
    """Asks once about an address that looks mistyped. The same address sent again is taken."""

    _sent_again = False

    def process(self, formdata: Any, *arguments: Any, **options: Any) -> None:
        super().process(formdata, *arguments, **options)
        if formdata and self.data:
            self._sent_again = self.data in formdata.getlist(self._name_of_mark)

    def pre_validate(self, _form: Any) -> None:
        meant = emails.likely_meant(self.data or "")
        if meant and not self._sent_again:
            raise ValidationError(
                _("Did you mean %(address)s? If not, send the form again as it is.", address=meant)
            )

    def __call__(self, **attributes: Any) -> Markup:
        control: Markup = super().__call__(**attributes)
        if self.errors and emails.likely_meant(self.data or ""):
            mark = html_params(type="hidden", name=self._name_of_mark, value=self.data)
            control += Markup("<input {}>").format(Markup(mark))  # noqa: S704 - escaped by WTForms
        return control

    @property
    def _name_of_mark(self) -> str:
        return f"{self.name}_as_typed"


def email(label: str, *, required: bool = True, **more: Any) -> AddressField:
    """An e-mail address, its domain in lower case; stored as letters will be addressed to it."""
    rules = [*_rules(required, EMAIL), deliverable]
    return AddressField(
        label, rules, [_cleaned(clean_line, EMAIL), _normal_or_as_typed(normal_address)], **more
    )


class PhoneField(TelField):  # type: ignore[misc]
    def _value(self) -> str:
        return phones.readable(self.data or "")


def phone(label: str, *, required: bool = False, **more: Any) -> PhoneField:
    """A phone number in any usual form, Turkish by default. Stored as E.164, shown as typed."""
    rules = [*_rules(required, _PHONE), possible_phone]
    return PhoneField(
        label, rules, [_cleaned(clean_line, _PHONE), _normal_or_as_typed(phones.e164)], **more
    )


def province(label: str, *, required: bool = True, **more: Any) -> SelectField:
    """One of the 81 provinces, in the order of the Turkish alphabet; None if it may stay empty."""
    rules = [InputRequired(_l("Choose a province."))] if required else [Optional()]
    return SelectField(label, rules, choices=province_choices, coerce=_or_none, **more)


def province_choices() -> list[SelectChoice]:
    return _provinces_after(_("Choose"))


@cache
def _provinces_after(first: str) -> list[SelectChoice]:
    named = [SelectChoice(code, name) for code, name in provinces.by_name()]
    return [SelectChoice("", first), *named]


@cache
def _words_of_the_library(locale: str) -> Translations | NullTranslations:
    """WTForms' own messages, read from their file once rather than for every request."""
    return Translations.load(messages_path(), [locale], domain="wtforms")


def deliverable(_form: Any, field: Any) -> None:
    if field.data and not normal_address(field.data):
        raise ValidationError(_("Enter an email address such as name@example.org."))


def possible_phone(_form: Any, field: Any) -> None:
    if field.data and not phones.e164(field.data):
        raise ValidationError(_("Enter a phone number such as 0532 123 45 67 or +49 30 123456."))


def no_identity_number(_form: Any, field: Any) -> None:
    """Refuse a Turkish identity number. Also usable as `validate_<name>` of a form."""
    if field.data and holds_identity_number(str(field.data)):
        raise ValidationError(refusal_of_identity_numbers())


def refusal_of_identity_numbers() -> str:
    return str(_("Leave out identity numbers: we do not need them and must not keep them."))


def refusal_of_fewer_places(taken: int) -> str:
    """What is said if a limit is set below the number of places that are taken already."""
    return str(_("%(taken)d places are taken already. Cancel registrations first.", taken=taken))


def _rules(required: bool, longest: int) -> list[Any]:
    presence = InputRequired(_l("Fill in this field.")) if required else Optional()
    limit = _AtMost(max=longest, message=_l("Use at most %(max)d characters."))
    return [presence, *([not_blank] if required else []), limit]


class _AtMost(Length):  # type: ignore[misc]
    """Refuses a text that is too long, also one that would not be once it were cleaned."""

    def __call__(self, form: Any, field: Any) -> None:
        if field.raw_data and len(field.raw_data[0]) > self.max * _RAW:
            raise StopValidation(self.message % {"max": self.max})
        super().__call__(form, field)


def not_blank(_form: Any, field: Any) -> None:
    """Refuse spaces alone: InputRequired sees only that something was sent."""
    if not field.data:
        raise ValidationError(_("Fill in this field."))


def seen_or_none(_form: Any, field: Any) -> None:
    """Refuse signs that show nothing; a dash says that there is no name."""
    if not field.data and (field.raw_data or [""])[0].strip(NO_NAME):
        raise ValidationError(_("Fill in this field."))


def _cleaned(cleaner: Callable[[str], str], longest: int) -> Any:
    """A filter that cleans a text. One that is far too long stays as it was typed, to be refused."""
    return lambda text: cleaner(text) if text and len(text) <= longest * _RAW else text


def _normal_or_as_typed(normal: Callable[[str], str | None]) -> Any:
    """The value in its normal form; as typed, to be shown beside its error, if it has none."""
    return lambda text: (normal(text) or text) if text else text


def _or_zero(number: int | None) -> int:
    return number or 0


def _or_none(text: str | None) -> str | None:
    return text or None
