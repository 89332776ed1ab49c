"""Files that came with a form: kept at once, so that nobody has to choose them again."""

from collections.abc import Sequence
from datetime import datetime

from flask import request
from werkzeug.datastructures import MultiDict

from blueprints.base.expired_forms import keeps_files
from blueprints.inputs.base import fields as base
from blueprints.inputs.forms.questions import field_name
from models.answers import Upload
from models.forms import Question, QuestionKind
from operations.forms.uploads import QuestionGone, SentFile, keep_upload

_K = QuestionKind


def keep_files(form: base.Form, questions: Sequence[Question], *, at: datetime) -> bool:
    """Keep the good files that came with the form; True if there were any, to be committed.

    Also for a form that is refused: its page then says that they are here already. Not for one that
    has expired. A question that was deleted meanwhile counts as not answered.
    """
    kept = False
    for question in questions if keeps_files() else ():
        field = form[field_name(question)] if question.kind is _K.FILE else None
        if field is not None and isinstance(field.data, SentFile) and not field.errors:
            field.data = field.kept = _kept_file(question, field.data, at)
            kept = kept or field.kept is not None
    return kept


def sent_with_kept_files(form: base.Form, questions: Sequence[Question]) -> MultiDict[str, str]:
    """What was sent, for a new form of the same input.

    A file can be read only once, so the one kept by `keep_files` stands in its place.
    """
    sent = MultiDict(request.form)
    for question in questions:
        field = form[field_name(question)] if question.kind is _K.FILE else None
        if field is not None and field.kept is not None:
            sent[f"{field.name}-kept"] = field.token
            sent.pop(f"{field.name}-removed", None)
    return sent


def _kept_file(question: Question, sent: SentFile, at: datetime) -> Upload | None:
    try:
        return keep_upload(question, sent, at=at)
    except QuestionGone:
        return None
