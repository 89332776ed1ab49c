"""A form sent once more after the browser's Back: it changes nothing, and the page says so."""

from blueprints.inputs.forms.earlier_answers import given_before
from blueprints.inputs.registrations.person import RegistrationForm
from models.registrations import Registration
from operations.base.answers import Answers, UploadedFile
from operations.base.details import PERSON_FIELDS, Wishes
from queries.forms.answers import rows_of

_TOLD = [name for name in PERSON_FIELDS if name != "locale"]


def says_otherwise(form: RegistrationForm, wishes: Wishes, registration: Registration) -> bool:
    """Whether the form's content differs from what the registration was made from."""
    person, asked = form.person(), {question.id for question in wishes.questions}
    return (
        any(getattr(person, name) != getattr(registration, name) for name in _TOLD)
        or _without_files(wishes.answers, asked)
        != _without_files(given_before(rows_of(registration)), asked)
        or {session.id for session in wishes.sessions or ()}
        != {session.id for session in registration.chosen_sessions}
        or set(form.consents) != {consent.purpose for consent in registration.consents}
    )


def _without_files(answers: Answers, asked: set[int]) -> Answers:
    """The answers without files: a file sent twice is kept twice, so it shows no difference."""
    return {
        number: given
        for number, given in answers.items()
        if number in asked and not isinstance(given, UploadedFile)
    }
