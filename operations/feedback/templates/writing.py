"""The questions of a template as rows of a form."""

from collections.abc import Iterable, Sequence

from models.forms import Choice, Question, QuestionKind
from operations.feedback.templates.pieces import NO_WORDS, ReadyChoice, ReadyQuestion, Words

Pages = Sequence[Sequence[ReadyQuestion]]


def questions_written(pages: Pages) -> list[Question]:
    """New questions in their order; the rows of a matrix stand right behind it."""
    written: list[Question] = []
    for page, asked in enumerate(pages, start=1):
        for ready in asked:
            question = _question(ready, ready.item, ready.kind, ready.label, page)
            question.help, question.help_en = ready.help
            question.choices = list(_choices(ready.choices))
            written.append(question)
            written += [
                _question(ready, item, QuestionKind.SCALE, label, page)
                for item, label in ready.rows
            ]
    for position, question in enumerate(written, start=1):
        question.position = position
    return written


def join_rows(pages: Pages, written: Iterable[Question]) -> None:
    """Point the rows at their matrices, once the flush has numbered them."""
    numbers = {question.key: question.id for question in written}
    matrices = {item: ready.item for page in pages for ready in page for item, _words in ready.rows}
    for question in written:
        if question.key in matrices:
            question.matrix_id = numbers[matrices[question.key]]


def _question(
    ready: ReadyQuestion, item: str, kind: QuestionKind, label: Words, page: int
) -> Question:
    low, high = ready.ends or (NO_WORDS, NO_WORDS)
    return Question(
        key=item,
        kind=kind,
        label=label.tr,
        label_en=label.en,
        required=ready.required,
        minimum=0 if kind is QuestionKind.NUMBER else None,
        maximum=ready.maximum,
        points=ready.points,
        low=low.tr,
        low_en=low.en,
        high=high.tr,
        high_en=high.en,
        no_opinion=ready.no_opinion,
        asked_of=ready.asked_of,
        page=page,
    )


def _choices(choices: Iterable[ReadyChoice]) -> Iterable[Choice]:
    for position, ready in enumerate(choices, start=1):
        yield Choice(
            position=position,
            label=ready.label.tr,
            label_en=ready.label.en,
            takes_text=ready.takes_text,
            is_right=ready.is_right,
            places=None,
        )
