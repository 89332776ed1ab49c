"""A free letter of an organizer to people of an event."""

from typing import Any

from wtforms import HiddenField

from blueprints.inputs.letters.wording import WordsForm
from blueprints.inputs.registrations.person import RegistrationForm
from models.letters import LetterKind
from operations.letters.mailings import FreeLetter


class MailingForm(WordsForm):
    submission_key = RegistrationForm.submission_key
    people = HiddenField()
    """To whom it was shown that it goes."""

    def __init__(self, **options: Any) -> None:
        super().__init__(LetterKind.MESSAGE, **options)

    def letter(self) -> FreeLetter:
        return FreeLetter(**vars(self.words()))
