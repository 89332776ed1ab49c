"""The form of a wave, as it is asked and as it was sent: by a personal link or an open one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from blueprints.base.transactions import committed
from blueprints.inputs.feedback.response import FeedbackForm
from blueprints.inputs.forms.questions import answers_about, answers_of
from blueprints.inputs.forms.ranking_field import RankingField
from blueprints.shared.forms.sheets import asking
from lib.clock import utc_now
from models.feedback import Wave, WaveLink
from models.forms import Question
from models.sectors import Sector
from operations.feedback.taking import GivenAnswers, take_answers
from queries.feedback.waves import questions_asked_in

# A whole conference may send answers from behind the one address of its hotel.
GENEROUS = "1200 per minute"


@dataclass(frozen=True)
class Prefilled:
    """What is known of the person, and shown for them to change."""

    side: Sector | None = None
    province: str | None = None


@dataclass(frozen=True)
class AnswerSheet:
    wave: Wave
    form: FeedbackForm
    questions: Sequence[Question]
    draft: str
    """The name under which the person's device keeps what they wrote so far."""

    @property
    def nonce(self) -> str:
        return str(self.form.submission_key.data)

    def typed(self) -> list[tuple[str, str]]:
        """What was sent, question by question, as the person reads it; not what was left empty."""
        return [
            (str(field.label.text), ", ".join(_shown(field, sent)))
            for field in self.form
            if field.name.startswith("q") and (sent := _sent(field))
        ]


def sheet_of(wave: Wave, *, draft: str, known: Prefilled | None, asks_name: bool) -> AnswerSheet:
    """`known`: to show the form anew; None: to read what was sent."""
    questions = questions_asked_in(wave)
    begun: dict[str, Any] = {}
    if known is not None:
        side = known.side.value if known.side else ""
        begun = {"formdata": None, "data": {"side": side, "province": known.province or ""}}
    form = asking(FeedbackForm, questions)(**begun)
    form.wave.data = wave.id
    form.leave_out(
        *(() if wave.link is WaveLink.OPEN else ("wave",)),
        *(() if asks_name else ("person",)),
        *(() if _asks_province(wave) else ("province",)),
    )
    return AnswerSheet(wave, form, questions, draft)


def draft_name(*form: object) -> str:
    """The name of a draft on the person's device: a digest of what leads to the form, such as its
    link, so that the device holds no link."""
    said = " ".join(map(str, form))
    return sha256(f"draft {said}".encode()).hexdigest()[:32]


def take(sheet: AnswerSheet, *, right: int | None) -> None:
    """Take the checked answers, and commit. Raises AlreadyAnswered, WaveClosed, ChoiceGone."""
    at = utc_now()
    committed(lambda: _take(sheet, right, at))


def _take(sheet: AnswerSheet, right: int | None, at: datetime) -> None:
    form = sheet.form
    given = GivenAnswers(
        answers_of(form, sheet.questions),
        answers_about(form, sheet.questions),
        side=form.side.data,
        province=form.province.data if "province" in form else None,
        person=form.person.data if "person" in form else "",
    )
    take_answers(sheet.wave, sheet.questions, given, right=right, nonce=sheet.nonce, at=at)


def _asks_province(wave: Wave) -> bool:
    """Only a survey of the whole programme: an event has one, and so has a province's survey."""
    return wave.survey is not None and wave.survey.province is None


def _sent(field: Any) -> list[str]:
    return [text for text in field.raw_data or () if isinstance(text, str) and text.strip()]


def _shown(field: Any, sent: Sequence[str]) -> list[str]:
    if isinstance(field, RankingField):
        return [dict(field.ranked)[number] for number in field.data or ()]
    if not hasattr(field, "iter_choices"):
        return list(sent)
    words = {str(choice.value): str(choice.label) for choice in field.iter_choices()}
    return [words[value] for value in sent if value in words]
