"""What the first answer fixes: from then on a form asks the same, and only typing errors are mended.

More than a typo makes a new question: the old one is asked no longer, the new one has a key of its
own. The form of registration is never fixed, since its answers can be corrected.
"""

from lib.refusals import Refusal
from models.forms import Form, FormPurpose, Question
from operations.forms.details import QuestionDetails, details_of, rows_of
from queries.forms.builder import answered_questions


class FormLocked(Refusal):
    """Somebody has answered the form: only texts can still be mended."""


def is_locked(form: Form) -> bool:
    """Whether somebody has answered the form, counted or waiting. Never of a registration form."""
    return form.purpose is not FormPurpose.REGISTRATION and bool(answered_questions(form))


def refuse_more_than_texts(question: Question, details: QuestionDetails) -> None:
    """Raises FormLocked where more than texts would change, or a choice or row would take the words
    of another."""
    before = details_of(question)
    if before.without_texts != details.without_texts:
        raise FormLocked
    known = {part.label for part in before.parts}
    for old, new in zip(before.parts, details.parts, strict=True):
        if old.label != new.label and new.label in known:
            raise FormLocked


def keep_wordings(question: Question, details: QuestionDetails) -> list[Question]:
    """Note what was asked, of the question and its rows, before the words change for the first time;
    waves are compared by it. Gives those whose texts will change, the question among them."""
    rows = {row.id: row for row in rows_of(question)}
    changed = [question]
    _keep(question, details.label)
    for entered in details.rows:
        row = rows.get(entered.question_id or 0)
        if row is not None and (row.label, row.label_en) != (entered.label, entered.label_en):
            _keep(row, entered.label)
            changed.append(row)
    return changed


def _keep(question: Question, label: str) -> None:
    if question.label != label:
        question.asked_as = question.asked_as or question.label
