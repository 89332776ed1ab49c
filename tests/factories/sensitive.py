"""What somebody answered to sensitive questions of every kind."""

from datetime import date
from typing import Any

from extensions import db
from lib.field_keys import FieldKeys
from models.events import Event
from models.forms import Question, QuestionKind
from models.registrations import Registration
from operations.base.answers import UploadedFile, write_answers
from operations.forms.uploads import SentFile, keep_upload
from queries.forms.answers import answers_of_registration
from tests import factories
from tests.factories import NOW
from tests.factories.forms import question

_K = QuestionKind
FILE = SentFile("Fıstık alerjisi raporu.pdf", "application/pdf", b"%PDF- doktorun teshisi")
WORDS = ("Ispanaktan", "alerjisi", "doktorun teshisi", "7654321987", "1931-02-03")
"""By these the answers would be found."""
IN_WORDS = ["Ispanaktan kaçınıyor", "7654321987", "3 Şub 1931", "Hayır", FILE.name, "B, C"]
"""The answers as a Turkish page shows them."""


def answered(event: Event, *, sensitive: bool = True) -> tuple[Registration, list[Question]]:
    """Somebody who has answered one question of every kind, the last of which is of many choices."""
    asked = {
        kind: question(event, kind, sensitive=sensitive)
        for kind in (_K.SHORT_TEXT, _K.NUMBER, _K.DATE, _K.YES_NO, _K.FILE)
    }
    picked = question(event, _K.MULTIPLE_CHOICE, choices=dict.fromkeys("ABC"), sensitive=sensitive)
    given: dict[int, Any] = {
        asked[_K.SHORT_TEXT].id: IN_WORDS[0],
        asked[_K.NUMBER].id: 7654321987,
        asked[_K.DATE].id: date(1931, 2, 3),
        asked[_K.YES_NO].id: False,
        asked[_K.FILE].id: UploadedFile(keep_upload(asked[_K.FILE], FILE, at=NOW).id),
        picked.id: tuple(choice.id for choice in picked.choices[1:]),
    }
    questions = [*asked.values(), picked]
    person = factories.registration(event)
    write_answers(person, questions, given, at=NOW)
    factories.commit()
    return person, questions


def told(person: Registration) -> list[str]:
    """The answers as they stand in the database now, in words."""
    db.session.rollback()
    return [text for _asked, text in answers_of_registration(person, locale="tr", sensitive=True)]


def use_field_keys(app: Any, *keys: str) -> None:
    """What FIELD_KEYS says from now on, the newest first."""
    made = app.extensions["meydan_keys"]
    app.extensions["meydan_keys"] = (*made[:2], FieldKeys(keys))
