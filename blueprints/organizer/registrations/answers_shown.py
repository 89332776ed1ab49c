"""A person's answers as the back office shows them: in words, with their files."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from models.forms import Question
from queries.forms.answers import readable
from queries.forms.opened import OpenedAnswer


@dataclass(frozen=True)
class AnswerShown:
    question: Question
    text: str
    upload_id: int | None
    """The number of the file that was sent, for the download link."""


def answers_shown(
    rows: Sequence[OpenedAnswer], *, locale: str, sensitive: bool
) -> list[AnswerShown]:
    """The person's answers. `sensitive`: also those that only organizers may read."""
    shown = []
    for question, of_question in groupby(rows, key=lambda row: row.question):
        if sensitive or not question.sensitive:
            found = list(of_question)
            shown.append(AnswerShown(question, readable(found, locale), found[0].upload_id))
    return shown
